import type { Find, Found, Hit, PdfPlace } from "../../session/place.ts";
import { atMostEvery } from "../own-moves.ts";
import type { PdfDocument } from "./load-pdf.ts";
import {
	type EventBus,
	PDFFindController,
	type PDFLinkService,
} from "./pdfjs.ts";
import { rectsOfText } from "./text-rects.ts";

type PdfHit = Extract<Hit, { kind: "pdf" }>;
const REPORT_EVERY_MS = 60;

export interface PdfSearch {
	/** For pdf.js's viewer, which marks every match on the pages it draws. */
	readonly controller: PDFFindController;
	/** See `DocumentView.search`; `show` is called with the match that is wanted, as soon as it is known. */
	search(
		find: Find,
		from: PdfPlace,
		report: (found: Found) => void,
		show: (hit: PdfHit | null) => void,
	): void;
}

/**
 * Search in the whole document with pdf.js's find controller, which knows ligatures, accents and hyphens. The choice of
 * the match, and scrolling to it, are ours: matches are counted from the first page on, by both people alike.
 */
export function createPdfSearch(
	pdf: PdfDocument,
	eventBus: EventBus,
	linkService: PDFLinkService,
	signal: AbortSignal,
): PdfSearch {
	let current: Run | null = null;

	class Finder extends PDFFindController {
		override match(query: string | string[], text: string, pageIndex: number) {
			if (current && text.trim() !== "") current.hasText = true;
			current?.searched.add(pageIndex);
			// The matches are stored after this returns.
			queueMicrotask(progress);
			return super.match(query, text, pageIndex);
		}
		override scrollMatchIntoView() {}
	}
	const controller = new Finder({ linkService, eventBus, delay: 0 });
	const progress = atMostEvery(REPORT_EVERY_MS, () => void advance(), signal);

	/** Tells how far the search is, and finds the wanted match once the pages before it are searched. */
	async function advance() {
		const run = current;
		if (!run) return;
		const pages: (number[] | undefined)[] = controller.pageMatches ?? [];
		const done = run.searched.size >= pdf.numPages;
		let total = 0;
		for (const page of run.searched) total += pages[page]?.length ?? 0;
		if (!run.hit) run.wanted ??= chooseMatch(run, pages, total, done);
		if (run.wanted && !run.hit && !run.locating) {
			run.locating = true;
			await locate(run);
		}
		if (run !== current) return;
		const { wanted, hit } = run;
		const empty = done && total === 0 && !run.hasText;
		run.report({
			status: empty ? "no-text" : done ? "done" : "searching",
			total,
			index: hit && wanted ? wanted.index : 0,
			hit,
		});
	}

	async function locate(run: Run) {
		if (!run.wanted) return;
		const { page, match } = run.wanted;
		const starts: number[] = controller.pageMatches?.[page] ?? [];
		const lengths: number[] = controller.pageMatchesLength?.[page] ?? [];
		const rects = await rectsOfText(
			await pdf.getPage(page + 1),
			starts[match] ?? 0,
			lengths[match] ?? 1,
		);
		if (run !== current || rects.length === 0) return;
		run.hit = { kind: "pdf", page: page + 1, rects };
		run.show(run.hit);
	}

	return {
		controller,
		search(find, from, report, show) {
			const { query, matchCase, wholeWords } = find;
			const before = current;
			// Accents alone are nothing that could be found.
			if (/^[\s\p{M}]*$/u.test(query)) {
				current = null;
				eventBus.dispatch("findbarclose", { source: controller });
				show(null);
				report({ status: "done", total: 0, index: 0, hit: null });
				return;
			}
			const same =
				before?.find.query === query &&
				before.find.matchCase === matchCase &&
				before.find.wholeWords === wholeWords;
			current = {
				find,
				from,
				report,
				show,
				searched: same ? before.searched : new Set(),
				hasText: same && before.hasText,
				wanted: undefined,
				hit: null,
				locating: false,
			};
			if (same) {
				progress();
				return;
			}
			show(null);
			eventBus.dispatch("find", {
				source: controller,
				type: "",
				query,
				caseSensitive: matchCase,
				entireWord: wholeWords,
				highlightAll: true,
				findPrevious: false,
				matchDiacritics: false,
			});
		},
	};
}

type Wanted = {
	/** From 0. */
	page: number;
	/** Of that page, from 0. */
	match: number;
	/** Of the document, from 1. */
	index: number;
};

type Run = {
	find: Find;
	from: PdfPlace;
	report(found: Found): void;
	show(hit: PdfHit | null): void;
	/** Pages whose matches are known, from 0. */
	searched: Set<number>;
	hasText: boolean;
	wanted: Wanted | undefined;
	hit: PdfHit | null;
	locating: boolean;
};

/** The match that is asked for; undefined while pages that come before it are not searched yet. */
function chooseMatch(
	{ find, from, searched }: Run,
	pages: readonly (number[] | undefined)[],
	total: number,
	done: boolean,
): Wanted | undefined {
	// With all pages searched an index wraps, and a search that finds nothing from here on begins at the top.
	const asked = done && total > 0 ? ((find.index - 1) % total) + 1 : find.index;
	let index = 0;
	for (let page = 0; searched.has(page); page++) {
		const count = pages[page]?.length ?? 0;
		const first = find.index === 0;
		if (first && count > 0 && page + 1 >= from.page)
			return { page, match: 0, index: index + 1 };
		if (!first && asked <= index + count)
			return { page, match: asked - index - 1, index: asked };
		index += count;
	}
	if (find.index > 0 || !done || total === 0) return undefined;
	const page = pages.findIndex((matches) => (matches?.length ?? 0) > 0);
	return { page, match: 0, index: 1 };
}
