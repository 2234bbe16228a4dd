import fc from "fast-check";
import * as v from "valibot";
import { afterEach, describe, expect, it, vi } from "vitest";
import { type RowMap, rowMapSchema } from "../../../session/row-map.ts";
import { openCsv } from "../../../viewer/sheet/csv/open-csv.ts";
import { TILE_ROWS } from "../../../viewer/sheet/reader/messages.ts";
import { runs } from "../../counts.ts";
import { csv, latin1, ordersCsv, utf16 } from "../../fixtures/make-csv.ts";
import { type OpenedBook, openBytes } from "./desk.ts";

afterEach(() => {
	vi.useRealTimers();
	vi.restoreAllMocks();
});

/** What the sharer's viewer tells when it has read a file. */
async function mapOf(bytes: Uint8Array, name = "a.csv"): Promise<RowMap> {
	const sharer = await openBytes(openCsv, bytes, name);
	await sharer.complete();
	const map = mapsOf(sharer).at(-1);
	if (!map) throw new Error("nothing was told");
	return map;
}

function mapsOf({ posted }: OpenedBook): RowMap[] {
	return posted.flatMap((message) =>
		message.type === "mapped" ? [message.map] : [],
	);
}

function watch(bytes: Uint8Array, name = "a.csv") {
	return openBytes(openCsv, bytes, name, [], { watches: true });
}

/** The first column of the rows in the tile that holds a row. */
async function numbers({ book }: OpenedBook, row: number) {
	const top = row - (row % TILE_ROWS);
	const { texts } = await book.tile({ sheet: 0, row: top, column: 0 });
	return Array.from({ length: TILE_ROWS }, (_, i) => texts[i * 32]);
}

function bytesRead({ reads }: OpenedBook): number {
	return reads.reduce((sum, [start, end]) => sum + end - start, 0);
}

function summary(opened: OpenedBook) {
	const { summary } = opened.opened();
	if (summary.kind !== "csv") throw new Error("no CSV");
	return summary;
}

const ORDERS = ordersCsv(60_000);
const LAST = 60_000;

