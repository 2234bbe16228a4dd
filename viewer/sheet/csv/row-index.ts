/**
 * Where the rows of a CSV begin: a sparse list of offsets, built in one pass over the bytes. A row is found again by
 * reading from the nearest offset before it, so a file of any length costs a few megabytes at most.
 */
import { MAX_CSV_COLUMNS } from "../../../session/row-map.ts";

/** Bytes of an 8-bit or UTF-8 file, or code units of a UTF-16 one. */
export type Units = Uint8Array | Uint16Array;

const FIRST_STEP = 1;
/** When the list is this long every other offset is dropped and the step doubles. */
const MAX_STARTS = 524_288;
/**
 * A quote that is not closed within so many units, or by the end of the file, opens nothing: it is a letter of its
 * field. Otherwise one stray inch mark makes a single cell of all that follows. No program writes longer cells: Excel's
 * end at 32,767 characters, and Python refuses more than 131,072.
 */
const MAX_QUOTED_UNITS = 1_048_576;

const LF = 10;
const CR = 13;
const QUOTE = 34;

/** Before the first unit of a row; after a CR, which an LF may still follow. */
const BETWEEN_ROWS = 0;
const AFTER_CR = 1;
/** Before the first unit of a field: only here does a quote open one. */
const FIELD_START = 2;
const BARE = 3;
const QUOTED = 4;
/** After a quote inside quotes: the end of them, or half of a doubled one. */
const QUOTE_SEEN = 5;

export type RowIndex = {
	/** Rows begun so far. Empty lines are rows: a person sees them, and counts them as their editor does. */
	rows: number;
	/** Most fields in one row. */
	columns: number;
	/** Rows between two offsets. */
	step: number;
	/** Offset in units of each `step`-th row. */
	starts: Float64Array;
	/** Offsets in use. */
	count: number;
	/** Units scanned. */
	scanned: number;
	/** Code of the delimiter. */
	readonly delimiter: number;
	state: number;
	/** Fields of the row at hand. */
	fields: number;
	/** What follows a quote that is still open; it is looked at again when more has come. */
	held: Units | undefined;
	/** Fields that begin with a quote that opens nothing. */
	readonly stray: Set<string>;
};

export function createRowIndex(delimiter: string): RowIndex {
	return {
		rows: 0,
		columns: 0,
		step: FIRST_STEP,
		starts: new Float64Array(1_024),
		count: 0,
		scanned: 0,
		delimiter: delimiter.charCodeAt(0),
		state: BETWEEN_ROWS,
		fields: 0,
		held: undefined,
		stray: new Set(),
	};
}

/** An index with offsets that somebody else has found: the first of every `step` rows, and where the last of them end. */
export function toldRowIndex(told: {
	delimiter: string;
	rows: number;
	columns: number;
	step: number;
	starts: Float64Array;
	end: number;
	strays: Iterable<readonly [number, number]>;
}): RowIndex {
	const index = createRowIndex(told.delimiter);
	for (const [row, column] of told.strays) index.stray.add(`${row},${column}`);
	return {
		...index,
		rows: told.rows,
		columns: told.columns,
		step: told.step,
		starts: told.starts,
		count: told.starts.length,
		scanned: told.end,
	};
}

/** Row and column of each field that begins with a quote that opens nothing. */
export function strayFields(index: RowIndex): [number, number][] {
	return [...index.stray].map((cell) => {
		const [row = 0, column = 0] = cell.split(",").map(Number);
		return [row, column];
	});
}

/** Units whose rows are known: a quote that is still open may yet turn out to be a letter. */
export function settledUnits(index: RowIndex): number {
	return index.scanned - (index.held?.length ?? 0);
}

/** Whether the units that were scanned end where a row ends. */
export function endsWithRow(index: RowIndex): boolean {
	return index.state === BETWEEN_ROWS || index.state === AFTER_CR;
}

/** Whether a row may begin at the second of two neighbouring units. */
export function isRowBreak(
	before: number | undefined,
	next: number | undefined,
): boolean {
	return before === LF || (before === CR && next !== LF);
}

/** Scans the next units. */
export function scanRows(index: RowIndex, units: Units): void {
	const held = takeHeld(index);
	scan(index, held ? join(held, units) : units);
}

/** There are no more units: a quote that is still open never was one. */
export function finishRows(index: RowIndex): void {
	while (index.state === QUOTED) {
		const held = takeHeld(index) ?? new Uint8Array(0);
		addStray(index, index.fields);
		index.state = BARE;
		scan(index, held);
	}
}

