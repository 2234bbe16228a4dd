import type { CellObject, WorkSheet } from "xlsx";
import { OpenError } from "../reader/book.ts";
import { CELL_MIDDLE, CELL_NUMBER, CELL_TEXT } from "../reader/messages.ts";
import { MAX_COLUMNS, MAX_ROWS } from "./sheet-layout.ts";

/** Rows with more columns than this are walked by their keys: a row may hold one cell at XFD and nothing before it. */
const SHORT_ROW = 64;
const MAX_NOTE_CHARS = 4_000;

/** The cells of one sheet, packed: texts in reading order, and where they stand. */
export type Cells = {
	/** Rows that have cells, ascending. */
	rows: Uint32Array;
	/** Where the cells of each such row begin in the lists below; one more at the end. */
	starts: Uint32Array;
	columns: Uint16Array;
	texts: string[];
	kinds: Uint8Array;
	/** Comments, by `keyOf`. */
	notes: Map<number, string>;
	/** Rows and columns up to the last cell. */
	height: number;
	width: number;
};

export const keyOf = (row: number, column: number) =>
	row * MAX_COLUMNS + column;

/**
 * Packs SheetJS's cells and lets go of them as it goes. Only real cells are walked, never a range that the file claims.
 * Throws an OpenError `too-complex` past the budget.
 */
export function packCells(
	sheet: WorkSheet,
	budget: { cells: number },
	alive: () => void,
): Cells {
	const data = denseRows(sheet);
	const rows: number[] = [];
	const starts: number[] = [];
	const columns: number[] = [];
	const kinds: number[] = [];
	const texts: string[] = [];
	const notes = new Map<number, string>();
	let width = 0;
	const end = Math.min(data.length, MAX_ROWS);
	for (let row = 0; row < end; row++) {
		const cells = data[row];
		if (row % 1_024 === 0) alive();
		if (!Array.isArray(cells)) continue;
		const start = texts.length;
		eachColumn(cells, (column) => {
			const cell = cells[column];
			if (!cell) return;
			const text = textOf(cell);
			const note = noteOf(cell);
			if (note) notes.set(keyOf(row, column), note);
			if (text === "" && !note) return;
			columns.push(column);
			texts.push(text);
			kinds.push(kindOf(cell));
			if (column >= width) width = column + 1;
		});
		data[row] = undefined;
		if (texts.length > budget.cells)
			throw new OpenError("too-complex", "more cells than the budget");
		if (texts.length > start) {
			rows.push(row);
			starts.push(start);
		}
	}
	budget.cells -= texts.length;
	starts.push(texts.length);
	return {
		rows: Uint32Array.from(rows),
		starts: Uint32Array.from(starts),
		columns: Uint16Array.from(columns),
		kinds: Uint8Array.from(kinds),
		texts,
		notes,
		height: (rows.at(-1) ?? -1) + 1,
		width,
	};
}

type DenseRows = (CellObject[] | undefined)[];

function denseRows(sheet: WorkSheet): DenseRows {
	const data: unknown = sheet["!data"];
	return Array.isArray(data) ? (data as DenseRows) : [];
}

/** Ascending columns of a row, which may be almost empty and long. */
function eachColumn(
	cells: readonly unknown[],
	visit: (column: number) => void,
) {
	if (cells.length <= SHORT_ROW || isFull(cells)) {
		const end = Math.min(cells.length, MAX_COLUMNS);
		for (let column = 0; column < end; column++)
			if (cells[column] !== undefined) visit(column);
		return;
	}
	for (const key of Object.keys(cells)) {
		const column = Number(key);
		if (Number.isInteger(column) && column < MAX_COLUMNS) visit(column);
	}
}

/** Enough of it is there that looking at every index is the shorter way. */
function isFull(array: readonly unknown[]): boolean {
	let seen = 0;
	for (let i = 0; i < SHORT_ROW; i++) if (i in array) seen += 1;
	return seen > SHORT_ROW / 2 && array.length < 4_096;
}

function textOf(cell: CellObject): string {
	if (cell.t === "z") return "";
	if (typeof cell.w === "string") return cell.w;
	switch (typeof cell.v) {
		case "string":
			return cell.v;
		case "boolean":
			return cell.v ? "TRUE" : "FALSE";
		case "number":
			return cell.t === "e" ? "#ERROR!" : String(cell.v);
		default:
			return cell.v instanceof Date ? cell.v.toISOString().slice(0, 10) : "";
	}
}

function kindOf(cell: CellObject): number {
	switch (cell.t) {
		case "n":
		case "d":
			return CELL_NUMBER;
		case "b":
		case "e":
			return CELL_MIDDLE;
		default:
			return CELL_TEXT;
	}
}

function noteOf(cell: CellObject): string {
	if (!Array.isArray(cell.c)) return "";
	return cell.c
		.map((comment) => (typeof comment.t === "string" ? comment.t : ""))
		.filter(Boolean)
		.join("\n")
		.slice(0, MAX_NOTE_CHARS);
}
