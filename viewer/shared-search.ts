import type { Find, Found } from "../session/place.ts";
import type { FromViewer } from "./port.ts";
import type { DocumentView } from "./view.ts";

export type SearchState = {
	/** Whether the find bar is on the screen. */
	shown: boolean;
	find: Find;
	/** Null until the first answer to `find`. */
	found: Found | null;
};

export const NO_SEARCH: SearchState = {
	shown: false,
	find: { query: "", matchCase: false, wholeWords: false, index: 0 },
	found: null,
};

type Mode = "preview" | "sharer" | "watcher";

type SharedSearchOptions = {
	view: Pick<DocumentView, "search" | "showHit">;
	mode(): Mode;
	send(message: Extract<FromViewer, { type: "find" | "found" }>): void;
	changed(state: SearchState): void;
};

export interface SharedSearch {
	/** This person opened the find bar, or closed it, which ends the search for both. */
	show(shown: boolean): void;
	/** This person looks for something else. */
	look(change: Partial<Omit<Find, "index">>): void;
	/** This person goes to the next match, or the one before. */
	step(by: 1 | -1): void;
	/** The other person searches. */
	theirs(find: Find): void;
	/** The sharer's answer, at the watcher. */
	answered(found: Found): void;
}

/**
 * Both people share one search, like one position. Whoever has the document runs it and tells what was found; the
 * watcher only asks, because the bytes may not be here.
 */
export function createSharedSearch(options: SharedSearchOptions): SharedSearch {
	const { view, mode, send, changed } = options;
	let state = NO_SEARCH;

	function change(next: Partial<SearchState>) {
		state = { ...state, ...next };
		changed(state);
	}

	function run(find: Find) {
		view.search(find, (found) => {
			// Answers to an earlier search may still be on their way.
			if (state.find !== find) return;
			change({ found });
			if (mode() === "sharer" && find.query !== "")
				send({ type: "found", found });
		});
	}

	/** `found` is kept while only another match is wanted, so that the count does not flicker. */
	function start(find: Find, found: Found | null, own: boolean) {
		change({ find, found: find.query === "" ? null : found });
		if (own && mode() !== "preview") send({ type: "find", find });
		if (mode() !== "watcher") run(find);
		else if (find.query === "") view.showHit(null);
	}

	return {
		show(shown) {
			if (shown === state.shown) return;
			change({ shown });
			if (!shown && state.find.query !== "")
				start({ ...state.find, query: "", index: 0 }, null, true);
		},
		look(wanted) {
			start({ ...state.find, ...wanted, index: 0 }, null, true);
		},
		step(by) {
			const { find, found } = state;
			if (find.query === "" || !found || found.total === 0) return;
			// From the match that is asked for: the one on screen is older where somebody presses fast or the answer is far.
			const from = find.index || found.index || (by === 1 ? 0 : 1);
			const index = ((from - 1 + by + found.total) % found.total) + 1;
			start({ ...find, index }, found, true);
		},
		theirs(find) {
			const { query, matchCase, wholeWords } = state.find;
			const same =
				find.query === query &&
				find.matchCase === matchCase &&
				find.wholeWords === wholeWords;
			change({ shown: find.query !== "" });
			start(find, same ? state.found : null, false);
		},
		answered(found) {
			if (mode() !== "watcher" || state.find.query === "") return;
			change({ found });
			view.showHit(found);
		},
	};
}