/** Whether the quote that a field begins with is a letter of it. */
export function isStrayQuote(
	index: RowIndex,
	row: number,
	column: number,
): boolean {
	return index.stray.size > 0 && index.stray.has(`${row},${column}`);
}

/** The same for a text at hand, which is taken for a whole file. */
export function strayQuotesIn(
	text: string,
	delimiter: string,
): (row: number, column: number) => boolean {
	const index = createRowIndex(delimiter);
	scanRows(
		index,
		Uint16Array.from({ length: text.length }, (_, i) => text.charCodeAt(i)),
	);
	finishRows(index);
	return (row, column) => isStrayQuote(index, row, column);
}

function addStray(index: RowIndex, fields: number) {
	index.stray.add(`${index.rows - 1},${fields - 1}`);
}

/** Goes back to just behind the quote that was open when the units ran out. */
function takeHeld(index: RowIndex): Units | undefined {
	const { held } = index;
	if (!held) return undefined;
	index.held = undefined;
	index.scanned -= held.length;
	index.state = QUOTED;
	return held;
}

function join(first: Units, second: Units): Units {
	const length = first.length + second.length;
	const both =
		first instanceof Uint16Array
			? new Uint16Array(length)
			: new Uint8Array(length);
	both.set(first);
	both.set(second, first.length);
	return both;
}

/** This is long because it is one loop over every byte, and calls cost more than they explain. */
function scan(index: RowIndex, units: Units): void {
	const { delimiter } = index;
	const end = units.length;
	let { state, fields, columns } = index;
	let at = 0;
	/** Just behind the last quote that opened a field. */
	let opened = 0;
	while (at < end) {
		const unit = units[at];
		if (state === QUOTED) {
			const quote = units.indexOf(QUOTE, at);
			if ((quote === -1 ? end : quote) - opened > MAX_QUOTED_UNITS) {
				addStray(index, fields);
				at = opened;
				state = BARE;
				continue;
			}
			if (quote === -1) break;
			at = quote + 1;
			state = QUOTE_SEEN;
			continue;
		}
		if (state === AFTER_CR) {
			state = BETWEEN_ROWS;
			if (unit === LF) {
				at += 1;
				continue;
			}
		}
		if (state === BETWEEN_ROWS) {
			if (index.rows % index.step === 0) addStart(index, index.scanned + at);
			index.rows += 1;
			fields = 1;
			state = FIELD_START;
		}
		if (unit === QUOTE && state === FIELD_START) {
			state = QUOTED;
			at += 1;
			opened = at;
			continue;
		}
		if (unit === QUOTE && state === QUOTE_SEEN) {
			state = QUOTED;
			at += 1;
			continue;
		}
		let last = unit;
		while (last !== delimiter && last !== LF && last !== CR) {
			at += 1;
			if (at === end) break;
			last = units[at];
		}
		if (at === end) {
			state = BARE;
			break;
		}
		at += 1;
		if (last === delimiter) {
			fields += 1;
			state = FIELD_START;
			continue;
		}
		if (fields > columns) columns = fields;
		state = last === CR ? AFTER_CR : BETWEEN_ROWS;
	}
	index.state = state;
	index.fields = fields;
	if (state === QUOTED || state === QUOTE_SEEN)
		index.held = units.slice(opened);
	if (isRowOpen(state) && fields > columns) columns = fields;
	index.columns = Math.min(columns, MAX_CSV_COLUMNS);
	index.scanned += end;
}

/** The row at hand has not come to its end. */
function isRowOpen(state: number): boolean {
	return state >= FIELD_START;
}

/** The last offset at or before a row: its row and where it lies, in units. */
export function startBefore(
	index: RowIndex,
	row: number,
): { row: number; offset: number } {
	const slot = Math.min(Math.floor(row / index.step), index.count - 1);
	return { row: slot * index.step, offset: index.starts[slot] ?? 0 };
}

/** Where the rows up to but not including `row` end at the latest, in units: the next offset, or all that was scanned. */
export function endAfter(index: RowIndex, row: number): number {
	const slot = Math.ceil(row / index.step);
	return slot < index.count
		? (index.starts[slot] ?? index.scanned)
		: index.scanned;
}

function addStart(index: RowIndex, offset: number): void {
	if (index.count === MAX_STARTS) {
		for (let i = 0; i < index.count / 2; i++)
			index.starts[i] = index.starts[i * 2] ?? 0;
		index.count /= 2;
		index.step *= 2;
		if (index.rows % index.step !== 0) return;
	}
	if (index.count === index.starts.length) {
		const starts = new Float64Array(index.count * 2);
		starts.set(index.starts);
		index.starts = starts;
	}
	index.starts[index.count] = offset;
	index.count += 1;
}
