import type { SheetPlace } from "../../../session/place.ts";
import type { SheetShape } from "../reader/messages.ts";
import { type Axis, createAxis } from "./axis.ts";
import { createTrack, measureTrack, type Track } from "./track.ts";

const LETTERS_PX = 28;
/** Frozen rows and columns may take up to this much of the window; where they take more they scroll along. */
const FROZEN_SHARE = 0.6;

/** Where everything is: a sheet at a zoom, in a window, scrolled to a place. All in CSS pixels. */
export type GridLayout = {
	rows: Axis;
	columns: Axis;
	down: Track;
	across: Track;
	/** Of the row heads, and of the letters. */
	headWidth: number;
	lettersHeight: number;
	frozenRows: number;
	frozenColumns: number;
};

export function createLayout(shape: SheetShape, scale: number): GridLayout {
	return {
		...axesOf(shape, scale),
		down: createTrack(),
		across: createTrack(),
		headWidth: 0,
		lettersHeight: 0,
		frozenRows: 0,
		frozenColumns: 0,
	};
}

function axesOf(shape: SheetShape, scale: number) {
	return {
		rows: createAxis(shape.rowSizes, shape.rows, scale),
		columns: createAxis(shape.columnSizes, shape.columns, scale),
	};
}

/** Measures everything anew: another sheet, another size of window, another zoom. Its tracks are then to be moved. */
export function measureLayout(
	layout: GridLayout,
	shape: SheetShape,
	scale: number,
	window: { clientWidth: number; clientHeight: number },
): void {
	Object.assign(layout, axesOf(shape, scale));
	const digits = String(Math.max(shape.rows, 999)).length;
	layout.headWidth = Math.round((digits * 8.2 + 18) * scale);
	layout.lettersHeight = Math.round(LETTERS_PX * scale);
	const height = window.clientHeight - layout.lettersHeight;
	const width = window.clientWidth - layout.headWidth;
	layout.frozenRows = shape.frozenRows;
	layout.frozenColumns = shape.frozenColumns;
	if (frozenHeight(layout) > height * FROZEN_SHARE) layout.frozenRows = 0;
	if (frozenWidth(layout) > width * FROZEN_SHARE) layout.frozenColumns = 0;
	measureTrack(layout.down, layout.rows.total, height);
	measureTrack(layout.across, layout.columns.total, width);
}

/** Pixels of the frozen rows and columns. */
export const frozenHeight = (layout: GridLayout) =>
	layout.rows.offset(layout.frozenRows);
export const frozenWidth = (layout: GridLayout) =>
	layout.columns.offset(layout.frozenColumns);

/** The place at the top left of what scrolls. */
export function placeOf(layout: GridLayout, sheet: number): SheetPlace {
	return {
		kind: "sheet",
		sheet,
		row: placeIn(layout.rows, layout.down.position + frozenHeight(layout)),
		column: placeIn(
			layout.columns,
			layout.across.position + frozenWidth(layout),
		),
	};
}

/** The place under a point of the grid's window; null outside the cells. */
export function placeAt(
	layout: GridLayout,
	sheet: number,
	left: number,
	top: number,
): SheetPlace | null {
	const x = left - layout.headWidth;
	const y = top - layout.lettersHeight;
	if (x < 0 || y < 0 || x > layout.across.view || y > layout.down.view)
		return null;
	const row = y < frozenHeight(layout) ? y : y + layout.down.position;
	const column = x < frozenWidth(layout) ? x : x + layout.across.position;
	if (row >= layout.rows.total || column >= layout.columns.total) return null;
	return {
		kind: "sheet",
		sheet,
		row: placeIn(layout.rows, row),
		column: placeIn(layout.columns, column),
	};
}

/** Where a place is in the grid's window, in px; null when it is out of sight. */
export function spotOf(
	layout: GridLayout,
	at: SheetPlace,
): { left: number; top: number } | null {
	const y = offsetIn(layout.rows, at.row);
	const x = offsetIn(layout.columns, at.column);
	const shownY = at.row < layout.frozenRows ? y : y - layout.down.position;
	const shownX =
		at.column < layout.frozenColumns ? x : x - layout.across.position;
	const hiddenBehind =
		(at.row >= layout.frozenRows && shownY < frozenHeight(layout)) ||
		(at.column >= layout.frozenColumns && shownX < frozenWidth(layout));
	if (hiddenBehind || shownY > layout.down.view || shownX > layout.across.view)
		return null;
	return {
		left: layout.headWidth + shownX,
		top: layout.lettersHeight + shownY,
	};
}

export const heightOf = (layout: GridLayout, row: number) =>
	Math.round(layout.rows.offset(row + 1)) - Math.round(layout.rows.offset(row));
export const leftOf = (layout: GridLayout, column: number) =>
	layout.headWidth +
	Math.round(
		column < layout.frozenColumns
			? layout.columns.offset(column)
			: layout.across.origin + layout.columns.offset(column),
	);
export const widthOf = (layout: GridLayout, from: number, to = from) =>
	Math.round(layout.columns.offset(to + 1)) -
	Math.round(layout.columns.offset(from));

/** The true offset of a place, whose fraction is how far into its row or column it is. */
export function offsetIn(axis: Axis, place: number): number {
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
export function revealed(
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

/** The indices from `from` up to `to` that are not hidden. */
export function visibleIn(axis: Axis, from: number, to: number): number[] {
	const visible: number[] = [];
	for (let i = axis.visible(from, 1); i !== -1 && i < to; ) {
		visible.push(i);
		i = axis.visible(i + 1, 1);
	}
	return visible;
}
