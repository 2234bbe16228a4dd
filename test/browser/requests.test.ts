import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { sentBy } from "./channel-spy.ts";
import { changeSettings, publishDraft, saveDraft } from "./demo-settings.ts";
import { STORY_DOCUMENTS } from "./documents.ts";
import { heardOn, listenToEvents } from "./events.ts";
import { openRoom, type Person, patience, type Room } from "./room.ts";
import {
	approvedHeading,
	askAndAccept,
	button,
	choose,
	isOpen,
	openSession,
	press,
} from "./steps.ts";

let room: Room;
const SECONDS = 5;

beforeAll(async () => {
	room = await openRoom();
	await changeSettings(room.demo, { requestTimeoutSeconds: SECONDS });
	await listenToEvents(room);
	await openSession(room);
});
afterAll(() => room?.close());
beforeEach(async () => {
	await heardOn(room, "agent");
	await heardOn(room, "visitor");
});

const question = () =>
	room.visitor
		.frame()
		.getByRole("alertdialog", { name: "Ana asks you to share a document" });
const says = (person: Person, sentence: string) =>
	person.frame().getByText(sentence).first().waitFor(patience);

describe("a request", () => {
	it("reaches the visitor within a second, with the terms and both answers", async () => {
		await press(room.agent, "Send request");
		const asked = performance.now();
		await question().waitFor(patience);
		expect(performance.now() - asked).toBeLessThan(1_000);
		await says(room.agent, "Waiting for the visitor…");
		const frame = room.visitor.frame();
		const terms = frame.getByRole("link", { name: "Terms and conditions" });
		expect(await terms.getAttribute("href")).toBe(
			"https://example.com/document-sharing-terms",
		);
		expect(await terms.getAttribute("target")).toBe("_blank");
		expect(await terms.getAttribute("rel")).toContain("noopener");
		await frame.getByText("Ana will be able to save a copy.").waitFor(patience);
		const [accept, decline] = [
			await button(frame, "Accept").boundingBox(),
			await button(frame, "Decline").boundingBox(),
		];
		expect(accept?.width).toBeCloseTo(decline?.width ?? 0, 0);
		expect(accept?.height).toBe(decline?.height);
	});

	it("that is declined tells the agent, and sends nothing else", async () => {
		const before = (await sentBy(room.visitor)).length;
		await press(room.visitor, "Decline");
		await says(room.agent, "The visitor declined to share a document.");
		await button(room.agent.frame(), "Send request").waitFor(patience);
		const sent = (await sentBy(room.visitor)).slice(before);
		expect(sent.map(({ type }) => type)).toEqual(["answer"]);
	});

	it("that the agent cancels leaves the visitor's screen, with a sentence", async () => {
		await press(room.agent, "Send request");
		await question().waitFor(patience);
		await press(room.agent, "Cancel request");
		await question().waitFor({ state: "detached", ...patience });
		await says(room.visitor, "The agent took the request back.");
	});

	it("that nobody answers ends by itself on both sides", async () => {
		await press(room.agent, "Send request");
		await question().waitFor(patience);
		const asked = performance.now();
		await says(room.agent, "The request ended without an answer.");
		expect(performance.now() - asked).toBeGreaterThan((SECONDS - 1) * 1_000);
		await question().waitFor({ state: "detached", ...patience });
		await button(room.agent.frame(), "Send request").waitFor(patience);
	});
});

describe("the system's dialog, cancelled", () => {
	it.each(["agent", "visitor"] as const)(
		"gives the %s the focus back and sends nothing",
		async (who) => {
			if (who === "visitor") await askAndAccept(room);
			const person = room[who];
			const before = await sentBy(person);
			await cancelDialog(person);
			await expect
				.poll(
					() =>
						person
							.frame()
							.evaluate(() => document.activeElement?.textContent ?? ""),
					patience,
				)
				.toBe("Choose a file");
			expect(await sentBy(person)).toEqual(before);
			expect(await heardOn(room, who)).toEqual([]);
			if (who === "visitor")
				await button(person.frame(), "Cancel").click(patience);
		},
		60_000,
	);
});

describe("a preview that is not shared", () => {
	it.each(["agent", "visitor"] as const)(
		"tells the %s's own page, and nobody else",
		async (who) => {
			const [document] = STORY_DOCUMENTS;
			if (!document) throw new Error("a document is needed");
			const { name } = document;
			if (who === "visitor") await askAndAccept(room);
			const person = room[who];
			await choose(person, [document]);
			await isOpen(person);
			await button(person.frame(), "Cancel").click();
			if (who === "agent") await approvedHeading(room).waitFor(patience);
			else
				await button(room.visitor.frame(), "Choose a file").waitFor(patience);
			const other = who === "agent" ? "visitor" : "agent";
			const [on, twice] =
				who === "agent" ? ["toolbar"] : ["script", "Docside.on"];
			const event = "enddocsharepreview";
			await expect
				.poll(() => heardOn(room, who), { ...patience, interval: 500 })
				.toEqual(
					[on, twice]
						.filter((each) => each !== undefined)
						.map((each) => ({ event, detail: { name }, on: each })),
				);
			expect(await heardOn(room, other)).toEqual([]);
			const offers = (await sentBy(person)).filter(
				({ type }) => type === "offer",
			);
			expect(offers).toEqual([]);
		},
		60_000,
	);
});

/** Presses `Choose a file` and then the dialog's Cancel. */
async function cancelDialog(person: Person) {
	const frame = person.frame();
	const target = await person.page
		.context()
		.newCDPSession(frame)
		.catch(() => person.page.context().newCDPSession(person.page));
	await target.send("Page.enable");
	await target.send("Page.setInterceptFileChooserDialog", {
		enabled: true,
		cancel: true,
	});
	await button(frame, "Choose a file").click();
	await target.detach();
}

describe("the terms in a request", () => {
	/** A new session and a request in it: the address behind the link, or null where there is none. */
	async function terms(): Promise<string | null> {
		await room.renew();
		await openSession(room);
		await press(room.agent, "Send request");
		await question().waitFor(patience);
		const link = question().getByRole("link", { name: "Terms and conditions" });
		return (await link.count()) === 0 ? null : link.getAttribute("href");
	}

	it("are production's until others are published, and no link where there are none", async () => {
		const before = await terms();
		const after = "https://example.com/other-terms";
		await saveDraft(room.demo, { termsUrl: after });
		expect(await terms()).toBe(before);
		await publishDraft(room.demo);
		expect(await terms()).toBe(after);
		await changeSettings(room.demo, { termsUrl: null });
		expect(await terms()).toBeNull();
	}, 120_000);
});
