import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createAxis } from "../../../viewer/sheet/grid/axis.ts";
import { cellName, columnName } from "../../../viewer/sheet/grid/cell-name.ts";
import {
	createTrack,
	followScroll,
	hasDrifted,
	MAX_SIZER_PX,
	measureTrack,
	moveTrack,
} from "../../../viewer/sheet/grid/track.ts";
import {
	addHit,
	createHits,
	firstHitFrom,
	hitAt,
	MAX_KEPT_HITS,
} from "../../../viewer/sheet/reader/hits.ts";
import { createMatch } from "../../../viewer/sheet/reader/match.ts";

const sizes = (usual: number, different: [number, number][] = []) => ({
	usual,
	index: Uint32Array.from(different, ([index]) => index),
	size: Float32Array.from(different, ([, size]) => size),
});

describe("an axis", () => {
	it("places every index as adding sizes up would", () => {
		const different = fc.uniqueArray(
			fc.tuple(fc.nat(60), fc.integer({ min: 0, max: 90 })),
			{ selector: ([index]) => index, maxLength: 30 },
		);
		fc.assert(
			fc.property(different, fc.integer({ min: 1, max: 60 }), (list, count) => {
				const sorted = list.sort(([a], [b]) => a - b);
				const axis = createAxis(sizes(20, sorted), count, 1);
				const own = new Map(sorted);
				let offset = 0;
				for (let i = 0; i < count; i++) {
					expect(axis.offset(i)).toBe(offset);
					const size = own.get(i) ?? 20;
					if (size > 0) expect(axis.at(offset + size / 2)).toBe(i);
					offset += size;
				}
				expect(axis.total).toBe(offset);
				const shown = Array.from({ length: count }, (_, i) => i).filter(
					(i) => axis.size(i) > 0,
				);
				for (let i = 0; i < count; i++) {
					expect(axis.visible(i, 1)).toBe(shown.find((j) => j >= i) ?? -1);
					expect(axis.visible(i, -1)).toBe(shown.findLast((j) => j <= i) ?? -1);
				}
			}),
		);
	});

	it("steps over a million hidden rows at once", () => {
		const hidden = Array.from(
			{ length: 1_000_000 },
			(_, i): [number, number] => [i + 1, 0],
		);
		const axis = createAxis(sizes(24, hidden), 1_000_010, 1);
		const start = performance.now();
		for (let i = 0; i < 100; i++) {
			expect(axis.visible(1, 1)).toBe(1_000_001);
			expect(axis.visible(1_000_000, -1)).toBe(0);
		}
		expect(performance.now() - start).toBeLessThan(1_000);
	});
});

describe("a track of 29 million pixels", () => {
	function tall() {
		const track = createTrack();
		measureTrack(track, 29_000_000, 600);
		moveTrack(track, 0);
		return track;
	}

	it("fits its sizer and reaches its ends", () => {
		const track = tall();
		expect(track.sizer).toBe(MAX_SIZER_PX);
		followScroll(track, MAX_SIZER_PX - 600);
		expect(track.position).toBe(29_000_000 - 600);
		followScroll(track, 0);
		expect(track.position).toBe(0);
	});

	it("goes pixel by pixel under a wheel, and sets its bar right afterwards", () => {
		const track = tall();
		moveTrack(track, 10_000_000);
		const { scroll, origin } = track;
		followScroll(track, scroll + 100);
		expect(track.position).toBeCloseTo(10_000_100, 0);
		expect(track.origin).toBeCloseTo(origin, 5);
		for (let i = 2; i < 100; i++) followScroll(track, scroll + 100 * i);
		expect(hasDrifted(track)).toBe(true);
		moveTrack(track, track.position);
		expect(track.position).toBeCloseTo(10_009_900, 0);
		expect(hasDrifted(track)).toBe(false);
	});
});

describe("names", () => {
	it("are those of spreadsheets", () => {
		expect([0, 25, 26, 701, 702, 16_383].map(columnName)).toEqual([
			"A",
			"Z",
			"AA",
			"ZZ",
			"AAA",
			"XFD",
		]);
		expect(cellName(1_048_575, 16_383)).toBe("XFD1048576");
	});
});

describe("hits", () => {
	it("finds the first at or after a place in reading order", () => {
		const hits = createHits();
		for (const [sheet, row, column] of [
			[0, 5, 2],
			[0, 5, 7],
			[2, 0, 0],
		] as const)
			addHit(hits, sheet, row, column);
		const from = (sheet: number, row: number, column: number) =>
			firstHitFrom(hits, { kind: "sheet", sheet, row, column });
		expect(from(0, 0, 0)).toBe(1);
		expect(from(0, 5.5, 2.9)).toBe(1);
		expect(from(0, 5, 3)).toBe(2);
		expect(from(1, 0, 0)).toBe(3);
		expect(from(2, 0, 1)).toBe(0);
		expect(hitAt(hits, 3)).toMatchObject({ sheet: 2, row: 0 });
		expect(hitAt(hits, 4)).toBeNull();
	});

	it("are counted beyond those that are kept", () => {
		const hits = createHits();
		for (let i = 0; i < MAX_KEPT_HITS + 10; i++) addHit(hits, 0, i, 0);
		expect(hits.total).toBe(MAX_KEPT_HITS + 10);
		expect(hits.kept).toBe(MAX_KEPT_HITS);
		expect(hitAt(hits, MAX_KEPT_HITS)).toMatchObject({
			row: MAX_KEPT_HITS - 1,
		});
	});
});

describe("a match", () => {
	it.each([
		["cat", "Concatenate", {}, true],
		["cat", "Concatenate", { wholeWords: true }, false],
		["cat", "the cat, sat", { wholeWords: true }, true],
		["cat", "concat cat", { wholeWords: true }, true],
		["Cat", "cat", { matchCase: true }, false],
		["straße", "STRASSE Straße", {}, true],
		["é", "né", { wholeWords: true }, false],
		["$5", "for $5.", { wholeWords: true }, true],
	])("of %j in %j with %j is %j", (query, text, options, wanted) => {
		const find = { matchCase: false, wholeWords: false, ...options, query };
		expect(createMatch(find)(text)).toBe(wanted);
	});
});
