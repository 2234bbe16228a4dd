import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { STORY_DOCUMENTS } from "./documents.ts";
import { heardOn, listenToEvents } from "./events.ts";
import { openRoom, patience, type Room } from "./room.ts";
import {
	askAndAccept,
	button,
	choose,
	chooseAndShare,
	isOpen,
	openSession,
	press,
	shownKey,
	startVisitor,
	typeKey,
} from "./steps.ts";

let room: Room;

beforeAll(async () => {
	room = await openRoom();
});
afterAll(() => room?.close());

describe("a session", () => {
	beforeEach(async () => {
		await room.renew();
		await listenToEvents(room);
	});

	it("does not begin when the visitor refuses, and both are told", async () => {
		await typeKey(room, await startVisitor(room));
		await press(room.visitor, "Refuse");
		await room.agent
			.frame()
			.getByText("The visitor did not let you in.")
			.waitFor(patience);
		await room.visitor
			.frame()
			.getByText("You refused. Nothing was shared.")
			.waitFor(patience);
	}, 60_000);

	it("that the agent ends closes the document on both sides and tells both pages, last of all", async () => {
		const [document] = STORY_DOCUMENTS;
		if (!document) throw new Error("a document is needed");
		await openSession(room);
		await chooseAndShare(room, room.agent, document);
		await press(room.agent, "End session");
		await room.visitor
			.frame()
			.getByText("The agent ended the session.")
			.waitFor(patience);
		await room.agent
			.frame()
			.getByText("You ended the session.")
			.waitFor(patience);
		const { name } = document;
		for (const [who, on] of [
			["agent", "toolbar"],
			["visitor", "script"],
			["visitor", "Docside.on"],
		] as const) {
			expect(await room[who].frame().locator("iframe").count()).toBe(0);
			const heard = await room[who].page.evaluate(
				() => globalThis.docsideHeard ?? [],
			);
			expect(heard.filter((each) => each.on === on)).toEqual([
				{ event: "sessionstart", detail: { agent: "Ana" }, on },
				{ event: "documentShared", detail: { sharedBy: "agent", name }, on },
				{ event: "enddocshare", detail: { name, by: "agent" }, on },
				{ event: "sessionend", detail: { reason: "agent" }, on },
			]);
		}
		await heardOn(room, "visitor");
		await press(room.visitor, "Close");
		const start = room.visitor.page.getByRole("button", {
			name: "Share documents with an agent",
		});
		// Focus goes back to where the session began.
		await expect
			.poll(
				() => start.evaluate((element) => element.matches(":focus")),
				patience,
			)
			.toBe(true);
	}, 60_000);

	it.each(["agent", "visitor"] as const)(
		"that ends over a preview of the %s's tells their page of the preview once, and then of the end",
		async (who) => {
			const [document] = STORY_DOCUMENTS;
			if (!document) throw new Error("a document is needed");
			await openSession(room);
			if (who === "visitor") await askAndAccept(room);
			await choose(room[who], [document]);
			await isOpen(room[who]);
			await heardOn(room, who);
			await press(room[who === "agent" ? "visitor" : "agent"], "End session");
			await room[who]
				.frame()
				.getByText(/The (agent|visitor) ended the session\./)
				.waitFor(patience);
			const ways = who === "agent" ? ["toolbar"] : ["script", "Docside.on"];
			const heard = await heardOn(room, who);
			for (const way of ways)
				expect(heard.filter(({ on }) => on === way)).toMatchObject([
					{ event: "enddocsharepreview", detail: { name: document.name } },
					{ event: "sessionend" },
				]);
		},
		60_000,
	);

	it("whose agent closes the tab tells the visitor within 15 s", async () => {
		await openSession(room);
		const closed = performance.now();
		await room.agent.page.close({ runBeforeUnload: false });
		await room.visitor
			.frame()
			.getByText(/Ana has left the page|No sign of Ana/)
			.waitFor({ timeout: 15_000 });
		expect(performance.now() - closed).toBeLessThan(15_000);
	}, 60_000);
});

describe("an extension of the version before", () => {
	let script: string;
	let now: string;

	beforeAll(async () => {
		const folder = join(room.demo.extension, "assets");
		const [panel] = (await readdir(folder)).filter((name) =>
			/^panel-.*\.js$/.test(name),
		);
		script = join(folder, panel ?? "");
		now = await readFile(script, "utf8");
		// The default of `introduce`, as the build writes it.
		const before = now.replace(/(protocol:\w+)=1\}/, "$1=0}");
		expect(before).not.toBe(now);
		await writeFile(script, before);
		await room.renew();
	});

	it("is told to update, on both sides, and shows no document control", async () => {
		const key = await startVisitor(room);
		await typeKey(room, key);
		await room.agent
			.frame()
			.getByText("Please update the extension")
			.waitFor(patience);
		await room.visitor
			.frame()
			.getByText("The agent uses another version of Docside.")
			.waitFor(patience);
		for (const name of ["Choose a file", "Send request"])
			for (const person of [room.agent, room.visitor])
				expect(await button(person.frame(), name).count()).toBe(0);
		expect(await shownKey(room.visitor)).toBe(key);
	}, 60_000);

	it("may join with the same key once it is updated", async () => {
		await writeFile(script, now);
		await room.agent.page.reload();
		await typeKey(room, await shownKey(room.visitor));
		await room.visitor
			.frame()
			.getByRole("alertdialog", { name: "Ana wants to join" })
			.waitFor(patience);
	}, 60_000);
});
