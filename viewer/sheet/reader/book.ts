import type { RowMap } from "../../../session/row-map.ts";
import type { ViewFailure } from "../../port.ts";
import type { CellAt, FromReader, Tile, ToReader } from "./messages.ts";

/** Inside the worker: an opened document that is asked for its cells. */
export interface Book {
	/** The tile whose first cell is at `at`. */
	tile(at: CellAt): Promise<Tile>;
	/** One cell's whole text, up to FULL_TEXT_CHARS. */
	text(at: CellAt): Promise<string>;
	/**
	 * Calls `hit` for every cell that can be seen and passes `test`, in reading order, all sheets one after the other.
	 * Resolves when the whole document was looked at. `maybe` may be asked first about a longer stretch of raw text:
	 * where it says no, no cell in that stretch can match.
	 */
	search(look: Look, signal: AbortSignal): Promise<void>;
	/** Of a watcher's CSV: where its rows begin, as the sharer tells. */
	told?(map: RowMap): void;
	/** Nothing in it to be found. */
	isEmpty(): boolean;
}

export type Look = {
	test(text: string): boolean;
	maybe(stretch: string): boolean;
	hit(sheet: number, row: number, column: number): void;
};

/** What a format's opener is given. */
export type Desk = {
	open: Extract<ToReader, { type: "open" }>;
	/** Bytes from `start` up to `end`. Rejects with an OpenError `gone` when they cannot be had. */
	read(start: number, end: number): Promise<Uint8Array<ArrayBuffer>>;
	post(message: FromReader): void;
	/** Tells the watchdog that work goes on. Cheap: call it often. */
	alive(): void;
	/** Asks for the password. `wrong`: the one before did not fit. */
	password(wrong: boolean): Promise<string>;
};

/** Opens one format. It posts `opened` itself, again as a document grows. */
export type OpenBook = (desk: Desk) => Promise<Book>;

/** Why a document cannot be shown. */
export class OpenError extends Error {
	override name = "OpenError";
	constructor(
		readonly failure: ViewFailure,
		detail: string,
	) {
		super(detail);
	}
}
