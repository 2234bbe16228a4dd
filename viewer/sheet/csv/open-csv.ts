import type { Summary } from "../../port.ts";
import { type Book, type Desk, type Look, OpenError } from "../reader/book.ts";
import {
	CELL_NUMBER,
	type CellAt,
	FULL_TEXT_CHARS,
	type SheetShape,
	TILE_COLUMNS,
	TILE_ROWS,
	TILE_TEXT_CHARS,
	type Tile,
} from "../reader/messages.ts";
import { pause } from "../reader/pause.ts";
import { createCsvBytes } from "./csv-bytes.ts";
import { guessDelimiter } from "./delimiter.ts";
import { detectEncoding, guessLegacy, isMostlyUtf8 } from "./encoding.ts";
import { createFieldParser } from "./field-parser.ts";
import { columnSizes, looksLikeNumber } from "./first-rows.ts";
import {
	createRowIndex,
	endAfter,
	finishRows,
	isStrayQuote,
	scanRows,
	startBefore,
} from "./row-index.ts";

/** The first piece is small, so that the first rows need not wait; the others are as large as a read may be. */
const FIRST_PIECE_BYTES = 65_536;
const PIECE_BYTES = 1_048_576;
/** The growing count is told this often. */
const GROWN_EVERY_MS = 200;
const CSV_ROW_PX = 28;
/** Places in the file where rows are measured for the columns' widths. */
const MEASURED_PARTS = 6;
/** Searched text is decoded in stretches of about this many bytes. */
const STRETCH_BYTES = 786_432;
/** Characters of one field that a search looks at. */
const SEARCH_FIELD_CHARS = 1_048_576;

