import type { Axis } from "./axis.ts";
import { type Merge, mergeAt } from "./merges.ts";

export type Cell = { row: number; column: number };

export type KeySurroundings = {
	rows: Axis;
	columns: Axis;
	/** Merged cells around the active one. */
	merges: readonly Merge[];
	/** Rows that fit on the screen. */
	page: number;
};

/** The cell that a key leads to, or undefined for a key that is not the grid's. Hidden rows and columns are stepped over. */
export function cellAfterKey(
	{ key, ctrlKey, metaKey, altKey }: KeyboardEvent,
	from: Cell,
	{ rows, columns, merges, page }: KeySurroundings,
): Cell | undefined {
	if (altKey) return undefined;
	const far = ctrlKey || metaKey;
	const merge = mergeAt(merges, from.row, from.column);
	const firstRow = rows.visible(0, 1);
	const lastRow = rows.visible(rows.count - 1, -1);
	const firstColumn = columns.visible(0, 1);
	const lastColumn = columns.visible(columns.count - 1, -1);
	const row = (index: number, by: 1 | -1) =>
		visibleOr(rows, index, by, from.row);
	const column = (index: number, by: 1 | -1) =>
		visibleOr(columns, index, by, from.column);
	switch (key) {
		case "ArrowDown":
			return {
				...from,
				row: far ? lastRow : row((merge?.bottom ?? from.row) + 1, 1),
			};
		case "ArrowUp":
			return {
				...from,
				row: far ? firstRow : row((merge?.top ?? from.row) - 1, -1),
			};
		case "ArrowRight":
			return {
				...from,
				column: far ? lastColumn : column((merge?.right ?? from.column) + 1, 1),
			};
		case "ArrowLeft":
			return {
				...from,
				column: far
					? firstColumn
					: column((merge?.left ?? from.column) - 1, -1),
			};
		case "PageDown":
			return { ...from, row: row(Math.min(from.row + page, lastRow), 1) };
		case "PageUp":
			return { ...from, row: row(Math.max(from.row - page, firstRow), -1) };
		case "Home":
			return { row: far ? firstRow : from.row, column: firstColumn };
		case "End":
			return { row: far ? lastRow : from.row, column: lastColumn };
		default:
			return undefined;
	}
}

function visibleOr(
	axis: Axis,
	index: number,
	by: 1 | -1,
	otherwise: number,
): number {
	const found = axis.visible(index, by);
	return found === -1 ? otherwise : found;
}
