import type { Find, Found, Place } from "../session/place.ts";
import type { RowMap } from "../session/row-map.ts";
import type { DocumentSource } from "../session/source.ts";
import type { Words } from "../words/words.ts";
import type { Summary, ToViewer, ViewFailure } from "./port.ts";

/**
 * One kind of document on the screen. The shell draws the toolbar, the search and the password prompt, speaks the
 * port, and calls this; a new kind of document is a new folder that exports one function of type `OpenView`.
 */
export interface DocumentView {
	/** Moves to where the other person is. Never reported back by `moved`. */
	goTo(place: Place): void;
	/**
	 * Looks for text in the whole document and shows the match that is asked for. Calls `report` as the count grows and
	 * once with status `done` or `no-text`. A new call replaces the one before; an empty query clears the marks.
	 */
	search(find: Find, report: (found: Found) => void): void;
	/** Shows a match that the sharer found, without searching: the bytes may not be here. `null` clears it. */
	showHit(found: Found | null): void;
	/** To a watcher of a CSV: where its rows begin, as the sharer tells. Other kinds leave it out. */
	told?(map: RowMap): void;
	/** Where the other person points; fades by itself after 3 s. */
	point(at: Place | null, name: string): void;
	zoom(step: "in" | "out"): void;
	/** Pages, for the page controls; a kind without pages leaves it out. */
	pages?: PageControls;
	close(): void;
}

export interface PageControls {
	readonly count: number;
	goToPage(page: number): void;
}

export type ViewContext = {
	source: DocumentSource;
	open: Extract<ToViewer, { type: "open" }>;
	words: Words;
	/** An empty element to draw in, filling the frame under the toolbar. */
	root: HTMLElement;
	/** One of the viewer's own files, as `cmaps/…`. Rejects when it cannot be had. */
	asset(path: string): Promise<Uint8Array<ArrayBuffer>>;
	on: {
		opened(summary: Summary): void;
		failed(failure: ViewFailure, detail: string): void;
		/** This screen's person moved, by a trusted wheel, key, touch or pointer. At most every 50 ms. */
		moved(place: Place): void;
		/** This screen's person points somewhere, or nowhere any more. At most every 50 ms. */
		pointed(at: Place | null): void;
		/** Where the rows of a CSV begin, for those who watch it. Again as it grows. */
		mapped(map: RowMap): void;
		/** The page on screen and the zoom in percent have changed, for the toolbar. */
		shown(state: { page?: number; zoom: number }): void;
		/** A link in the document was pressed: the shell shows where it leads and asks before it opens. */
		follow(url: string): void;
	};
	/** Asks for the password, in the frame; resolves with it. `wrong`: the one before was not right. */
	password(wrong: boolean): Promise<string>;
	signal: AbortSignal;
};

/** Opens the document and resolves when its first page or rows are painted; failures go to `on.failed`. */
export type OpenView = (context: ViewContext) => Promise<DocumentView>;