/** Opens a CSV: the first rows at once, the rest as it arrives. Fields are shown exactly as they are written. */
export async function openCsv(desk: Desk): Promise<Book> {
	const { size, name } = desk.open;
	const bytes = createCsvBytes(desk);
	const first = await bytes.next(Math.min(size, FIRST_PIECE_BYTES));
	const encoding = detectEncoding(first);
	const { bom, stride } = encoding;
	let label = encoding.label;
	const sample = new TextDecoder(label).decode(first);
	const delimiter = guessDelimiter(
		sample,
		first.length === size,
		name.toLowerCase().endsWith(".tsv") ? "\t" : undefined,
	);
	/** Rows that the columns' widths are measured by. */
	let widths = sample;
	const index = createRowIndex(delimiter);
	const units = createUnits(stride, label === "utf-16be");
	let complete = false;
	let told = 0;
	/** Searches that wait for more rows. */
	const waiting: (() => void)[] = [];
	/** UTF-8 so far, with nothing but ASCII or also with proof of it. */
	let proven = first.some((byte) => byte >= 0x80);

	function shape(): SheetShape {
		return {
			name,
			sheet: 0,
			rows: index.rows,
			columns: index.columns,
			rowSizes: { usual: CSV_ROW_PX, index: none(), size: noSizes() },
			columnSizes: columnSizes(widths, delimiter, index.columns),
			frozenRows: index.rows > 1 ? 1 : 0,
			frozenColumns: 0,
			headerRow: index.rows > 1,
			spills: false,
			merges: none(),
		};
	}

	function tell() {
		told = performance.now();
		const summary: Summary = {
			kind: "csv",
			rows: index.rows,
			columns: index.columns,
			delimiter,
			encoding: label,
			complete,
		};
		desk.post({ type: "opened", summary, shapes: [shape()] });
		for (const go of waiting.splice(0)) go();
	}

	/** A byte that is no UTF-8 in a file that had only ASCII so far: it was another encoding all along. */
	function doubt(piece: Uint8Array) {
		if (label !== "utf-8" || bom > 0 || proven) return;
		if (isAscii(piece)) return;
		proven = true;
		if (!isMostlyUtf8(piece)) label = guessLegacy(piece);
	}

	async function indexRest() {
		let at = first.length;
		let ahead = at < size ? bytes.next(PIECE_BYTES) : undefined;
		while (ahead) {
			const piece = await ahead;
			at += piece.length;
			ahead = at < size ? bytes.next(PIECE_BYTES) : undefined;
			doubt(piece);
			scanRows(index, units(piece));
			desk.alive();
			if (performance.now() - told > GROWN_EVERY_MS) tell();
		}
		finishRows(index);
		complete = true;
		await measureFurther();
		tell();
	}

	/** Numbers grow towards the end: some rows from all over the file say how wide the columns should be. */
	async function measureFurther() {
		let rows = sample;
		for (let part = 1; part <= MEASURED_PARTS; part++) {
			const row = Math.floor((index.rows * part) / (MEASURED_PARTS + 0.01));
			const start = bom + startBefore(index, row).offset * stride;
			const piece = await bytes.at(start, Math.min(size, start + 4_096));
			rows = `${new TextDecoder(label, { ignoreBOM: true }).decode(piece)}\n${rows}`;
		}
		widths = rows;
	}

	scanRows(index, units(first.subarray(bom)));
	complete = first.length === size;
	if (complete) finishRows(index);
	tell();
	const indexed = complete ? Promise.resolve() : indexRest();
	indexed.catch((error) => {
		const known = error instanceof OpenError;
		desk.post({
			type: "failed",
			failure: known ? error.failure : "damaged",
			detail: String(error),
		});
	});

	/** Reads fields from a row on, until the sink wants no more or the rows that are there have ended. */
	async function readRows(
		from: number,
		until: number,
		keep: number,
		onField: (row: number, column: number, text: string) => boolean | undefined,
	) {
		const start = startBefore(index, from);
		const end = bom + endAfter(index, until) * stride;
		const decoder = new TextDecoder(label, { ignoreBOM: true });
		const parser = createFieldParser(delimiter, keep, {
			onField: (row, column, text) => onField(start.row + row, column, text),
			onRow: (row) => start.row + row + 1 < until,
			isStray: (row, column) => isStrayQuote(index, start.row + row, column),
		});
		let at = bom + start.offset * stride;
		while (at < end) {
			const piece = await bytes.at(at, end);
			at += piece.length;
			if (!parser.push(decoder.decode(piece, { stream: at < end }))) return;
			desk.alive();
		}
		parser.end();
	}

	async function tile({ row, column }: CellAt): Promise<Tile> {
		const texts = new Array<string>(TILE_ROWS * TILE_COLUMNS).fill("");
		const kinds = new Uint8Array(texts.length);
		const until = Math.min(row + TILE_ROWS, index.rows);
		const whole = complete || until < index.rows;
		if (row < until)
			await readRows(row, until, TILE_TEXT_CHARS, (r, c, text) => {
				if (r < row || c < column || c >= column + TILE_COLUMNS) return true;
				const at = (r - row) * TILE_COLUMNS + c - column;
				texts[at] = text;
				if (looksLikeNumber(text)) kinds[at] = CELL_NUMBER;
				// What lies to the right of the last row's cells may be long.
				return r + 1 < until || c + 1 < column + TILE_COLUMNS;
			});
		return { texts, kinds, links: [], notes: [], complete: whole };
	}

	async function text({ row, column }: CellAt): Promise<string> {
		let answer = "";
		if (row < index.rows)
			await readRows(row, row + 1, FULL_TEXT_CHARS, (r, c, field) => {
				if (r === row && c === column) answer = field;
				return r < row || c < column;
			});
		return answer;
	}

	/** The rows from `row` on that make up one stretch; while the file grows only whole ones. */
	function stretchFrom(row: number): number {
		const start = startBefore(index, row).offset * stride;
		let until = row;
		const last = complete ? index.rows : index.rows - 1;
		while (until < last) {
			until = Math.min(until + index.step, last);
			if (endAfter(index, until) * stride - start > STRETCH_BYTES) break;
		}
		return until;
	}

	/** Starts reading the next stretch to be searched; undefined while no further row is whole. */
	function stretchAt(row: number): Stretch | undefined {
		const until = stretchFrom(row);
		if (until === row) return undefined;
		const first = startBefore(index, row);
		const start = bom + first.offset * stride;
		const end = bom + endAfter(index, until) * stride;
		if (end - start > PIECE_BYTES)
			return { row, until, first: first.row, text: Promise.resolve(undefined) };
		const decoder = new TextDecoder(label, { ignoreBOM: true });
		const text = desk.read(start, end).then((read) => decoder.decode(read));
		// It may never be waited for, when the search is given up.
		text.catch(() => {});
		return { row, until, first: first.row, text };
	}

	async function search(look: Look, signal: AbortSignal) {
		let next = stretchAt(0);
		let row = 0;
		while (!signal.aborted) {
			const stretch = next ?? stretchAt(row);
			if (!stretch) {
				if (complete) return;
				await new Promise<void>((resolve) => waiting.push(resolve));
				continue;
			}
			// The next one is read while this one is looked through.
			next = stretchAt(stretch.until);
			await searchStretch(stretch, look, signal);
			row = stretch.until;
			desk.alive();
			await pause();
		}
	}

	async function searchStretch(
		{ row, until, first, text }: Stretch,
		look: Look,
		signal: AbortSignal,
	) {
		const onField = (at: number, column: number, field: string) => {
			if (at >= row && look.test(field)) look.hit(0, at, column);
			return !signal.aborted;
		};
		const whole = await text;
		if (whole === undefined) {
			await readRows(row, until, SEARCH_FIELD_CHARS, onField);
			return;
		}
		if (!look.maybe(whole)) return;
		const parser = createFieldParser(delimiter, SEARCH_FIELD_CHARS, {
			onField: (at, column, field) => onField(first + at, column, field),
			onRow: (at) => first + at + 1 < until,
			isStray: (at, column) => isStrayQuote(index, first + at, column),
		});
		parser.push(whole);
		parser.end();
	}

	return { tile, text, search, isEmpty: () => index.rows === 0 };
}

