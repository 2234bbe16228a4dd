import type { SheetPlace } from "../../../session/place.ts";
import {
	CELL_MIDDLE,
	CELL_NUMBER,
	type SheetShape,
} from "../reader/messages.ts";
import { type Axis, createAxis } from "./axis.ts";
import { columnName } from "./cell-name.ts";
import type { Cell } from "./keys.ts";
import { type Merge, mergeAt, mergesIn } from "./merges.ts";
import {
	type CellLook,
	createRowBox,
	fillRow,
	placeRow,
	type RowBox,
} from "./row-box.ts";
import type { Area, CellView, Tiles } from "./tiles.ts";
import {
	createTrack,
	followScroll,
	hasDrifted,
	measureTrack,
	moveTrack,
} from "./track.ts";

const LETTERS_PX = 28;
/** Drawn beyond the window on each side, so that a flick finds something there. */
const OVERSCAN_PX = 320;
/** Frozen rows and columns may take up to this much of the window; where they take more they scroll along. */
const FROZEN_SHARE = 0.6;
const CHAR_PX = 7.4;
/** Empty cells that one long text may run over. */
const MAX_SPILL = 24;
/** A merged cell reaches at most this far beyond the window. */
const MERGE_REACH_PX = 2_000;

export type GridParts = {
	/** What scrolls; it has the role of the grid. */
	scroller: HTMLElement;
	sizer: HTMLElement;
	/** Stays on top: letters and frozen rows. */
	top: HTMLElement;
	rows: HTMLElement;
};

export type GridState = {
	shape: SheetShape;
	scale: number;
	active: Cell;
	/** The match that is shown. */
	hit: Cell | null;
};

/**
 * The cells on the screen: a pool of rows over a sheet of any size, laid out from its place. It draws and measures; who
 * moved, and why, is the view's to know.
 */
