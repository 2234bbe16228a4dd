import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { MB } from "../../policy/settings.ts";
import { makePdfParts, type Part } from "../fixtures/make-pdf.ts";
import { bytesSentBy } from "./channel-spy.ts";
import {
	beginningOf,
	partsOf,
	search,
	searchStatus,
	showsHit,
} from "./looking.ts";
import { openRoom, patience, type Room } from "./room.ts";
import {
	askAndAccept,
	bothSee,
	button,
	choose,
	closeDocument,
	openSession,
	share,
} from "./steps.ts";

let room: Room;
let folder: string;

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), "docside-large-"));
	room = await openRoom();
	await openSession(room);
});
afterAll(async () => {
	await room?.close();
	await rm(folder, { recursive: true, force: true });
});

describe("a PDF of 300 MB that a visitor shares view only", () => {
	const name = "scans.pdf";
	let size = 0;

	beforeAll(async () => {
		size = await writeScans(join(folder, name));
		expect(size).toBeGreaterThan(300 * MB);
		await askAndAccept(room);
	}, 60_000);

	it("shows its first page after less than 5 % of it has moved", async () => {
		await choose(room.visitor, join(folder, name));
		await share(room.visitor, "Share as view only");
		await bothSee(room, name);
		expect(await beginningOf(room.agent)).toContain("Cover of 101 scans");
		expect(await partsOf(room.agent)).toEqual(await partsOf(room.visitor));
		expect(await bytesSentBy(room.visitor)).toBeLessThan(size * 0.05);
	}, 90_000);

	it("answers the agent's search at the visitor's end, without moving the file", async () => {
		await search(room.agent, "the last words");
		for (const person of [room.agent, room.visitor])
			await expect
				.poll(() => searchStatus(person), { timeout: 40_000 })
				.toBe("1 of 1");
		await expect.poll(() => showsHit(room.visitor), patience).toBe(true);
		expect(await bytesSentBy(room.visitor)).toBeLessThan(size * 0.1);
		await closeDocument(room, room.agent, name);
	}, 90_000);
});

describe("a CSV of 100 MB that a visitor shares view only", () => {
	const name = "million.csv";
	let size = 0;
	let before = 0;

	beforeAll(async () => {
		size = await writeRows(join(folder, name));
		await askAndAccept(room);
	}, 60_000);

	it("shows its first rows at once", async () => {
		before = await bytesSentBy(room.visitor);
		await choose(room.visitor, join(folder, name));
		await share(room.visitor, "Share as view only");
		await (await room.agent.viewer())
			.getByText("customer 3")
			.first()
			.waitFor(patience);
		await bothSee(room, name);
		expect(await beginningOf(room.agent)).toBe("number");
		expect(await button(room.agent.frame(), "Save").count()).toBe(0);
	}, 90_000);

	it("knows all its rows and shows its last one after a few ranges", async () => {
		const viewer = await room.agent.viewer();
		const count = viewer.getByText("1,048,576 rows", { exact: true });
		await count.waitFor({ timeout: 40_000 });
		await viewer.getByText("customer 3").first().click();
		await room.agent.page.keyboard.press("Control+End");
		await viewer.getByText("customer 1048575").waitFor(patience);
		const shown = await bytesSentBy(room.visitor);
		expect(shown - before).toBeLessThan(size / 200);
		// Nothing goes on behind it: the watcher does not read the file.
		await (await room.visitor.viewer())
			.getByText("customer 1048575")
			.waitFor(patience);
		expect((await bytesSentBy(room.visitor)) - shown).toBeLessThan(100_000);
	}, 90_000);

	it("shows any row after a range or two", async () => {
		const sent = await bytesSentBy(room.visitor);
		const viewer = await room.agent.viewer();
		await viewer.locator(".sheet-scroller").evaluate((scroller) => {
			scroller.scrollTop = scroller.scrollHeight / 2;
		});
		await expect
			.poll(() => viewer.locator(".row").allInnerTexts(), patience)
			.toContainEqual(expect.stringMatching(/customer 5243\d\d/));
		expect((await bytesSentBy(room.visitor)) - sent).toBeLessThan(size / 200);
		await closeDocument(room, room.visitor, name);
	}, 90_000);
});

/** 100 scans of 3 MB between a cover and a last page. Returns the size, in bytes. */
async function writeScans(path: string): Promise<number> {
	return writeParts(
		path,
		makePdfParts([
			{ lines: ["Cover of 101 scans"] },
			...Array.from({ length: 100 }, () => ({ pictureBytes: 3 * MB + 50_000 })),
			{ lines: ["These are the last words"] },
		]),
	);
}

/** Zeros are left out of the file, and cost no room on the disk. */
async function writeParts(path: string, parts: Part[]): Promise<number> {
	const file = await open(path, "w");
	let at = 0;
	for (const part of parts) {
		if ("zeros" in part) {
			at += part.zeros;
			continue;
		}
		await file.write(part, 0, part.length, at);
		at += part.length;
	}
	await file.close();
	return at;
}

/** A million rows and more, of 100 bytes each. Returns the size, in bytes. */
async function writeRows(path: string): Promise<number> {
	const rows = 1_048_576;
	const some = 65_536;
	const file = await open(path, "w");
	await file.write(`${"number,customer,date,note".padEnd(99)}\n`);
	for (let from = 1; from < rows; from += some) {
		const lines: string[] = [];
		for (let row = from; row < Math.min(from + some, rows); row++)
			lines.push(`${row},customer ${row},2026-11-02,paid`.padEnd(99));
		await file.write(`${lines.join("\n")}\n`);
	}
	const { size } = await file.stat();
	await file.close();
	return size;
}
