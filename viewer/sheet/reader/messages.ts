/**
 * What the grid on the main thread and the worker that holds the document say to each other. The worker keeps the
 * cells; the grid asks for tiles of them, so that neither a million rows nor a huge workbook ever blocks the screen.
 */
import type { Find, Found, SheetPlace } from "../../../session/place.ts";
import type { RowMap } from "../../../session/row-map.ts";
import type { Summary, ViewFailure } from "../../port.ts";

/** Cells travel in tiles of this many rows and columns. */
export const TILE_ROWS = 64;
export const TILE_COLUMNS = 32;
/** Characters of a cell that travel in a tile; the active cell's full text is asked for by itself. */
export const TILE_TEXT_CHARS = 500;
/** Characters of one cell that can be read in full. A workbook's own limit is 32,767. */
export const FULL_TEXT_CHARS = 100_000;

/** Sizes along one axis, in CSS pixels at 100 %: the usual one, and those that differ, by ascending index. 0 is hidden. */
export type Sizes = {
	usual: number;
	index: Uint32Array<ArrayBuffer>;
	size: Float32Array<ArrayBuffer>;
};

export type SheetShape = {
	name: string;
	/** Among all the sheets of the file, hidden ones too: the `sheet` of a place. */
	sheet: number;
	rows: number;
	columns: number;
	rowSizes: Sizes;
	columnSizes: Sizes;
	frozenRows: number;
	frozenColumns: number;
	/** The first row names the columns, as in most CSV files. */
	headerRow: boolean;
	/** A long text runs on over empty cells beside it, as in the program it comes from. */
	spills: boolean;
	/** Top, left, bottom, right of each merged cell, inclusive, one after the other. */
	merges: Uint32Array<ArrayBuffer>;
};

/** How a cell's text is set when its author said nothing: text, number, or in the middle (TRUE, #N/A). */
export const CELL_TEXT = 0;
export const CELL_NUMBER = 1;
export const CELL_MIDDLE = 2;

export type Tile = {
	/** Text of each cell, row by row; "" is empty. TILE_ROWS × TILE_COLUMNS. */
	texts: string[];
	kinds: Uint8Array<ArrayBuffer>;
	/** Where a cell leads (http, https, mailto), by its offset in `texts`. */
	links: [number, string][];
	/** Comments on cells, likewise. */
	notes: [number, string][];
	/** False while rows of it may still arrive. */
	complete: boolean;
};

/** A cell: sheet, row and column from 0. */
export type CellAt = { sheet: number; row: number; column: number };

export type ToReader =
	| {
			type: "open";
			name: string;
			/** Bytes. */
			size: number;
			budget: { inflatedBytes: number; cells: number };
			/** Somebody else has the document, and tells where the rows of a CSV begin. */
			watches?: boolean;
	  }
	/** To a watcher's CSV: where its rows begin, as the sharer tells. */
	| { type: "rows"; map: RowMap }
	/** Answers `read`; null: the bytes cannot be had. */
	| { type: "bytes"; id: number; bytes: Uint8Array<ArrayBuffer> | null }
	| ({ type: "tile"; id: number } & CellAt)
	| ({ type: "text"; id: number } & CellAt)
	/** Answered by `found`, again and again until it is done. A new one replaces the one before. */
	| { type: "find"; id: number; find: Find; from: SheetPlace }
	| { type: "password"; password: string };

export type FromReader =
	| { type: "read"; id: number; start: number; end: number }
	/** Still at work: the watchdog may rest. */
	| { type: "alive" }
	/**
	 * Sent again while a CSV grows. Only the visible sheets have a shape. `anew`: its rows are others than was said, so
	 * no tile is good any more.
	 */
	| { type: "opened"; summary: Summary; shapes: SheetShape[]; anew?: boolean }
	/** A CSV that this person has: where its rows begin, for a watcher. Sent again while it grows. */
	| { type: "mapped"; map: RowMap }
	| { type: "locked"; wrong: boolean }
	| { type: "failed"; failure: ViewFailure; detail: string }
	| { type: "tile"; id: number; tile: Tile }
	| { type: "text"; id: number; text: string }
	| { type: "found"; id: number; found: Found };