describe("a CSV whose rows are told", () => {
	it("knows its rows and its last one after a few ranges", async () => {
		const map = await mapOf(ORDERS);
		const watcher = await watch(ORDERS);
		expect(summary(watcher)).toMatchObject({ complete: false });
		watcher.book.told?.(map);
		expect(summary(watcher)).toMatchObject({ rows: 60_001, complete: true });
		const rows = await numbers(watcher, LAST);
		expect(rows[LAST % TILE_ROWS]).toBe("0060000");
		expect(bytesRead(watcher)).toBeLessThan(300_000);
		expect(ORDERS.length).toBeGreaterThan(3_000_000);
	});

	it("reads near the rows that are looked at, and nothing else", async () => {
		const watcher = await watch(ORDERS);
		watcher.book.told?.(await mapOf(ORDERS));
		for (const row of [45_000, 30_000, 100, 59_999]) {
			const rows = await numbers(watcher, row);
			expect(rows[row % TILE_ROWS]).toBe(String(row).padStart(7, "0"));
		}
		expect(bytesRead(watcher)).toBeLessThan(600_000);
		const text = await watcher.book.text({ sheet: 0, row: 12_345, column: 4 });
		expect(text).toBe("Ordered, row 12345");
	});

	it("has the columns as wide as at the sharer's", async () => {
		const sharer = await openBytes(openCsv, ORDERS, "a.csv");
		const { shapes } = await sharer.complete();
		const watcher = await watch(ORDERS);
		watcher.book.told?.(await mapOf(ORDERS));
		expect(watcher.opened().shapes).toEqual(shapes);
	});

	it.each<[string, Uint8Array]>([
		["UTF-16", utf16(new TextDecoder().decode(ordersCsv(3_000)))],
		[
			"another encoding, which shows late",
			latin1(`${"row,plain text\n".repeat(9_000)}last,caf\xe9 \xfcber\n`),
		],
		["rows of one letter", csv("a\n".repeat(80_000))],
		["a stray quote", csv(`a,b\n${'1,5" wide\n2,"x\n'.repeat(9_000)}`)],
		["CR LF", csv("one,two\r\n".repeat(20_000))],
		["no last line break", csv(`${"one,two\n".repeat(20_000)}the,end`)],
		["a row of 3 MB", csv(`a,b\n1,${"x".repeat(3_000_000)}\n2,y\n`)],
	])("shows the same as the sharer's with %s", async (_, bytes) => {
		const sharer = await openBytes(openCsv, bytes, "a.csv");
		const { summary: told } = await sharer.complete();
		const watcher = await watch(bytes);
		const map = mapsOf(sharer).at(-1);
		if (map) watcher.book.told?.(map);
		expect(watcher.opened().summary).toEqual(told);
		const { rows = 0 } = watcher.opened().shapes[0] ?? {};
		for (const part of [0, 0.3, 0.77, 1]) {
			const row = Math.floor((rows - 1) * part);
			const at = { sheet: 0, row: row - (row % TILE_ROWS), column: 0 };
			const [ours, theirs] = [watcher, sharer].map((it) => it.book.tile(at));
			expect(await ours).toEqual(await theirs);
		}
		expect(watcher.posted.some((it) => "anew" in it && it.anew)).toBe(false);
	});

	it("shows every row as the sharer's does, whatever the fields hold", async () => {
		const field = fc.stringMatching(/^[a-zé€0-9 ,;"\n\r\t]{0,9}$/u);
		await fc.assert(
			fc.asyncProperty(
				fc.array(fc.tuple(field, field, field), {
					minLength: 20,
					maxLength: 40,
				}),
				fc.constantFrom("\n", "\r\n"),
				fc.nat(),
				async (table, newline, at) => {
					const quoted = table.map((row) =>
						row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(","),
					);
					const text = `${quoted.join(newline)}${newline}`;
					const bytes = csv(text.repeat(Math.ceil(100_000 / text.length)));
					const sharer = await openBytes(openCsv, bytes, "a.csv");
					await sharer.complete();
					const watcher = await watch(bytes);
					const map = mapsOf(sharer).at(-1);
					if (!map) return;
					watcher.book.told?.(map);
					expect(summary(watcher).rows).toBe(summary(sharer).rows);
					const row = at % map.rows;
					const tile = { sheet: 0, row: row - (row % TILE_ROWS), column: 0 };
					expect(await watcher.book.tile(tile)).toEqual(
						await sharer.book.tile(tile),
					);
					expect(watcher.posted.some((it) => "anew" in it && it.anew)).toBe(
						false,
					);
				},
			),
			runs(30),
		);
	});

	it("grows with what is told", async () => {
		const map = await mapOf(ORDERS);
		const half = Math.floor(map.distances.length / 2);
		const watcher = await watch(ORDERS);
		watcher.book.told?.({
			...map,
			distances: map.distances.slice(0, half),
			rows: half * map.step,
			complete: false,
		});
		expect(summary(watcher)).toMatchObject({
			rows: half * map.step,
			complete: false,
		});
		expect((await numbers(watcher, 25_000))[25_000 % TILE_ROWS]).toBe(
			"0025000",
		);
		watcher.book.told?.(map);
		expect(summary(watcher)).toMatchObject({ rows: 60_001, complete: true });
	});

	it("is told of while it is still read, always in whole rows", async () => {
		let nowMs = 0;
		vi.spyOn(performance, "now").mockImplementation(() => {
			nowMs += 2_000;
			return nowMs;
		});
		const sharer = await openBytes(openCsv, ORDERS, "a.csv");
		await sharer.complete();
		const maps = mapsOf(sharer);
		expect(maps.length).toBeGreaterThan(3);
		const watcher = await watch(ORDERS);
		for (const map of maps) {
			expect(v.is(rowMapSchema, map)).toBe(true);
			watcher.book.told?.(map);
			expect(summary(watcher).rows).toBeGreaterThanOrEqual(map.rows);
			const row = map.rows - 1;
			expect((await numbers(watcher, row))[row % TILE_ROWS]).toBe(
				String(row).padStart(7, "0"),
			);
		}
		expect(watcher.posted.some((it) => "anew" in it && it.anew)).toBe(false);
	});

	it("is read to its end after all when nothing is told for 5 s", async () => {
		vi.useFakeTimers();
		const watcher = await watch(ORDERS);
		expect(bytesRead(watcher)).toBeLessThan(100_000);
		await vi.advanceTimersByTimeAsync(5_000);
		vi.useRealTimers();
		await watcher.complete();
		expect(summary(watcher)).toMatchObject({ rows: 60_001, complete: true });
	});

	it("is told of in at most 4,000 offsets, whatever its length", async () => {
		const map = await mapOf(csv("a,b,c\n".repeat(700_000)));
		expect(map.distances.length).toBeLessThanOrEqual(4_000);
		expect(map.rows).toBe(700_000);
	});
});

/** Moves the n-th offset by so many units, and all others stay. */
function moved(map: RowMap, slot: number, by: number): RowMap {
	const distances = [...map.distances];
	distances[slot] = (distances[slot] ?? 0) + by;
	distances[slot + 1] = (distances[slot + 1] ?? 0) - by;
	return { ...map, distances };
}

describe("a CSV whose rows are told wrong", () => {
	const wrong: [string, (map: RowMap) => RowMap, number][] = [
		["inside a row", (map) => moved(map, 700, 7), 701],
		["a row too far", (map) => moved(map, 700, lineOf(map, 701)), 700],
		[
			"too many rows",
			(map) => ({ ...map, rows: map.rows + 1 }),
			Number.POSITIVE_INFINITY,
		],
		[
			"rows beyond the end of the file",
			(map) => ({ ...map, distances: map.distances.map((n) => n * 2) }),
			0,
		],
		["other rows at the beginning", (map) => moved(map, 1, 3), 0],
		["another delimiter", (map) => ({ ...map, delimiter: ";" }), 0],
		["no encoding", (map) => ({ ...map, encoding: "klingon" }), 0],
		["UTF-16", (map) => ({ ...map, encoding: "utf-16le" }), 0],
		["fewer columns", (map) => ({ ...map, columns: 2 }), 500],
	];

	it.each(wrong)("%s: is read by the watcher itself", async (_, lie, slot) => {
		const map = await mapOf(ORDERS);
		const watcher = await watch(ORDERS);
		watcher.book.told?.(lie(map));
		const row = Math.min(slot * map.step + 1, LAST);
		await numbers(watcher, row);
		expect(watcher.posted.some((it) => "anew" in it && it.anew)).toBe(true);
		await watcher.complete();
		expect(summary(watcher)).toMatchObject({ rows: 60_001, columns: 5 });
		const rows = await numbers(watcher, row);
		expect(rows[row % TILE_ROWS]).toBe(String(row).padStart(7, "0"));
		// Whoever was wrong once is not believed again.
		watcher.book.told?.({ ...map, rows: map.rows - 1 });
		expect(summary(watcher).rows).toBe(60_001);
	});

	/** How long the row at an offset is. */
	function lineOf(map: RowMap, slot: number): number {
		const at = map.distances.slice(0, slot).reduce((sum, n) => sum + n, 0);
		return ORDERS.indexOf(10, at) + 1 - at;
	}
});
