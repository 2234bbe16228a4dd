import { CELL_MIDDLE, CELL_NUMBER } from "../reader/messages.ts";
import { columnName } from "./cell-name.ts";
import { type GridLayout, leftOf, widthOf } from "./grid-layout.ts";
import type { GridState } from "./grid-state.ts";
import { type Merge, mergeAt } from "./merges.ts";
import type { CellLook } from "./row-box.ts";
import type { CellView, Tiles } from "./tiles.ts";

const CHAR_PX = 7.4;
/** Empty cells that one long text may run over. */
const MAX_SPILL = 24;
/** A merged cell reaches at most this far beyond the window. */
const MERGE_REACH_PX = 2_000;

/** Says how each cell is to look. `mergesNear` are those that touch what is drawn. */
export function createCellLooks(
	state: GridState,
	layout: GridLayout,
	tiles: Tiles,
	mergesNear: () => readonly Merge[],
) {
	const isHeader = (row: number) => state.shape.headerRow && row === 0;
	/** The author made room for several lines. */
	const isTall = (row: number) =>
		layout.rows.size(row) > state.shape.rowSizes.usual * state.scale * 1.7;

	function letterLook(_row: number, column: number): CellLook {
		return {
			text: columnName(column),
			kind: column === state.active.column ? "letter current" : "letter",
			left: leftOf(layout, column),
			width: widthOf(layout, column),
			height: undefined,
			role: "columnheader",
			id: `letter-${column}`,
			labelledBy: undefined,
			link: undefined,
			note: undefined,
			span: [1, 1],
			active: false,
		};
	}

	function viewOf(row: number, column: number): CellView | undefined {
		return tiles.cell({ sheet: state.shape.sheet, row, column });
	}

	/** How a cell is drawn; undefined when a merged cell covers it. */
	function lookOf(row: number, column: number): CellLook | undefined {
		const merge = mergeAt(mergesNear(), row, column);
		if (merge && (merge.top !== row || merge.left !== column)) return undefined;
		const view = viewOf(row, column);
		const { active, hit } = state;
		const isActive = active.row === row && active.column === column;
		const isHit = hit?.row === row && hit.column === column;
		const id = `cell-${row}-${column}`;
		return {
			text: view?.text ?? "",
			kind: kindsOf(row, column, view, merge, isActive, isHit),
			left: leftOf(layout, column),
			width: merge
				? Math.min(
						widthOf(layout, column, merge.right),
						layout.across.view + MERGE_REACH_PX * 2,
					)
				: spillWidth(row, column, view),
			height: merge ? mergeHeight(merge) : undefined,
			role: isHeader(row) ? "columnheader" : "gridcell",
			id: isActive || isHeader(row) ? id : undefined,
			labelledBy:
				isActive && !isHeader(row) ? `${headIdOf(column)} ${id}` : undefined,
			link: view?.link,
			note: view?.note,
			span: merge ? [merge.right - column + 1, merge.bottom - row + 1] : [1, 1],
			active: isActive,
		};
	}

	/** What names a column: its cell in the header row where there is one, else its letter. */
	function headIdOf(column: number): string {
		return state.shape.headerRow && layout.frozenRows > 0
			? `cell-0-${column}`
			: `letter-${column}`;
	}

	function kindsOf(
		row: number,
		column: number,
		view: CellView | undefined,
		merge: Merge | undefined,
		isActive: boolean,
		isHit: boolean,
	): string {
		const kinds: string[] = [];
		if (!view) kinds.push("coming");
		if (view?.kind === CELL_NUMBER && !isHeader(row)) kinds.push("number");
		if (view?.kind === CELL_MIDDLE) kinds.push("middle");
		if (view?.text.includes("\n")) kinds.push("lines");
		if (view?.note) kinds.push("noted");
		if (merge) kinds.push("merged");
		if (isActive) kinds.push("active");
		if (isHit) kinds.push("hit");
		if (
			state.shape.spills &&
			spillWidth(row, column, view) > widthOf(layout, column)
		)
			kinds.push("spills");
		return kinds.join(" ");
	}

	function mergeHeight({ top, bottom }: Merge): number {
		const height =
			Math.round(layout.rows.offset(bottom + 1)) -
			Math.round(layout.rows.offset(top));
		// Long ones are cut below the window; an element of millions of pixels is more than browsers draw.
		const below = layout.down.position + layout.down.view + MERGE_REACH_PX;
		return Math.max(0, Math.min(height, below - layout.rows.offset(top)));
	}

	/** The width of a cell whose text runs on over the empty ones beside it. */
	function spillWidth(
		row: number,
		column: number,
		view: CellView | undefined,
	): number {
		const own = widthOf(layout, column);
		const { shape, scale } = state;
		if (!shape.spills || !view || view.kind !== 0 || isTall(row)) return own;
		const needed = view.text.length * CHAR_PX * scale + 14;
		if (needed <= own || view.text.includes("\n")) return own;
		const edge =
			column < layout.frozenColumns
				? layout.frozenColumns
				: layout.columns.count;
		let end = column;
		while (
			end + 1 < edge &&
			end - column < MAX_SPILL &&
			widthOf(layout, column, end) < needed
		) {
			const beside = viewOf(row, end + 1);
			const isFree =
				beside?.text === "" && !mergeAt(mergesNear(), row, end + 1);
			if (!isFree) break;
			end += 1;
		}
		return widthOf(layout, column, end);
	}

	return { isHeader, isTall, letter: letterLook, cell: lookOf };
}

export type CellLooks = ReturnType<typeof createCellLooks>;
