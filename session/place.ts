import * as v from "valibot";

/**
 * Where somebody is in a document, in the document's own units: never pixels, never steps. A place is a state, so the
 * latest one is all that matters and nothing is ever replayed.
 */

const MAX_POINTS = 1_000_000;
const points = v.pipe(
	v.number(),
	v.minValue(-MAX_POINTS),
	v.maxValue(MAX_POINTS),
);
const page = v.pipe(
	v.number(),
	v.integer(),
	v.minValue(1),
	v.maxValue(1_000_000),
);
const sheet = v.pipe(
	v.number(),
	v.integer(),
	v.minValue(0),
	v.maxValue(10_000),
);
const row = v.pipe(v.number(), v.minValue(0), v.maxValue(2_147_483_647));
const column = v.pipe(v.number(), v.minValue(0), v.maxValue(1_000_000));

/** A point of a page, in PDF points from its lower left corner, unrotated: what is at the top left of the window. */
const pdfPlaceSchema = v.strictObject({
	kind: v.literal("pdf"),
	page,
	x: points,
	y: points,
});

/** A cell, counted from 0; the fraction is how far into the row or column. A CSV is sheet 0. */
const sheetPlaceSchema = v.strictObject({
	kind: v.literal("sheet"),
	sheet,
	row,
	column,
});

export const placeSchema = v.variant("kind", [
	pdfPlaceSchema,
	sheetPlaceSchema,
]);

/** What is looked for. Both people share one search, like one position. */
export const findSchema = v.strictObject({
	/** Empty: nothing is looked for. */
	query: v.pipe(v.string(), v.maxLength(200)),
	matchCase: v.boolean(),
	wholeWords: v.boolean(),
	/** Which match is wanted, from 1; 0 asks for the first one at or after the place on screen. */
	index: v.pipe(
		v.number(),
		v.integer(),
		v.minValue(0),
		v.maxValue(1_000_000_000),
	),
});

/** Where a match is: rectangles (left, bottom, right, top, in PDF points) on a page, or one cell. */
export const hitSchema = v.variant("kind", [
	v.strictObject({
		kind: v.literal("pdf"),
		page,
		rects: v.pipe(
			v.array(v.strictTuple([points, points, points, points])),
			v.minLength(1),
			v.maxLength(32),
		),
	}),
	sheetPlaceSchema,
]);

/** What the sharer's viewer answers to a search: it has the whole document, so nobody moves 300 MB to find a word. */
export const foundSchema = v.strictObject({
	/** `no-text`: the document has no text at all, as a scan has none. */
	status: v.picklist(["searching", "done", "no-text"]),
	/** Matches found so far. */
	total: findSchema.entries.index,
	/** The match that is shown, from 1; 0 when there is none. */
	index: findSchema.entries.index,
	hit: v.nullable(hitSchema),
});

export type Place = v.InferOutput<typeof placeSchema>;
export type PdfPlace = v.InferOutput<typeof pdfPlaceSchema>;
export type SheetPlace = v.InferOutput<typeof sheetPlaceSchema>;
export type Find = v.InferOutput<typeof findSchema>;
export type Hit = v.InferOutput<typeof hitSchema>;
export type Found = v.InferOutput<typeof foundSchema>;
