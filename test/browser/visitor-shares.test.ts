import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sentBy } from "./channel-spy.ts";
import { STORY_DOCUMENTS } from "./documents.ts";
import { heardOn, listenToEvents } from "./events.ts";
import {
	beginningOf,
	partsOf,
	restTogether,
	scroll,
	search,
	searchStatus,
	showSheet,
	showsHit,
} from "./looking.ts";
import { openRoom, patience, type Room } from "./room.ts";
import {
	askAndAccept,
	bothSee,
	choose,
	closeDocument,
	drop,
	isOpen,
	openSession,
	press,
	save,
	sha256,
	share,
	shareButton,
} from "./steps.ts";

let room: Room;

beforeAll(async () => {
	room = await openRoom();
	await listenToEvents(room);
	await openSession(room);
});
afterAll(() => room?.close());

describe.each(
	STORY_DOCUMENTS.map((document, index) => ({ ...document, index })),
)("a visitor shares $kind that was asked for", (document) => {
	const { name, bytes, parts, begins, word, count, longSheet } = document;
	const dropped = document.index % 2 === 1;
	const closer = dropped ? "visitor" : "agent";

	it("sends only the answer before Share is pressed", async () => {
		await heardOn(room, "agent");
		await heardOn(room, "visitor");
		const before = (await sentBy(room.visitor)).length;
		await askAndAccept(room);
		if (dropped) await drop(room, [{ name, bytes }]);
		else await choose(room.visitor, [{ name, bytes }]);
		await isOpen(room.visitor);
		await expect
			.poll(() => shareButton(room.visitor).isEnabled(), patience)
			.toBe(true);
		const sent = (await sentBy(room.visitor)).slice(before);
		expect(sent.map(({ type }) => type)).toEqual(["answer"]);
		expect(await heardOn(room, "agent")).toEqual([]);
	}, 60_000);

	it("shows both people the same document", async () => {
		await share(room.visitor);
		await bothSee(room, name);
		for (const person of [room.agent, room.visitor]) {
			await expect.poll(() => partsOf(person), patience).toEqual(parts);
			expect(await beginningOf(person)).toContain(begins);
		}
	}, 60_000);

	it("shows the scrolling and the search of either person to the other", async () => {
		if (longSheet) await showSheet(room.visitor, room.agent, longSheet);
		await scroll(room.visitor, 5);
		const there = await restTogether(room.visitor, room.agent);
		await scroll(room.agent, -2);
		expect(await restTogether(room.agent, room.visitor)).toBeLessThan(there);

		await search(room.agent, word);
		for (const person of [room.agent, room.visitor]) {
			await expect
				.poll(() => searchStatus(person), patience)
				.toMatch(new RegExp(`^\\d+ of ${count}$`));
			await expect.poll(() => showsHit(person), patience).toBe(true);
		}
	}, 60_000);

	it("lets the agent save the same bytes under the same name", async () => {
		const saved = await save(room.agent);
		expect(saved.name).toBe(name);
		expect(saved.sha256).toBe(sha256(bytes));
	}, 60_000);

	it("closes at either end and says who closed it", async () => {
		await closeDocument(room, room[closer], name);
		const story = [
			{ event: "documentShared", detail: { sharedBy: "visitor", name } },
			{
				event: "documentDownloaded",
				detail: { sharedBy: "visitor", downloadedBy: "agent", name },
			},
			{ event: "enddocshare", detail: { name, by: closer } },
		];
		for (const [who, on] of [
			["agent", "toolbar"],
			["visitor", "script"],
		] as const) {
			const heard: unknown[] = [];
			await expect
				.poll(async () => {
					heard.push(
						...(await heardOn(room, who)).filter((each) => each.on === on),
					);
					return heard;
				}, patience)
				.toEqual(story.map((each) => ({ ...each, on })));
		}
	}, 60_000);
});

describe("a visitor who looks before sharing", () => {
	it("may choose another file, is told why one is no document, and the agent hears only of what is shared", async () => {
		const [pdf, , , csv] = STORY_DOCUMENTS;
		if (!pdf || !csv) throw new Error("two documents are needed");
		await askAndAccept(room);
		await choose(room.visitor, [pdf]);
		await isOpen(room.visitor);
		await heardOn(room, "visitor");
		const letter = { name: "letter.txt", bytes: Buffer.from("Dear Sir") };
		await choose(room.visitor, [letter], "Choose another file");
		const told = room.visitor.frame().getByText("letter.txt");
		await told.waitFor(patience);
		await isOpen(room.visitor);
		await choose(room.visitor, [csv], "Choose another file");
		await told.waitFor({ state: "detached", ...patience });
		await room.visitor
			.frame()
			.getByRole("region", { name: `Preview: ${csv.name}` })
			.waitFor(patience);
		await share(room.visitor);
		await bothSee(room, csv.name);
		const sent = await sentBy(room.visitor);
		const offers = sent.filter(({ type }) => type === "offer");
		expect(offers.at(-1)?.text).toContain(csv.name);
		expect(offers.filter(({ text }) => text.includes(pdf.name))).toHaveLength(
			1,
		);
		const heard = await heardOn(room, "visitor");
		expect(heard.filter(({ on }) => on === "script")).toEqual([
			{
				event: "enddocsharepreview",
				detail: { name: pdf.name },
				on: "script",
			},
			{
				event: "documentShared",
				detail: { sharedBy: "visitor", name: csv.name },
				on: "script",
			},
		]);
	}, 60_000);

	it("may end the session from the site's page, and the document goes with it", async () => {
		await press(room.visitor, "End session");
		await room.agent
			.frame()
			.getByText("The visitor ended the session.")
			.waitFor(patience);
		const name = "orders.csv";
		for (const [who, on] of [
			["agent", "toolbar"],
			["visitor", "script"],
		] as const) {
			const heard = await heardOn(room, who);
			expect(heard.filter((each) => each.on === on).slice(-2)).toEqual([
				{ event: "enddocshare", detail: { name, by: "visitor" }, on },
				{ event: "sessionend", detail: { reason: "visitor" }, on },
			]);
		}
		for (const { frame } of [room.agent, room.visitor])
			expect(await frame().locator("iframe.sealed-frame").count()).toBe(0);
	}, 60_000);
});

it("has put no error on any console", () => {
	expect(room.errors).toEqual([]);
});
