import { OpenError } from "../reader/book.ts";
import type { Parts } from "./package.ts";
import { relationsOf } from "./sheet-list.ts";
import { findTag, prefixOf } from "./tags.ts";
import { asBinary, attribute, fromBinary, isTrue, tagPattern } from "./xml.ts";

export const MAX_ROWS = 1_048_576;
export const MAX_COLUMNS = 16_384;
const MAX_LINKS = 65_536;
const MAX_TAIL_BYTES = 64 * 1_048_576;
/** A point is 4/3 px; our rows are a little airier than the author's, which were 15 points. */
const PX_PER_POINT = 1.6;
const PX_PER_CHAR = 7.4;
const COLUMN_PADDING_PX = 8;
export const USUAL_ROW_PX = 24;
export const USUAL_COLUMN_PX = 80;

/** What a sheet says about its looks and links, which SheetJS does not tell or could be hung by. */
export type SheetLayout = {
	usualRow: number;
	usualColumn: number;
	/** Pixels at 100 %, 0 hidden. */
	rows: Map<number, number>;
	columns: Map<number, number>;
	frozenRows: number;
	frozenColumns: number;
	/** Row, column and address. */
	links: [number, number, string][];
};

export const rowPx = (points: number) =>
	Math.min(Math.max(Math.round(points * PX_PER_POINT), 4), 800);
export const columnPx = (chars: number) =>
	Math.min(
		Math.max(Math.round(chars * PX_PER_CHAR + COLUMN_PADDING_PX), 6),
		2_000,
	);

export function plainLayout(): SheetLayout {
	return {
		usualRow: USUAL_ROW_PX,
		usualColumn: USUAL_COLUMN_PX,
		rows: new Map(),
		columns: new Map(),
		frozenRows: 0,
		frozenColumns: 0,
		links: [],
	};
}

/**
 * Reads a sheet's layout from its part. Links are wiped from the bytes: one over A1:XFD1048576 makes
 * SheetJS create 17 billion cells.
 */
export function readLayout(
	parts: Parts,
	part: string,
	alive: () => void,
): SheetLayout {
	const layout = plainLayout();
	const bytes = parts.get(part);
	if (!bytes) return layout;
	const prefix = prefixOf(bytes, "worksheet") ?? "";
	const dataStart = findTag(bytes, prefix, "sheetData", 0);
	const head = asBinary(bytes.subarray(0, Math.min(dataStart, 1_048_576)));
	readHead(head, layout);
	readRows(bytes, prefix, dataStart, layout, alive);
	const dataEnd = findTag(bytes, prefix, "/sheetData", dataStart);
	const tail = dataEnd < bytes.length ? dataEnd : Math.min(dataStart, dataEnd);
	takeLinks(parts, part, bytes, tail, layout);
	return layout;
}

function readHead(head: string, layout: SheetLayout) {
	const format = first(head, "sheetFormatPr");
	const height = Number(attribute(format, "defaultRowHeight"));
	if (height > 0 && Math.abs(height - 15) > 1.5)
		layout.usualRow = rowPx(height);
	if (isTrue(attribute(format, "zeroHeight"))) layout.usualRow = 0;
	const width = Number(
		attribute(format, "defaultColWidth") ?? attribute(format, "baseColWidth"),
	);
	if (width > 0) layout.usualColumn = columnPx(Math.max(width, 8.43));
	const pane = first(head, "pane");
	if (/^frozen/.test(attribute(pane, "state") ?? "")) {
		layout.frozenRows = wholeUpTo(attribute(pane, "ySplit"), 50);
		layout.frozenColumns = wholeUpTo(attribute(pane, "xSplit"), 20);
	}
	for (const [, inside = ""] of head.matchAll(tagPattern("col"))) {
		const from = wholeUpTo(attribute(inside, "min"), MAX_COLUMNS);
		const to = wholeUpTo(attribute(inside, "max"), MAX_COLUMNS);
		const chars = Number(attribute(inside, "width"));
		const hidden = isTrue(attribute(inside, "hidden"));
		if (!hidden && !(chars > 0)) continue;
		const px = hidden ? 0 : columnPx(chars);
		for (let column = from; column <= to && column > 0; column++)
			layout.columns.set(column - 1, px);
	}
}

