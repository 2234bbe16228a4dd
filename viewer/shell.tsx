import { render } from "preact";
import "../look/tokens.css";
import "../look/base.css";
import "./shell.css";
import type { Place } from "../session/place.ts";
import type { RowMap } from "../session/row-map.ts";
import { wordsFor } from "../words/words.ts";
import { Cover, type CoverState } from "./Cover.tsx";
import { FindBar } from "./FindBar.tsx";
import { safeAddress } from "./LinkDialog.tsx";
import { layOut, setLanguage } from "./page.ts";
import { connectToPanel, type PanelMessage } from "./panel-port.ts";
import type { ViewFailure } from "./port.ts";
import {
	createSharedSearch,
	NO_SEARCH,
	type SharedSearch,
} from "./shared-search.ts";
import { Toolbar } from "./Toolbar.tsx";
import type { DocumentView, OpenView, ViewContext } from "./view.ts";

/** Opening that is quicker than this says nothing. */
const SAY_OPENING_AFTER_MS = 150;

/**
 * Draws the viewer's page around one kind of document: toolbar, search, password, links. Waits for the panel's port,
 * opens the document it names with `openView`, and carries moves, searches and pointers between the two.
 */
export async function startViewer(openView: OpenView): Promise<void> {
	const { open, source, asset, send, listen } = await connectToPanel();
	const words = wordsFor(open.lang);
	setLanguage(open.lang);

	const { bars, root, cover } = layOut(open.name);
	const stop = new AbortController();
	let { mode, other } = open;
	let view: DocumentView | undefined;
	let search: SharedSearch | undefined;
	let found = NO_SEARCH;
	let focusSearch = false;
	let focusBefore: Element | null = null;
	let shown = { page: 1, zoom: 100 };
	let covered: CoverState = { shows: "nothing" };
	let lastMoved: Place | undefined;
	let lastMapped: RowMap | undefined;
	/** What arrived while the document was opening: states, so the last of each kind is enough. */
	const early = new Map<string, PanelMessage>();

	function draw() {
		const count = view?.pages?.count ?? 0;
		const paged = view ? view.pages !== undefined : open.kind === "pdf";
		render(
			<>
				<Toolbar
					words={words.viewer}
					ready={view !== undefined}
					zoom={shown.zoom}
					{...(paged && { pages: { page: shown.page, count } })}
					searching={found.shown}
					onPage={(page) => view?.pages?.goToPage(page)}
					onZoom={(step) => view?.zoom(step)}
					onSearch={() => (found.shown ? closeSearch() : openSearch())}
				/>
				{found.shown && search && (
					<FindBar
						words={words.viewer}
						search={found}
						focus={focusSearch}
						onLook={search.look}
						onStep={search.step}
						onClose={closeSearch}
					/>
				)}
			</>,
			bars,
		);
		render(<Cover words={words.viewer} state={covered} />, cover);
		root.inert = covered.shows === "password";
	}

	function setCover(state: CoverState) {
		covered = state;
		draw();
	}

	function openSearch() {
		if (!search) return;
		focusBefore = document.activeElement;
		focusSearch = true;
		search.show(true);
		bars.querySelector<HTMLInputElement>(".find-box")?.select();
	}

	function closeSearch() {
		const within = document.activeElement?.closest("#find-bar, #find-toggle");
		focusSearch = false;
		search?.show(false);
		if (!within) return;
		const back =
			focusBefore instanceof HTMLElement && focusBefore.isConnected
				? focusBefore
				: bars.querySelector<HTMLElement>("#find-toggle");
		back?.focus();
	}

	function fail(failure: ViewFailure, detail: string) {
		if (stop.signal.aborted) return;
		stop.abort();
		view?.close();
		view = undefined;
		search = undefined;
		found = NO_SEARCH;
		root.replaceChildren();
		source.close();
		setCover({ shows: "nothing" });
		send({ type: "failed", failure, detail: detail.slice(0, 2_000) });
	}

	function askPassword(wrong: boolean): Promise<string> {
		send({ type: "locked" });
		return new Promise((resolve) => {
			const onPassword = (password: string) => {
				setCover({ shows: "password", wrong: false, busy: true, onPassword });
				resolve(password);
			};
			setCover({ shows: "password", wrong, busy: false, onPassword });
		});
	}

	function follow(link: string) {
		const url = safeAddress(link);
		if (url === undefined) return;
		const done = () => setCover({ shows: "nothing" });
		const onOpen = () => {
			done();
			send({ type: "follow", url });
		};
		setCover({ shows: "link", url, onOpen, onCancel: done });
	}

	function hear(message: PanelMessage) {
		if (message.type === "mode") {
			({ mode, other } = message);
			// Where the preview was left is where the shared view begins.
			if (lastMoved) send({ type: "place", place: lastMoved });
			tellRows();
			return;
		}
		if (!view || !search) {
			early.set(message.type, message);
			return;
		}
		switch (message.type) {
			case "place":
				view.goTo(message.place);
				return;
			case "find":
				focusSearch = false;
				search.theirs(message.find);
				return;
			case "found":
				search.answered(message.found);
				return;
			case "pointer":
				view.point(message.at, other);
				return;
			case "rows":
				view.told?.(message.map);
				return;
			default:
				message satisfies never;
		}
	}

	/** What a sharer's viewer has found out by reading the whole file, the watcher's need not. */
	function tellRows() {
		if (mode === "sharer" && lastMapped)
			send({ type: "rows", map: lastMapped });
	}

	const context: ViewContext = {
		source,
		open,
		words,
		root,
		asset,
		signal: stop.signal,
		password: askPassword,
		on: {
			opened: (summary) => {
				send({ type: "opened", summary });
			},
			failed: fail,
			moved: (place) => {
				lastMoved = place;
				if (mode !== "preview") send({ type: "place", place });
			},
			mapped: (map) => {
				lastMapped = map;
				tellRows();
			},
			pointed: (at) => {
				if (mode !== "preview") send({ type: "pointer", at });
			},
			shown: (change) => {
				shown = { ...shown, ...change };
				draw();
			},
			follow,
		},
	};

	const say = setTimeout(() => {
		if (!view && covered.shows === "nothing") setCover({ shows: "opening" });
	}, SAY_OPENING_AFTER_MS);

	listenToKeys();
	listen(hear);
	draw();
	try {
		view = await openView(context);
	} catch (error) {
		fail("damaged", String(error));
	}
	clearTimeout(say);
	if (!view || stop.signal.aborted) return;
	search = createSharedSearch({
		view,
		mode: () => mode,
		send,
		changed: (state) => {
			found = state;
			draw();
		},
	});
	setCover({ shows: "nothing" });
	// In this order: a place first, then the match that was looked for after it.
	for (const type of ["rows", "place", "find", "found", "pointer"]) {
		const message = early.get(type);
		if (message) hear(message);
	}

	function listenToKeys() {
		window.addEventListener("keydown", (event) => {
			const { key, ctrlKey, metaKey, altKey, shiftKey } = event;
			const command = (ctrlKey || metaKey) && !altKey && !shiftKey;
			if (command && key.toLowerCase() === "f" && view) {
				event.preventDefault();
				openSearch();
				return;
			}
			if (key !== "Escape" || event.defaultPrevented) return;
			if (found.shown) closeSearch();
			else send({ type: "escape" });
		});
	}
}
