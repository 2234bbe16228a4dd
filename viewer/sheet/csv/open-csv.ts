import type { RowMap } from "../../../session/row-map.ts";
import type { Summary } from "../../port.ts";
import { type Book, type Desk, OpenError } from "../reader/book.ts";
import type { SheetShape } from "../reader/messages.ts";
import { createCsvBytes } from "./csv-bytes.ts";
import { guessDelimiter } from "./delimiter.ts";
import {
	detectEncoding,
	guessLegacy,
	isAscii,
	isMostlyUtf8,
} from "./encoding.ts";
import { columnChars, columnSizes } from "./first-rows.ts";
import type { CsvFile } from "./read-rows.ts";
import { readText, readTile } from "./read-tile.ts";
import {
	createRowIndex,
	finishRows,
	scanRows,
	startBefore,
} from "./row-index.ts";
import { searchCsv } from "./search-csv.ts";
import { rowMapOf } from "./told-rows.ts";
import { trustRows } from "./trust-rows.ts";
import { createUnits } from "./units.ts";

/** The first piece is small, so that the first rows need not wait; the others are as large as a read may be. */
const FIRST_PIECE_BYTES = 65_536;
const PIECE_BYTES = 1_048_576;
/** The growing count is told this often, to this screen and to the watcher's. */
const GROWN_EVERY_MS = 200;
const MAPPED_EVERY_MS = 1_000;
const CSV_ROW_PX = 28;
/** Places in the file where rows are measured for the columns' widths. */
const MEASURED_PARTS = 6;

/**
 * Opens a CSV: the first rows at once, the rest as it arrives. Fields are shown exactly as they are written. A watcher's
 * is not read to its end: the sharer tells where its rows begin.
 */
export async function openCsv(desk: Desk): Promise<Book> {
	const { size, name, watches = false } = desk.open;
	const bytes = createCsvBytes(desk);
	const first = await bytes.next(0, FIRST_PIECE_BYTES);
	const isWhole = first.length === size;
	const encoding = detectEncoding(first);
	const { bom, stride } = encoding;
	const sample = new TextDecoder(encoding.label).decode(first);
	const delimiter = guessDelimiter(
		sample,
		isWhole,
		name.toLowerCase().endsWith(".tsv") ? "\t" : undefined,
	);
	/** Characters that the columns are wide, by the rows that were measured. */
	let widths = columnChars(sample, delimiter);
	const own = createRowIndex(delimiter);
	const units = createUnits(stride, encoding.label === "utf-16be");
	let toldAtMs = 0;
	let mappedAtMs = 0;
	/** Searches that wait for more rows. */
	const waiting: (() => void)[] = [];
	const file: CsvFile = {
		...encoding,
		bytes,
		index: own,
		delimiter,
		complete: isWhole,
		desk,
		grown: () => new Promise((resolve) => waiting.push(resolve)),
		confirm: async (from, until) => trust?.confirm(from, until),
		contradict: () => trust?.contradict(),
	};
	/** UTF-8 so far, with nothing but ASCII or also with proof of it. */
	let proven = first.some((byte) => byte >= 0x80);
	/** Bytes that are in our own index. */
	let at = first.length;
	/** While the rest is read. */
	let reading: AbortController | undefined;

	function shape(): SheetShape {
		const { rows, columns } = file.index;
		return {
			name,
			sheet: 0,
			rows,
			columns,
			rowSizes: { usual: CSV_ROW_PX, index: none(), size: noSizes() },
			columnSizes: columnSizes(widths, columns),
			frozenRows: rows > 1 ? 1 : 0,
			frozenColumns: 0,
			headerRow: rows > 1,
			spills: false,
			merges: none(),
		};
	}

	/** `anew`: rows that were shown may have been others. */
	function tell(anew = false) {
		toldAtMs = performance.now();
		const summary: Summary = {
			kind: "csv",
			rows: file.index.rows,
			columns: file.index.columns,
			delimiter,
			encoding: file.label,
			complete: file.complete,
		};
		desk.post({ type: "opened", summary, shapes: [shape()], anew });
		for (const go of waiting.splice(0)) go();
		if (!watches && !isWhole) tellWatcher();
	}

	function tellWatcher() {
		const now = performance.now();
		if (!file.complete && now - mappedAtMs < MAPPED_EVERY_MS) return;
		mappedAtMs = now;
		const { label, complete } = file;
		const facts = { delimiter, encoding: label, widths, complete };
		const map = rowMapOf(own, facts);
		if (map) desk.post({ type: "mapped", map });
	}

	/** A byte that is no UTF-8 in a file that had only ASCII so far: it was another encoding all along. */
	function doubt(piece: Uint8Array) {
		if (file.label !== "utf-8" || bom > 0 || proven) return;
		if (isAscii(piece)) return;
		proven = true;
		if (!isMostlyUtf8(piece)) file.label = guessLegacy(piece);
	}

	function readOn() {
		if (reading) return;
		reading = new AbortController();
		indexRest(reading.signal).catch((error) => {
			const known = error instanceof OpenError;
			desk.post({
				type: "failed",
				failure: known ? error.failure : "damaged",
				detail: String(error),
			});
		});
	}

	async function indexRest(signal: AbortSignal) {
		const next = (from: number) => {
			// Up to a whole number of pieces: a file is read in slices of the same size, each once.
			const length = PIECE_BYTES - (from % PIECE_BYTES);
			const piece = from < size ? bytes.next(from, length) : undefined;
			// Nobody may wait for it, once the rows are told.
			piece?.catch(() => {});
			return piece;
		};
		for (let ahead = next(at); ahead; ) {
			const piece = await ahead;
			if (signal.aborted) return;
			at += piece.length;
			ahead = next(at);
			doubt(piece);
			scanRows(own, units(piece));
			desk.alive();
			if (performance.now() - toldAtMs > GROWN_EVERY_MS) tell();
		}
		finishRows(own);
		file.complete = true;
		await measureFurther();
		if (!signal.aborted) tell();
	}

	/** Numbers grow towards the end: some rows from all over the file say how wide the columns should be. */
	async function measureFurther() {
		let rows = sample;
		for (let part = 1; part <= MEASURED_PARTS; part++) {
			const row = Math.floor((own.rows * part) / (MEASURED_PARTS + 0.01));
			const start = bom + startBefore(own, row).offset * stride;
			const piece = await bytes.at(start, Math.min(size, start + 4_096));
			rows = `${new TextDecoder(file.label, { ignoreBOM: true }).decode(piece)}\n${rows}`;
		}
		widths = columnChars(rows, delimiter);
	}

	function stopReading() {
		reading?.abort();
		reading = undefined;
	}

	scanRows(own, units(first.subarray(bom)));
	if (isWhole) finishRows(own);
	const trust =
		watches && !isWhole
			? trustRows({
					file,
					own,
					encoding,
					units: Math.floor((size - bom) / stride),
					on: {
						trusted(map) {
							stopReading();
							({ widths } = map);
							tell();
						},
						distrusted() {
							file.label = encoding.label;
							tell(true);
							readOn();
						},
						silent: readOn,
					},
				})
			: undefined;
	tell();
	if (!isWhole && !watches) readOn();

	return {
		tile: (cell) => readTile(file, cell),
		text: (cell) => readText(file, cell),
		search: (look, signal) => searchCsv(file, look, signal),
		isEmpty: () => file.index.rows === 0,
		told: (map: RowMap) => trust?.told(map),
	};
}

const none = () => new Uint32Array(0);
const noSizes = () => new Float32Array(0);
