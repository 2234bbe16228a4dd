import type { Desk } from "../reader/book.ts";
import type { createCsvBytes } from "./csv-bytes.ts";
import { createFieldParser } from "./field-parser.ts";
import {
	endAfter,
	isStrayQuote,
	type RowIndex,
	startBefore,
} from "./row-index.ts";

/** A CSV, as far as it has been read. */
export type CsvFile = {
	readonly bytes: ReturnType<typeof createCsvBytes>;
	/** Another one where the rows are told, or turn out to be others than were told. */
	index: RowIndex;
	readonly delimiter: string;
	/** Bytes of the byte order mark, and of a code unit. */
	readonly bom: number;
	readonly stride: 1 | 2;
	/** WHATWG label of the encoding. It may turn out to be another one. */
	label: string;
	/** All rows are in the index. */
	complete: boolean;
	readonly desk: Desk;
	/** Resolves when more rows have come, or the last. */
	grown(): Promise<void>;
	/** Holds told rows against the bytes: before rows are read. The index may be another one afterwards. */
	confirm(from: number, until: number): Promise<void>;
	/** Told rows are not there. */
	contradict(): void;
};

/** Reads fields from a row on, until the sink wants no more or the rows that are there have ended. */
export async function readRows(
	file: CsvFile,
	from: number,
	until: number,
	keep: number,
	onField: (row: number, column: number, text: string) => boolean | undefined,
) {
	const start = startBefore(file.index, from);
	const end = file.bom + endAfter(file.index, until) * file.stride;
	const decoder = new TextDecoder(file.label, { ignoreBOM: true });
	const parser = createFieldParser(file.delimiter, keep, {
		onField: (row, column, text) => onField(start.row + row, column, text),
		onRow: (row) => start.row + row + 1 < until,
		isStray: (row, column) => isStrayQuote(file.index, start.row + row, column),
	});
	let at = file.bom + start.offset * file.stride;
	while (at < end) {
		const piece = await file.bytes.at(at, end);
		at += piece.length;
		if (!parser.push(decoder.decode(piece, { stream: at < end }))) return;
		file.desk.alive();
	}
	parser.end();
}
