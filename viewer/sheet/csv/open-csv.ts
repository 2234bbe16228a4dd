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
import { columnSizes } from "./first-rows.ts";
import type { CsvFile } from "./read-rows.ts";
import { readText, readTile } from "./read-tile.ts";
import {
	createRowIndex,
	finishRows,
	scanRows,
	startBefore,
} from "./row-index.ts";
import { searchCsv } from "./search-csv.ts";
import { createUnits } from "./units.ts";

/** The first piece is small, so that the first rows need not wait; the others are as large as a read may be. */
const FIRST_PIECE_BYTES = 65_536;
const PIECE_BYTES = 1_048_576;
/** The growing count is told this often. */
const GROWN_EVERY_MS = 200;
const CSV_ROW_PX = 28;
/** Places in the file where rows are measured for the columns' widths. */
const MEASURED_PARTS = 6;
/** Opens a CSV: the first rows at once, the rest as it arrives. Fields are shown exactly as they are written. */
export async function openCsv(desk: Desk): Promise<Book> {
	const { size, name } = desk.open;
	const bytes = createCsvBytes(desk);
	const first = await bytes.next(Math.min(size, FIRST_PIECE_BYTES));
	const encoding = detectEncoding(first);
	const { bom, stride } = encoding;
	const sample = new TextDecoder(encoding.label).decode(first);
	const delimiter = guessDelimiter(
		sample,
		first.length === size,
		name.toLowerCase().endsWith(".tsv") ? "\t" : undefined,
	);
	/** Rows that the columns' widths are measured by. */
	let widths = sample;
	const index = createRowIndex(delimiter);
	const units = createUnits(stride, encoding.label === "utf-16be");
	let told = 0;
	/** Searches that wait for more rows. */
	const waiting: (() => void)[] = [];
	const file: CsvFile = {
		...encoding,
		bytes,
		index,
		delimiter,
		complete: first.length === size,
		desk,
		grown: () => new Promise((resolve) => waiting.push(resolve)),
	};
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
			encoding: file.label,
			complete: file.complete,
		};
		desk.post({ type: "opened", summary, shapes: [shape()] });
		for (const go of waiting.splice(0)) go();
	}

	/** A byte that is no UTF-8 in a file that had only ASCII so far: it was another encoding all along. */
	function doubt(piece: Uint8Array) {
		if (file.label !== "utf-8" || bom > 0 || proven) return;
		if (isAscii(piece)) return;
		proven = true;
		if (!isMostlyUtf8(piece)) file.label = guessLegacy(piece);
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
		file.complete = true;
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
			rows = `${new TextDecoder(file.label, { ignoreBOM: true }).decode(piece)}\n${rows}`;
		}
		widths = rows;
	}

	scanRows(index, units(first.subarray(bom)));
	if (file.complete) finishRows(index);
	tell();
	const indexed = file.complete ? Promise.resolve() : indexRest();
	indexed.catch((error) => {
		const known = error instanceof OpenError;
		desk.post({
			type: "failed",
			failure: known ? error.failure : "damaged",
			detail: String(error),
		});
	});

	return {
		tile: (at) => readTile(file, at),
		text: (at) => readText(file, at),
		search: (look, signal) => searchCsv(file, look, signal),
		isEmpty: () => index.rows === 0,
	};
}

const none = () => new Uint32Array(0);
const noSizes = () => new Float32Array(0);