/** Rows that are searched together: from `row` up to `until`, in a text that begins with row `first`. */
type Stretch = {
	row: number;
	until: number;
	first: number;
	/** Undefined: too long to be held at once. */
	text: Promise<string | undefined>;
};

/** Turns bytes into units across pieces: UTF-16 is read two bytes at a time. */
function createUnits(stride: 1 | 2, isBigEndian: boolean) {
	let odd: number | undefined;
	return (piece: Uint8Array) => {
		if (stride === 1) return piece;
		const carried = odd === undefined ? 0 : 1;
		const length = (piece.length + carried) >> 1;
		const units = new Uint16Array(length);
		const byte = (at: number) =>
			(carried && at === 0 ? odd : piece[at - carried]) ?? 0;
		for (let i = 0; i < length; i++) {
			const a = byte(i * 2);
			const b = byte(i * 2 + 1);
			units[i] = isBigEndian ? (a << 8) | b : (b << 8) | a;
		}
		odd =
			(piece.length + carried) % 2 === 1 ? piece[piece.length - 1] : undefined;
		return units;
	};
}

/** Four bytes at a time: this runs over every byte of the file. */
function isAscii(bytes: Uint8Array): boolean {
	const { buffer, byteOffset, length } = bytes;
	const aligned = byteOffset % 4 === 0 ? length >> 2 : 0;
	const words = new Uint32Array(
		aligned ? buffer : new ArrayBuffer(0),
		aligned ? byteOffset : 0,
		aligned,
	);
	for (const word of words) if ((word & 0x80808080) !== 0) return false;
	for (let at = aligned * 4; at < length; at++)
		if ((bytes[at] ?? 0) >= 0x80) return false;
	return true;
}

const none = () => new Uint32Array(0);
const noSizes = () => new Float32Array(0);
