import type { SheetPlace } from "../../../session/place.ts";
import { createCellLooks } from "./cell-looks.ts";
import {
	createLayout,
	frozenHeight,
	frozenWidth,
	measureLayout,
	offsetIn,
	placeAt,
	placeOf,
	revealed,
	spotOf,
	visibleIn,
} from "./grid-layout.ts";
import type { GridState } from "./grid-state.ts";
import type { Cell } from "./keys.ts";
import { type Merge, mergeAt, mergesIn } from "./merges.ts";
import { createRowPool } from "./row-pool.ts";
import type { Area, Tiles } from "./tiles.ts";
import { followScroll, hasDrifted, moveTrack } from "./track.ts";

/** Drawn beyond the window on each side, so that a flick finds something there. */
const OVERSCAN_PX = 320;

export type GridParts = {
	/** What scrolls; it has the role of the grid. */
	scroller: HTMLElement;
	sizer: HTMLElement;
	/** Stays on top: letters and frozen rows. */
	top: HTMLElement;
	rows: HTMLElement;
};

/**
 * The cells on the screen: a pool of rows over a sheet of any size, laid out from its place. It draws and measures; who
 * moved, and why, is the view's to know.
 */
export function createGrid(parts: GridParts, tiles: Tiles, state: GridState) {
	const { scroller, sizer, top, rows: layer } = parts;
	const layout = createLayout(state.shape, state.scale);
	const { down, across } = layout;
	const looks = createCellLooks(state, layout, tiles, () => merges);
	const pool = createRowPool(top, layer, layout, looks);
	let merges: Merge[] = [];
	let window: Area = { top: 0, bottom: 0, left: 0, right: 0 };

	/** Measures everything anew: another sheet, another size of window, another zoom. Keeps the place. */
	function lay(at: SheetPlace) {
		const { shape, scale } = state;
		measureLayout(layout, shape, scale, scroller);
		sizer.style.height = `${layout.lettersHeight + down.sizer}px`;
		sizer.style.width = `${layout.headWidth + across.sizer}px`;
		scroller.setAttribute("aria-rowcount", String(shape.rows));
		scroller.setAttribute("aria-colcount", String(shape.columns));
		scroller.style.setProperty("--scale", String(scale));
		goTo(at);
	}

	/** Draws with this place at the top left of what scrolls. */
	function goTo(at: SheetPlace) {
		moveTrack(down, offsetIn(layout.rows, at.row) - frozenHeight(layout));
		moveTrack(
			across,
			offsetIn(layout.columns, at.column) - frozenWidth(layout),
		);
		putScroll();
		draw();
	}

	function putScroll() {
		scroller.scrollTop = down.scroll;
		scroller.scrollLeft = across.scroll;
		// The browser may round; what it says is what its scroll event will say.
		const topRest = scroller.scrollTop - down.scroll;
		const leftRest = scroller.scrollLeft - across.scroll;
		down.scroll += topRest;
		down.origin = down.scroll - down.position;
		across.scroll += leftRest;
		across.origin = across.scroll - across.position;
	}

	/** Scrolls no more than is needed to show a cell; `centred` puts one that was out of sight in the middle. */
	function reveal({ row, column }: Cell, centred = false) {
		const y = revealed(layout.rows, row, down, layout.frozenRows, centred);
		const x = revealed(
			layout.columns,
			column,
			across,
			layout.frozenColumns,
			centred,
		);
		if (y !== undefined) moveTrack(down, y);
		if (x !== undefined) moveTrack(across, x);
		putScroll();
		draw();
	}

	function draw() {
		const first = Math.max(
			layout.frozenRows,
			layout.rows.at(down.position + frozenHeight(layout) - OVERSCAN_PX),
		);
		const last = layout.rows.at(down.position + down.view + OVERSCAN_PX);
		const left = Math.max(
			layout.frozenColumns,
			layout.columns.at(across.position + frozenWidth(layout) - OVERSCAN_PX),
		);
		const right = layout.columns.at(
			across.position + across.view + OVERSCAN_PX,
		);
		window = {
			top: first,
			bottom: Math.min(last + 1, layout.rows.count),
			left,
			right: Math.min(right + 1, layout.columns.count),
		};
		findMerges();
		tiles.want(state.shape.sheet, wantedAreas());
		const scrolling = drawnColumns();
		const fixed = visibleIn(layout.columns, 0, layout.frozenColumns);
		pool.draw(drawnRows(), scrolling, fixed);
	}

	function wantedAreas(): Area[] {
		const areas = [window];
		if (layout.frozenRows > 0)
			areas.push({ ...window, top: 0, bottom: layout.frozenRows });
		if (layout.frozenColumns > 0) {
			areas.push({ ...window, left: 0, right: layout.frozenColumns });
			areas.push({
				top: 0,
				bottom: layout.frozenRows,
				left: 0,
				right: layout.frozenColumns,
			});
		}
		for (const { top, left } of merges)
			areas.push({ top, left, bottom: top + 1, right: left + 1 });
		return areas.filter((area) => area.top < area.bottom);
	}

	/** Merged cells in the window, in the frozen rows and columns, and under the active cell. */
	function findMerges() {
		const list = state.shape.merges;
		merges = mergesIn(list, {
			top: layout.frozenRows > 0 ? 0 : window.top,
			bottom: window.bottom,
			left: layout.frozenColumns > 0 ? 0 : window.left,
			right: window.right,
		});
		const { row, column } = state.active;
		if (list.length > 0 && !mergeAt(merges, row, column))
			merges.push(
				...mergesIn(list, {
					top: row,
					bottom: row + 1,
					left: column,
					right: column + 1,
				}),
			);
	}

	/** Rows of the window, the active cell's, so that focus is never lost, and those where merged cells begin. */
	function drawnRows(): number[] {
		const drawn = new Set(visibleIn(layout.rows, window.top, window.bottom));
		const extra = [state.active.row, ...merges.map((merge) => merge.top)];
		for (const row of extra)
			if (row >= layout.frozenRows && layout.rows.size(row) > 0) drawn.add(row);
		return [...drawn].sort((a, b) => a - b);
	}

	function drawnColumns(): number[] {
		const drawn = new Set(visibleIn(layout.columns, window.left, window.right));
		const extra = [state.active.column, ...merges.map((merge) => merge.left)];
		for (const column of extra)
			if (column >= layout.frozenColumns && layout.columns.size(column) > 0)
				drawn.add(column);
		return [...drawn].sort((a, b) => a - b);
	}

	/** Goes to where the browser has scrolled, unless it is there. */
	function follow() {
		const { scrollTop, scrollLeft } = scroller;
		if (scrollTop === down.scroll && scrollLeft === across.scroll) return;
		followScroll(down, scrollTop);
		followScroll(across, scrollLeft);
		draw();
	}

	/** Sets the scroll bars right after small scrolls of a very tall sheet. Returns false when they are. */
	function settle(): boolean {
		if (!hasDrifted(down) && !hasDrifted(across)) return false;
		moveTrack(down, down.position);
		moveTrack(across, across.position);
		putScroll();
		draw();
		return true;
	}

	/** The place of the sheet under a point of the window; null outside the cells. */
	function locate(clientX: number, clientY: number): SheetPlace | null {
		const { left, top } = scroller.getBoundingClientRect();
		return placeAt(layout, state.shape.sheet, clientX - left, clientY - top);
	}

	/** The element of a cell that is drawn. */
	function elementOf({ row, column }: Cell): HTMLElement | null {
		const box = pool.boxOf(row);
		const cell = box?.cells.get(column) ?? box?.sideCells.get(column);
		return cell?.element ?? null;
	}

	/** The cell that stands for another: where a merged cell begins. */
	function anchorOf(cell: Cell): Cell {
		const { row, column } = cell;
		const [merge] = mergesIn(state.shape.merges, {
			top: row,
			bottom: row + 1,
			left: column,
			right: column + 1,
		});
		return merge ? { row: merge.top, column: merge.left } : cell;
	}

	return {
		lay,
		goTo,
		place: () => placeOf(layout, state.shape.sheet),
		reveal,
		draw,
		follow,
		settle,
		locate,
		/** Where a place is in the window, in px; null when it is out of sight. */
		spot: (at: SheetPlace) => spotOf(layout, at),
		elementOf,
		anchorOf,
		/** What the keys need to know. */
		surroundings: () => ({
			rows: layout.rows,
			columns: layout.columns,
			merges,
			page: Math.max(
				1,
				Math.floor(
					(down.view - frozenHeight(layout)) /
						Math.max(8, state.shape.rowSizes.usual * state.scale),
				) - 1,
			),
		}),
	};
}

export type Grid = ReturnType<typeof createGrid>;
