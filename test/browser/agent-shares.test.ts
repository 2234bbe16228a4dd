import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bytesSentBy, sentBy } from "./channel-spy.ts";
import { STORY_DOCUMENTS } from "./documents.ts";
import { heardOn, listenToEvents } from "./events.ts";
import {
	beginningOf,
	focused,
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
	bothSee,
	button,
	choose,
	closeDocument,
	isOpen,
	openSession,
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

it("puts the agent's focus on the menu once the visitor has let them in", async () => {
	await expect
		.poll(() => focused(room.agent), patience)
		.toBe("Document sharing");
});

describe.each(STORY_DOCUMENTS)("an agent shares $kind", (document) => {
	const { name, bytes, parts, begins, word, count, longSheet } = document;

	it("sends neither a byte nor the name before Share is pressed", async () => {
		await heardOn(room, "agent");
		await heardOn(room, "visitor");
		const before = await sentBy(room.agent);
		await choose(room.agent, [{ name, bytes }]);
		await isOpen(room.agent);
		await expect
			.poll(() => shareButton(room.agent).isEnabled(), patience)
			.toBe(true);
		expect(await sentBy(room.agent)).toEqual(before);
		expect(await heardOn(room, "visitor")).toEqual([]);
	}, 60_000);

	it("shows both people the same document", async () => {
		await share(room.agent);
		await bothSee(room, name);
		// Share is gone, and the focus has gone on to the document.
		await expect.poll(() => focused(room.agent), patience).toBe(name);
		for (const person of [room.agent, room.visitor]) {
			await expect.poll(() => partsOf(person), patience).toEqual(parts);
			expect(await beginningOf(person)).toContain(begins);
		}
		expect(await bytesSentBy(room.agent)).toBeGreaterThan(0);
	}, 60_000);

	it("shows the scrolling of either person to the other", async () => {
		if (longSheet) await showSheet(room.agent, room.visitor, longSheet);
		await scroll(room.agent, 5);
		const there = await restTogether(room.agent, room.visitor);
		expect(there).toBeGreaterThan(1);
		await scroll(room.visitor, -2);
		expect(await restTogether(room.visitor, room.agent)).toBeLessThan(there);
	}, 60_000);

	it("shows a search of either person to both", async () => {
		for (const who of [room.visitor, room.agent]) {
			await search(who, word);
			for (const person of [room.agent, room.visitor])
				await expect
					.poll(() => searchStatus(person), patience)
					.toMatch(new RegExp(`^\\d+ of ${count}$`));
			await button(await who.viewer(), "Next match").click();
			for (const person of [room.agent, room.visitor])
				await expect.poll(() => showsHit(person), patience).toBe(true);
			const shown = await searchStatus(room.agent);
			expect(await searchStatus(room.visitor)).toBe(shown);
			await button(await who.viewer(), "Close search").click();
			for (const person of [room.agent, room.visitor])
				await expect.poll(() => searchStatus(person), patience).toBe("");
		}
	}, 90_000);

	it("lets the visitor save the same bytes under the same name", async () => {
		const saved = await save(room.visitor);
		expect(saved.name).toBe(name);
		expect(saved.sha256).toBe(sha256(bytes));
	}, 60_000);

	it("closes on both screens and has told both pages, once and in order", async () => {
		const close = button(room.visitor.frame(), "Close document");
		const box = await close.boundingBox();
		expect(box?.width).toBeGreaterThanOrEqual(44);
		expect(box?.height).toBeGreaterThanOrEqual(44);
		await closeDocument(room, room.visitor, name);
		for (const person of [room.agent, room.visitor])
			await expect
				.poll(() => focused(person), patience)
				.toBe("Document sharing");

		const story = [
			{ event: "documentShared", detail: { sharedBy: "agent", name } },
			{
				event: "documentDownloaded",
				detail: { sharedBy: "agent", downloadedBy: "visitor", name },
			},
			{ event: "enddocshare", detail: { name, by: "visitor" } },
		];
		const heard: Awaited<ReturnType<typeof heardOn>> = [];
		await expect
			.poll(async () => {
				heard.push(...(await heardOn(room, "agent")));
				return heard;
			}, patience)
			.toEqual(story.map((each) => ({ ...each, on: "toolbar" })));
		const atVisitor = await heardOn(room, "visitor");
		for (const on of ["script", "Docside.on"])
			expect(atVisitor.filter((each) => each.on === on)).toEqual(
				story.map((each) => ({ ...each, on })),
			);
		expect(atVisitor).toHaveLength(story.length * 2);
	}, 60_000);
});

it("has put no error on any console", () => {
	expect(room.errors).toEqual([]);
});
