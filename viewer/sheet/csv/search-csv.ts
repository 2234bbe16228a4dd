import type { Look } from "../reader/book.ts";
import { pause } from "../reader/pause.ts";
import { createFieldParser } from "./field-parser.ts";
import { type CsvFile, readRows } from "./read-rows.ts";
import { endAfter, isStrayQuote, startBefore } from "./row-index.ts";

/** Searched text is decoded in stretches of about this many bytes, and read at once up to the most that a read takes. */
const STRETCH_BYTES = 786_432;
const MAX_READ_BYTES = 1_048_576;
/** Characters of one field that a search looks at. */
const SEARCH_FIELD_CHARS = 1_048_576;

/** Looks through all rows in order, also those that have yet to come. */
export async function searchCsv(
	file: CsvFile,
	look: Look,
	signal: AbortSignal,
): Promise<void> {
	let next = stretchAt(file, 0);
	let row = 0;
	while (!signal.aborted) {
		const stretch = next ?? stretchAt(file, row);
		if (!stretch) {
			if (file.complete) return;
			await file.grown();
			continue;
		}
		// The next one is read while this one is looked through.
		next = stretchAt(file, stretch.until);
		await searchStretch(file, stretch, look, signal);
		row = stretch.until;
		file.desk.alive();
		await pause();
	}
}

/** Rows that are searched together: from `row` up to `until`, in a text that begins with row `first`. */
type Stretch = {
	row: number;
	until: number;
	first: number;
	/** Undefined: too long to be held at once. */
	text: Promise<string | undefined>;
};

/** Starts reading the next stretch to be searched; undefined while no further row is whole. */
function stretchAt(file: CsvFile, row: number): Stretch | undefined {
	const until = stretchFrom(file, row);
	if (until === row) return undefined;
	const first = startBefore(file.index, row);
	const start = file.bom + first.offset * file.stride;
	const end = file.bom + endAfter(file.index, until) * file.stride;
	if (end - start > MAX_READ_BYTES)
		return { row, until, first: first.row, text: Promise.resolve(undefined) };
	const decoder = new TextDecoder(file.label, { ignoreBOM: true });
	const text = file.desk.read(start, end).then((read) => decoder.decode(read));
	// It may never be waited for, when the search is given up.
	text.catch(() => {});
	return { row, until, first: first.row, text };
}

/** The rows from `row` on that make up one stretch; while the file grows only whole ones. */
function stretchFrom(file: CsvFile, row: number): number {
	const start = startBefore(file.index, row).offset * file.stride;
	let until = row;
	const last = file.complete ? file.index.rows : file.index.rows - 1;
	while (until < last) {
		until = Math.min(until + file.index.step, last);
		if (endAfter(file.index, until) * file.stride - start > STRETCH_BYTES)
			break;
	}
	return until;
}

async function searchStretch(
	file: CsvFile,
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
		await readRows(file, row, until, SEARCH_FIELD_CHARS, onField);
		return;
	}
	if (!look.maybe(whole)) return;
	const parser = createFieldParser(file.delimiter, SEARCH_FIELD_CHARS, {
		onField: (at, column, field) => onField(first + at, column, field),
		onRow: (at) => first + at + 1 < until,
		isStray: (at, column) => isStrayQuote(file.index, first + at, column),
	});
	parser.push(whole);
	parser.end();
}
