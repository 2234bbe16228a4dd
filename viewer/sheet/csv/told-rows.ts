/**
 * The row index of a CSV as it is told: from the sharer's viewer, which has read the whole file, to the watcher's, which
 * need not. What is told is the other person's word, so it is held against the bytes wherever they are read.
 */
import {
	MAX_MAP_STARTS,
	MAX_MAP_STRAYS,
	type RowMap,
} from "../../../session/row-map.ts";
import { type Encoding, mayBeEncoding } from "./encoding.ts";
import type { CsvFile } from "./read-rows.ts";
import {
	createRowIndex,
	endsWithRow,
	finishRows,
	isRowBreak,
	type RowIndex,
	scanRows,
	settledUnits,
	strayFields,
	toldRowIndex,
} from "./row-index.ts";
import { createUnits } from "./units.ts";

/** Of a stretch between two offsets only so much is counted: rows that make it longer are rare. */
const MAX_COUNTED_BYTES = 1_048_576;

/** What is worth telling of an index; undefined where there is nothing yet, or too much that is odd. */
export function rowMapOf(
	index: RowIndex,
	facts: Pick<RowMap, "delimiter" | "encoding" | "widths" | "complete">,
): RowMap | undefined {
	const { count, starts } = index;
	let every = 1;
	while (count / every > MAX_MAP_STARTS) every *= 2;
	const step = index.step * every;
	const distances: number[] = [];
	for (let at = every; at < count; at += every)
		distances.push((starts[at] ?? 0) - (starts[at - every] ?? 0));
	// While the file grows only what lies before the last offset is sure.
	const rows = facts.complete ? index.rows : distances.length * step;
	const strays = strayFields(index).filter(([row]) => row < rows);
	if (rows === 0 || strays.length > MAX_MAP_STRAYS) return undefined;
	return { ...facts, rows, columns: index.columns, step, distances, strays };
}

/** What is told of a file, against its own first rows: `own` has been built from them. */
export function readRowMap(
	map: RowMap,
	own: RowIndex,
	file: { delimiter: string; encoding: Encoding; units: number },
): RowIndex | undefined {
	const { complete, distances } = map;
	if (map.delimiter !== file.delimiter) return undefined;
	if (!mayBeEncoding(map.encoding, file.encoding)) return undefined;
	const starts = new Float64Array(distances.length + (complete ? 1 : 0));
	let end = 0;
	for (const [at, distance] of distances.entries()) {
		starts[at] = end;
		end += distance;
	}
	if (complete) {
		starts[distances.length] = end;
		// The last row has a unit at least.
		if (end >= file.units) return undefined;
		end = file.units;
	}
	if (end > file.units) return undefined;
	const told = toldRowIndex({ ...map, starts, end });
	return agrees(told, own) ? told : undefined;
}

/** Whether two indexes have the same rows as far as `own` is sure of them. */
function agrees(told: RowIndex, own: RowIndex): boolean {
	const sure = settledUnits(own);
	for (let slot = 0; slot < told.count; slot++) {
		const row = slot * told.step;
		const start = told.starts[slot] ?? 0;
		if (row % own.step !== 0) continue;
		const known = row < own.rows ? own.starts[row / own.step] : undefined;
		if (known === undefined) return start >= sure;
		if (known !== start) return false;
	}
	return true;
}

/** Whether the bytes between an offset and the next hold the rows that are told of them. */
export async function isAsTold(
	told: RowIndex,
	slot: number,
	file: CsvFile,
): Promise<boolean> {
	const { bom, stride, label } = file;
	const isLast = slot === told.count - 1;
	const start = told.starts[slot] ?? 0;
	const end = isLast ? told.scanned : (told.starts[slot + 1] ?? 0);
	const isLong = (end - start) * stride > MAX_COUNTED_BYTES;
	const before = slot === 0 ? 0 : 1;
	const bytes = await file.bytes.range(
		bom + (start - before) * stride,
		isLong ? bom + start * stride + MAX_COUNTED_BYTES : bom + end * stride,
	);
	const units = createUnits(stride, label === "utf-16be")(bytes);
	if (before && !isRowBreak(units[0], units[1])) return false;
	const first = slot * told.step;
	const rows = isLast ? told.rows - first : told.step;
	if (hasStray(told, first, first + rows)) return true;
	const counted = createRowIndex(file.delimiter);
	scanRows(counted, units.subarray(before));
	if (counted.columns > told.columns) return false;
	if (isLong) return counted.rows <= rows;
	if (isLast && file.complete) finishRows(counted);
	else if (!endsWithRow(counted)) return false;
	return counted.rows === rows;
}

/** A quote that opens nothing may only be known by what comes after the stretch. */
function hasStray(told: RowIndex, from: number, until: number): boolean {
	return strayFields(told).some(([row]) => from <= row && row < until);
}
