import type { SheetPlace } from "../../../session/place.ts";

/** Places kept of a search's matches; more are counted only. 12 bytes each. */
export const MAX_KEPT_HITS = 1_000_000;
const FIRST_ROOM = 1_024;

/** The matches of one search, kept as three columns of numbers. */
export type Hits = {
	/** Matches counted. */
	total: number;
	/** Matches whose place is known. */
	kept: number;
	cells: Uint32Array;
};

export function createHits(): Hits {
	return { total: 0, kept: 0, cells: new Uint32Array(FIRST_ROOM * 3) };
}

/** Adds a match. Matches come in reading order. */
export function addHit(
	hits: Hits,
	sheet: number,
	row: number,
	column: number,
): void {
	hits.total += 1;
	if (hits.kept === MAX_KEPT_HITS) return;
	const at = hits.kept * 3;
	if (at === hits.cells.length) {
		const room = Math.min(hits.cells.length * 2, MAX_KEPT_HITS * 3);
		const cells = new Uint32Array(room);
		cells.set(hits.cells);
		hits.cells = cells;
	}
	hits.cells.set([sheet, row, column], at);
	hits.kept += 1;
}

/** The place of a match, from 1. */
export function hitAt(hits: Hits, index: number): SheetPlace | null {
	if (index < 1 || index > hits.kept) return null;
	const at = (index - 1) * 3;
	const [sheet = 0, row = 0, column = 0] = hits.cells.subarray(at, at + 3);
	return { kind: "sheet", sheet, row, column };
}

/** The first match at or after a place in reading order, from 1; 0 when there is none yet. */
export function firstHitFrom(hits: Hits, from: SheetPlace): number {
	let low = 0;
	let high = hits.kept;
	while (low < high) {
		const middle = (low + high) >> 1;
		const at = middle * 3;
		const [sheet = 0, row = 0, column = 0] = hits.cells.subarray(at, at + 3);
		const before =
			sheet - from.sheet ||
			row - Math.floor(from.row) ||
			column - Math.floor(from.column);
		if (before < 0) low = middle + 1;
		else high = middle;
	}
	return low < hits.kept ? low + 1 : 0;
}
