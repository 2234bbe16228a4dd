import type { WorkSheet } from "xlsx";
import type { Desk } from "../reader/book.ts";
import type { SheetShape } from "../reader/messages.ts";
import { type Cells, keyOf, packCells } from "./cells.ts";
import { MAX_COLUMNS, MAX_ROWS, type SheetLayout } from "./sheet-layout.ts";
import { sizesOf } from "./sizes.ts";

const MAX_MERGES = 100_000;
/** A merged area may reach this far beyond the last cell. */
const MERGE_MARGIN = 200;

export type OpenSheet = {
	sheet: number;
	shape: SheetShape;
	cells: Cells;
	links: Map<number, string>;
};

/** Packs one sheet's cells and says what shape it has. `left` is what the sheets before it left of the budget. */
export function openSheet(
	worksheet: WorkSheet,
	name: string,
	sheet: number,
	layout: SheetLayout,
	left: { cells: number },
	desk: Desk,
): OpenSheet {
	const merges = mergesOf(worksheet);
	const cells = packCells(worksheet, left, desk.alive);
	let rows = cells.height;
	let columns = cells.width;
	for (const [top, start, bottom, end] of merges) {
		if (top >= rows || start >= columns) continue;
		rows = Math.max(
			rows,
			Math.min(bottom + 1, cells.height + MERGE_MARGIN, MAX_ROWS),
		);
		columns = Math.max(
			columns,
			Math.min(end + 1, cells.width + MERGE_MARGIN, MAX_COLUMNS),
		);
	}
	const within = merges
		.filter(([top, start]) => top < rows && start < columns)
		.flatMap(([top, start, bottom, end]) => [
			top,
			start,
			Math.min(bottom, rows - 1),
			Math.min(end, columns - 1),
		]);
	const shape: SheetShape = {
		name: name.slice(0, 200),
		sheet,
		rows,
		columns,
		rowSizes: sizesOf(layout.usualRow, layout.rows, rows),
		columnSizes: sizesOf(layout.usualColumn, layout.columns, columns),
		frozenRows: Math.min(layout.frozenRows, Math.max(0, rows - 1)),
		frozenColumns: Math.min(layout.frozenColumns, Math.max(0, columns - 1)),
		headerRow: false,
		spills: true,
		merges: Uint32Array.from(within),
	};
	const links = new Map<number, string>();
	for (const [row, column, address] of layout.links)
		links.set(keyOf(row, column), address);
	return { sheet, shape, cells, links };
}

function mergesOf(worksheet: WorkSheet): [number, number, number, number][] {
	const merges: [number, number, number, number][] = [];
	for (const merge of worksheet["!merges"] ?? []) {
		if (merges.length === MAX_MERGES) break;
		const { s, e } = merge ?? {};
		const sides = [s?.r, s?.c, e?.r, e?.c];
		if (!sides.every((side) => Number.isInteger(side) && side >= 0)) continue;
		if (e.r < s.r || e.c < s.c || (e.r === s.r && e.c === s.c)) continue;
		merges.push([
			s.r,
			s.c,
			Math.min(e.r, MAX_ROWS - 1),
			Math.min(e.c, MAX_COLUMNS - 1),
		]);
	}
	return merges;
}