export function createGrid(parts: GridParts, tiles: Tiles, state: GridState) {
	const { scroller, sizer, top, rows: layer } = parts;
	const across = createTrack();
	const down = createTrack();
	const letters = createRowBox(true);
	top.append(letters.element);
	const frozenBoxes = new Map<number, RowBox>();
	const boxes = new Map<number, RowBox>();
	const spare: RowBox[] = [];
	let rows = axisOf("row");
	let columns = axisOf("column");
	let headWidth = 0;
	let lettersHeight = 0;
	let frozenRows = 0;
	let frozenColumns = 0;
	let merges: Merge[] = [];
	let window: Area = { top: 0, bottom: 0, left: 0, right: 0 };

	function axisOf(which: "row" | "column"): Axis {
		const { shape, scale } = state;
		return which === "row"
			? createAxis(shape.rowSizes, shape.rows, scale)
			: createAxis(shape.columnSizes, shape.columns, scale);
	}

	/** Pixels of the frozen rows and columns. */
	const frozenHeight = () => rows.offset(frozenRows);
	const frozenWidth = () => columns.offset(frozenColumns);

	/** Measures everything anew: another sheet, another size of window, another zoom. Keeps the place. */
	function lay(at: SheetPlace) {
		const { shape, scale } = state;
		rows = axisOf("row");
		columns = axisOf("column");
		const digits = String(Math.max(shape.rows, 999)).length;
		headWidth = Math.round((digits * 8.2 + 18) * scale);
		lettersHeight = Math.round(LETTERS_PX * scale);
		const height = scroller.clientHeight - lettersHeight;
		const width = scroller.clientWidth - headWidth;
		frozenRows = shape.frozenRows;
		frozenColumns = shape.frozenColumns;
		if (frozenHeight() > height * FROZEN_SHARE) frozenRows = 0;
		if (frozenWidth() > width * FROZEN_SHARE) frozenColumns = 0;
		measureTrack(down, rows.total, height);
		measureTrack(across, columns.total, width);
		sizer.style.height = `${lettersHeight + down.sizer}px`;
		sizer.style.width = `${headWidth + across.sizer}px`;
		scroller.setAttribute("aria-rowcount", String(shape.rows));
		scroller.setAttribute("aria-colcount", String(shape.columns));
		scroller.style.setProperty("--scale", String(scale));
		goTo(at);
	}

	/** Draws with this place at the top left of what scrolls. */
	function goTo(at: SheetPlace) {
		moveTrack(down, offsetIn(rows, at.row) - frozenHeight());
		moveTrack(across, offsetIn(columns, at.column) - frozenWidth());
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

	function place(): SheetPlace {
		const { sheet } = state.shape;
		return {
			kind: "sheet",
			sheet,
			row: placeIn(rows, down.position + frozenHeight()),
			column: placeIn(columns, across.position + frozenWidth()),
		};
	}

	/** Scrolls no more than is needed to show a cell; `centred` puts one that was out of sight in the middle. */
	function reveal({ row, column }: Cell, centred = false) {
		const y = revealed(rows, row, down, frozenRows, centred);
		const x = revealed(columns, column, across, frozenColumns, centred);
		if (y !== undefined) moveTrack(down, y);
		if (x !== undefined) moveTrack(across, x);
		putScroll();
		draw();
	}

	function draw() {
		const first = Math.max(
			frozenRows,
			rows.at(down.position + frozenHeight() - OVERSCAN_PX),
		);
		const last = rows.at(down.position + down.view + OVERSCAN_PX);
		const left = Math.max(
			frozenColumns,
			columns.at(across.position + frozenWidth() - OVERSCAN_PX),
		);
		const right = columns.at(across.position + across.view + OVERSCAN_PX);
		window = {
			top: first,
			bottom: Math.min(last + 1, rows.count),
			left,
			right: Math.min(right + 1, columns.count),
		};
		findMerges();
		tiles.want(state.shape.sheet, wantedAreas());
		const scrolling = drawnColumns();
		const fixed = visibleIn(columns, 0, frozenColumns);
		drawTop(scrolling, fixed);
		drawRows(drawnRows(), scrolling, fixed);
	}

	function wantedAreas(): Area[] {
		const areas = [window];
		if (frozenRows > 0) areas.push({ ...window, top: 0, bottom: frozenRows });
		if (frozenColumns > 0) {
			areas.push({ ...window, left: 0, right: frozenColumns });
			areas.push({ top: 0, bottom: frozenRows, left: 0, right: frozenColumns });
		}
		for (const { top, left } of merges)
			areas.push({ top, left, bottom: top + 1, right: left + 1 });
		return areas.filter((area) => area.top < area.bottom);
	}

	/** Merged cells in the window, in the frozen rows and columns, and under the active cell. */
	function findMerges() {
		const list = state.shape.merges;
		merges = mergesIn(list, {
			top: frozenRows > 0 ? 0 : window.top,
			bottom: window.bottom,
			left: frozenColumns > 0 ? 0 : window.left,
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
		const drawn = new Set(visibleIn(rows, window.top, window.bottom));
		const extra = [state.active.row, ...merges.map((merge) => merge.top)];
		for (const row of extra)
			if (row >= frozenRows && rows.size(row) > 0) drawn.add(row);
		return [...drawn].sort((a, b) => a - b);
	}

	function drawnColumns(): number[] {
		const drawn = new Set(visibleIn(columns, window.left, window.right));
		const extra = [state.active.column, ...merges.map((merge) => merge.left)];
		for (const column of extra)
			if (column >= frozenColumns && columns.size(column) > 0)
				drawn.add(column);
		return [...drawn].sort((a, b) => a - b);
	}

	function drawTop(scrolling: number[], fixed: number[]) {
		const sideWidth = headWidth + Math.round(frozenWidth());
		placeRow(letters, -1, 0, lettersHeight, headWidth, sideWidth, false);
		fillRow(letters, scrolling, fixed, letterLook);
		const frozen = visibleIn(rows, 0, frozenRows);
		for (const [row, box] of frozenBoxes)
			if (!frozen.includes(row)) {
				box.element.remove();
				frozenBoxes.delete(row);
			}
		for (const row of frozen) {
			const box = frozenBoxes.get(row) ?? createRowBox(false);
			if (!frozenBoxes.has(row)) {
				frozenBoxes.set(row, box);
				top.append(box.element);
			}
			box.element.classList.toggle("header-row", isHeader(row));
			const y = lettersHeight + Math.round(rows.offset(row));
			placeRow(box, row, y, heightOf(row), headWidth, sideWidth, isTall(row));
			fillRow(box, scrolling, fixed, lookOf);
		}
		top.style.height = `${lettersHeight + Math.round(frozenHeight())}px`;
		top.style.width = "100%";
	}

	function drawRows(drawn: number[], scrolling: number[], fixed: number[]) {
		const sideWidth = headWidth + Math.round(frozenWidth());
		const wanted = new Set(drawn);
		for (const [row, box] of boxes)
			if (!wanted.has(row)) {
				boxes.delete(row);
				spare.push(box);
			}
		let next: Element | null = null;
		for (const row of drawn.reverse()) {
			let box = boxes.get(row);
			if (!box) {
				box = spare.pop() ?? createRowBox(false);
				boxes.set(row, box);
			}
			if (
				box.element.parentElement !== layer ||
				box.element.nextElementSibling !== next
			)
				layer.insertBefore(box.element, next);
			next = box.element;
			box.element.classList.toggle("header-row", isHeader(row));
			const y = lettersHeight + Math.round(down.origin + rows.offset(row));
			placeRow(box, row, y, heightOf(row), headWidth, sideWidth, isTall(row));
			fillRow(box, scrolling, fixed, lookOf);
		}
		// What waits to be used again is out of the page, so that nobody reads it.
		for (const box of spare) box.element.remove();
	}

	const isHeader = (row: number) => state.shape.headerRow && row === 0;
	const isTall = (row: number) =>
		rows.size(row) > state.shape.rowSizes.usual * state.scale * 1.7;
	const heightOf = (row: number) =>
		Math.round(rows.offset(row + 1)) - Math.round(rows.offset(row));
	const leftOf = (column: number) =>
		headWidth +
		Math.round(
			column < frozenColumns
				? columns.offset(column)
				: across.origin + columns.offset(column),
		);
	const widthOf = (from: number, to = from) =>
		Math.round(columns.offset(to + 1)) - Math.round(columns.offset(from));

	function letterLook(_row: number, column: number): CellLook {
		return {
			text: columnName(column),
			kind: column === state.active.column ? "letter current" : "letter",
			left: leftOf(column),
			width: widthOf(column),
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
		const merge = mergeAt(merges, row, column);
		if (merge && (merge.top !== row || merge.left !== column)) return undefined;
		const view = viewOf(row, column);
		const { active, hit } = state;
		const isActive = active.row === row && active.column === column;
		const isHit = hit?.row === row && hit.column === column;
		const id = `cell-${row}-${column}`;
		return {
			text: view?.text ?? "",
			kind: kindsOf(row, column, view, merge, isActive, isHit),
			left: leftOf(column),
			width: merge
				? Math.min(
						widthOf(column, merge.right),
						across.view + MERGE_REACH_PX * 2,
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
		return state.shape.headerRow && frozenRows > 0
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
		if (state.shape.spills && spillWidth(row, column, view) > widthOf(column))
			kinds.push("spills");
		return kinds.join(" ");
	}

	function mergeHeight({ top, bottom }: Merge): number {
		const height =
			Math.round(rows.offset(bottom + 1)) - Math.round(rows.offset(top));
		// Long ones are cut below the window; an element of millions of pixels is more than browsers draw.
		const below = down.position + down.view + MERGE_REACH_PX;
		return Math.max(0, Math.min(height, below - rows.offset(top)));
	}

	/** The width of a cell whose text runs on over the empty ones beside it. */
	function spillWidth(
		row: number,
		column: number,
		view: CellView | undefined,
	): number {
		const own = widthOf(column);
		const { shape, scale } = state;
		if (!shape.spills || !view || view.kind !== 0 || isTall(row)) return own;
		const needed = view.text.length * CHAR_PX * scale + 14;
		if (needed <= own || view.text.includes("\n")) return own;
		const edge = column < frozenColumns ? frozenColumns : columns.count;
		let end = column;
		while (
			end + 1 < edge &&
			end - column < MAX_SPILL &&
			widthOf(column, end) < needed
		) {
			const beside = viewOf(row, end + 1);
			const isFree = beside?.text === "" && !mergeAt(merges, row, end + 1);
			if (!isFree) break;
			end += 1;
		}
		return widthOf(column, end);
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
		const box = scroller.getBoundingClientRect();
		const x = clientX - box.left - headWidth;
		const y = clientY - box.top - lettersHeight;
		if (x < 0 || y < 0 || x > across.view || y > down.view) return null;
		const row = y < frozenHeight() ? y : y + down.position;
		const column = x < frozenWidth() ? x : x + across.position;
		if (row >= rows.total || column >= columns.total) return null;
		return {
			kind: "sheet",
			sheet: state.shape.sheet,
			row: placeIn(rows, row),
			column: placeIn(columns, column),
		};
	}

	/** Where a place is in the scroller's window, in px; null when it is out of sight. */
	function spot(at: SheetPlace): { left: number; top: number } | null {
		const y = offsetIn(rows, at.row);
		const x = offsetIn(columns, at.column);
		const shownY = at.row < frozenRows ? y : y - down.position;
		const shownX = at.column < frozenColumns ? x : x - across.position;
		const hiddenBehind =
			(at.row >= frozenRows && shownY < frozenHeight()) ||
			(at.column >= frozenColumns && shownX < frozenWidth());
		if (hiddenBehind || shownY > down.view || shownX > across.view) return null;
		return { left: headWidth + shownX, top: lettersHeight + shownY };
	}

	/** The element of a cell that is drawn. */
	function elementOf({ row, column }: Cell): HTMLElement | null {
		const box = row < frozenRows ? frozenBoxes.get(row) : boxes.get(row);
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
		place,
		reveal,
		draw,
		follow,
		settle,
		locate,
		spot,
		elementOf,
		anchorOf,
		/** What the keys need to know. */
		surroundings: () => ({
			rows,
			columns,
			merges,
			page: Math.max(
				1,
				Math.floor(
					(down.view - frozenHeight()) /
						Math.max(8, state.shape.rowSizes.usual * state.scale),
				) - 1,
			),
		}),
	};
}

export type Grid = ReturnType<typeof createGrid>;

/** The true offset of a place, whose fraction is how far into its row or column it is. */
function offsetIn(axis: Axis, place: number): number {
	const index = Math.min(Math.floor(place), Math.max(0, axis.count - 1));
	const within = Math.min(1, place - index);
	return axis.offset(index) + axis.size(index) * within;
}

function placeIn(axis: Axis, offset: number): number {
	if (axis.count === 0) return 0;
	const index = axis.at(offset);
	const size = axis.size(index);
	const within = size > 0 ? (offset - axis.offset(index)) / size : 0;
	return index + Math.min(0.9999, Math.max(0, within));
}

/** The position that shows an index, or undefined when it is in sight already. */
function revealed(
	axis: Axis,
	index: number,
	track: { position: number; view: number },
	frozen: number,
	centred: boolean,
): number | undefined {
	if (index < frozen) return undefined;
	const lead = axis.offset(frozen);
	const start = axis.offset(index);
	const end = start + Math.min(axis.size(index), track.view - lead);
	const { position, view } = track;
	if (start >= position + lead && end <= position + view) return undefined;
	if (centred) return (start + end) / 2 - lead - (view - lead) / 2;
	return start < position + lead ? start - lead : end - view;
}

function visibleIn(axis: Axis, from: number, to: number): number[] {
	const visible: number[] = [];
	for (let i = axis.visible(from, 1); i !== -1 && i < to; ) {
		visible.push(i);
		i = axis.visible(i + 1, 1);
	}
	return visible;
}