/** The rows' own heights. Only their opening tags are looked at: `<row …>`, with any prefix. */
function readRows(
	bytes: Uint8Array,
	prefix: string,
	from: number,
	layout: SheetLayout,
	alive: () => void,
) {
	let last = -1;
	for (let at = findTag(bytes, prefix, "row", from); at < bytes.length; ) {
		const end = bytes.indexOf(0x3e, at);
		if (end === -1) return;
		// A row's tag is short; one that is not is not worth its attributes.
		const tag = end - at < 1_000 ? asBinary(bytes.subarray(at, end)) : "";
		const row = Number(attribute(tag, "r") ?? last + 2) - 1;
		if (!(row >= 0 && row < MAX_ROWS)) return;
		last = row;
		if (tag.includes("ht=") || tag.includes("hidden")) {
			const points = Number(attribute(tag, "ht"));
			if (isTrue(attribute(tag, "hidden"))) layout.rows.set(row, 0);
			else if (points > 0 && rowPx(points) !== layout.usualRow)
				layout.rows.set(row, rowPx(points));
		} else if (layout.usualRow === 0) layout.rows.set(row, USUAL_ROW_PX);
		at = findTag(bytes, prefix, "row", end);
		if (row % 256 === 0) alive();
	}
}

/** Reads the links after the cells and wipes every one of them, wherever it stands. */
function takeLinks(
	parts: Parts,
	part: string,
	bytes: Uint8Array,
	from: number,
	layout: SheetLayout,
) {
	if (bytes.length - from > MAX_TAIL_BYTES)
		throw new OpenError("too-complex", "too much after the cells");
	const tail = asBinary(bytes.subarray(from));
	const relations = relationsOf(parts, part);
	for (const { 0: tag, index } of tail.matchAll(
		/<(?:[\w.-]+:)?hyperlink\s[^<>]*>/g,
	)) {
		bytes.fill(0x20, from + index, from + index + tag.length);
		if (layout.links.length === MAX_LINKS) continue;
		const cell = parseCell(attribute(tag, "ref") ?? "");
		const id = /\s[\w.-]+:id\s*=\s*["']([^"']*)["']/.exec(tag)?.[1];
		const address = relations.get(fromBinary(id ?? ""));
		if (cell && address) layout.links.push([...cell, address]);
	}
}

function first(text: string, name: string): string {
	return tagPattern(name).exec(text)?.[1] ?? "";
}

function wholeUpTo(value: string | undefined, most: number): number {
	const number = Math.floor(Number(value));
	return number > 0 ? Math.min(number, most) : 0;
}

/** Row and column of `B7`, or of the first cell of `B7:C9`. */
function parseCell(ref: string): [number, number] | undefined {
	const match = /^\$?([A-Z]{1,3})\$?(\d{1,7})(:|$)/i.exec(ref);
	if (!match?.[1] || !match[2]) return undefined;
	let column = 0;
	for (const letter of match[1].toUpperCase())
		column = column * 26 + letter.charCodeAt(0) - 64;
	const row = Number(match[2]);
	if (row < 1 || row > MAX_ROWS || column > MAX_COLUMNS) return undefined;
	return [row - 1, column - 1];
}

/** Cells in the sheets' parts, counted by their tags before anything is built from them. */
export function countCells(bytes: Uint8Array): number {
	let count = 0;
	for (
		let at = bytes.indexOf(0x63);
		at !== -1;
		at = bytes.indexOf(0x63, at + 1)
	) {
		const before = bytes[at - 1];
		const after = bytes[at + 1] ?? 0;
		if (
			(before === 0x3c || before === 0x3a) &&
			(after <= 0x20 || after === 0x3e || after === 0x2f)
		)
			count += 1;
	}
	return count;
}
