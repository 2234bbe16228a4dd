/**
 * Where the rows of a CSV begin, as its sharer tells: the offset of every n-th row, and what else the watcher would
 * have to read the whole file for. With it any row is one range away.
 */
import * as v from "valibot";
import { MAX_DOCUMENT_BYTES } from "../policy/settings.ts";

/**
 * Offsets in one map, at most: 50 KB apart in 100 MB of a million rows. With the two bounds below a map is at most
 * 50,000 characters of JSON, because together the distances are no longer than a document.
 */
export const MAX_MAP_STARTS = 4_000;
/** A file with more of these is odd enough to be read whole. */
export const MAX_MAP_STRAYS = 500;
/** Columns whose widths are told; the others are as wide as usual. */
export const MAX_MAP_WIDTHS = 2_000;
/** Columns that are shown; a place cannot name more. */
export const MAX_CSV_COLUMNS = 1_000_000;

const number = (min: number, max: number) =>
	v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max));
const row = number(0, MAX_DOCUMENT_BYTES);

export const rowMapSchema = v.pipe(
	v.strictObject({
		/** Rows whose place is known: all of them where the map is complete. */
		rows: number(1, MAX_DOCUMENT_BYTES),
		/** Most fields in one row. */
		columns: number(1, MAX_CSV_COLUMNS),
		/** Rows from one offset to the next. */
		step: number(1, MAX_DOCUMENT_BYTES),
		/**
		 * From the row at each offset to the row at the next, in code units: two bytes each in UTF-16, one otherwise. The
		 * first row begins behind the byte order mark.
		 */
		distances: v.pipe(
			v.array(number(1, MAX_DOCUMENT_BYTES)),
			v.maxLength(MAX_MAP_STARTS),
		),
		/** Row and column of each field that begins with a quote that opens nothing. */
		strays: v.pipe(
			v.array(v.strictTuple([row, number(0, MAX_CSV_COLUMNS)])),
			v.maxLength(MAX_MAP_STRAYS),
		),
		delimiter: v.pipe(v.string(), v.length(1)),
		/** WHATWG label, lower case. */
		encoding: v.pipe(v.string(), v.regex(/^[a-z0-9_-]{2,20}$/)),
		/** Widths of the first columns, in characters. */
		widths: v.pipe(v.array(number(0, 99)), v.maxLength(MAX_MAP_WIDTHS)),
		/** All rows are in it. Otherwise a longer one follows. */
		complete: v.boolean(),
	}),
	v.check((map) => isWhole(map), "rows and offsets that do not fit each other"),
);

export type RowMap = v.InferOutput<typeof rowMapSchema>;

/**
 * A row takes a unit at least, and all of them no more than a document. Rows are left out only where the map is half
 * full: otherwise one offset could stand for a whole file, and nobody would notice before it is read.
 */
function isWhole({ rows, step, distances, complete }: Facts): boolean {
	if (step > 1 && distances.length < MAX_MAP_STARTS / 2 - 1) return false;
	const before = distances.length * step;
	const last = rows - before;
	let units = 0;
	for (const distance of distances) {
		if (distance < step) return false;
		units += distance;
	}
	if (units > MAX_DOCUMENT_BYTES) return false;
	return complete ? last > 0 && last <= step : last === 0;
}

type Facts = {
	rows: number;
	step: number;
	distances: number[];
	complete: boolean;
};
