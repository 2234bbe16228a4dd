import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { forge, sentBy } from "./channel-spy.ts";
import { changeSettings } from "./demo-settings.ts";
import { openRoom, patience, type Room } from "./room.ts";
import {
	askAndAccept,
	choose,
	drop,
	openSession,
	sharedDocument,
} from "./steps.ts";

let room: Room;
const CSV = { name: "fees.csv", bytes: Buffer.from("fee;amount\n1;2\n") };

/** The administrator allows PDF and nothing else. */
beforeAll(async () => {
	room = await openRoom({
		prepare: (demo) => changeSettings(demo, { types: ["pdf"] }),
	});
	await openSession(room);
	await askAndAccept(room);
});
afterAll(() => room?.close());

describe.each(["agent", "visitor"] as const)(
	"the %s, where only PDF is allowed",
	(who) => {
		it("is shown only PDF files by the system's dialog, and told so", async () => {
			const frame = room[who].frame();
			const input = frame.locator("input[type=file]").first();
			expect(await input.getAttribute("accept")).toBe(".pdf");
			expect(await frame.getByText("PDF only.").count()).toBe(1);
		});

		it("cannot share a CSV, in words that name PDF, and nothing is sent", async () => {
			const before = await sentBy(room[who]);
			await choose(room[who], [CSV]);
			await room[who]
				.frame()
				.getByRole("alert")
				.filter({ hasText: "fees.csv cannot be shared. Allowed: PDF." })
				.waitFor(patience);
			expect(await sentBy(room[who])).toEqual(before);
		}, 60_000);
	},
);

it("refuses a CSV that is dropped and calls itself a PDF", async () => {
	await drop(room, [{ ...CSV, name: "fees.pdf" }]);
	await room.visitor
		.frame()
		.getByRole("alert")
		.filter({ hasText: "fees.pdf is not what its name says. Allowed: PDF." })
		.waitFor(patience);
});

it("offers the agent no approved document of another type", async () => {
	const approved = room.agent
		.frame()
		.locator("section[aria-labelledby=approved]")
		.getByRole("button");
	expect(await approved.allTextContents()).toEqual(["Account terms"]);
});

// Last: an offer ends the request that the pickers are there for.
it.each(["agent", "visitor"] as const)(
	"refuses a forged offer of a CSV of the %s's at the other side",
	async (who) => {
		const other = who === "agent" ? "visitor" : "agent";
		const before = (await sentBy(room[other])).length;
		await forge(room[who], {
			type: "offer",
			share: who === "agent" ? 101 : 102,
			over: 0,
			name: "forged.csv",
			kind: "csv",
			size: 1_000,
			savable: false,
			from: "computer",
		});
		const closes = async () =>
			(await sentBy(room[other]))
				.slice(before)
				.filter(({ type }) => type === "close");
		await expect.poll(closes, patience).toHaveLength(1);
		expect((await closes())[0]?.text).toContain("refused");
		expect(await sharedDocument(room[other], "forged.csv").count()).toBe(0);
	},
	60_000,
);
