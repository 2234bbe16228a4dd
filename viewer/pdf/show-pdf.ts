import "pdfjs-dist/legacy/web/pdf_viewer.css";
import "./pdf.css";
import type { Hit, PdfPlace } from "../../session/place.ts";
import { watchOwnMoves } from "../own-moves.ts";
import { watchOwnPointer } from "../own-pointer.ts";
import type { DocumentView, ViewContext } from "../view.ts";
import { isPhone, type LoadedPdf } from "./load-pdf.ts";
import { markMissingPages } from "./missing-pages.ts";
import { firstPagePainted, layOutPages, nameThePages } from "./page-layout.ts";
import { freeHiddenPages } from "./page-memory.ts";
import { createPageOverlay } from "./page-overlay.ts";
import { DocumentLinks, guardLinks, StillLinks } from "./pdf-links.ts";
import { createPdfPlaces } from "./pdf-places.ts";
import { createPdfSearch } from "./pdf-search.ts";
import { createPdfZoom } from "./pdf-zoom.ts";
import { EventBus, PDFViewer, pdfjs } from "./pdfjs.ts";

/** Pixels of one page's canvas, four bytes each; beyond it only what is on screen is drawn sharply. */
const MAX_PAGE_PIXELS = { desktop: 8_000_000, phone: 3_000_000 };
const TEXT_LAYER = 1;
const NO_EDITOR = -1;
/**
 * The picture of a note in a document. pdf.js appends the name of a file to this path; it ends up in the fragment, and
 * all kinds of notes look the same.
 */
const NOTE_PICTURE =
	"data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24'%3E%3Cpath d='M4 4h16v12H10l-4 4v-4H4Z' fill='%23ffe48a' stroke='%234a3d00' stroke-width='1.5' stroke-linejoin='round'/%3E%3C/svg%3E#";
const FIELDS = "input, select, textarea, button";

/** Draws an open PDF: pages with their text, annotations and links. Resolves when the first page is painted. */
export async function showPdf(
	{ pdf, pagesInFile }: LoadedPdf,
	context: ViewContext,
): Promise<DocumentView> {
	const { root, on, open, words, signal } = context;
	const { container, pages } = layOutPages(open.name);
	root.append(container);

	const eventBus = new EventBus();
	const links = new DocumentLinks({ eventBus, ignoreDestinationZoom: true });
	const still = new StillLinks({ eventBus });
	const search = createPdfSearch(pdf, eventBus, still, signal);
	const options = {
		container,
		viewer: pages,
		eventBus,
		linkService: links,
		findController: search.controller,
		textLayerMode: TEXT_LAYER,
		// Forms are shown as they are filled in; they cannot be changed here.
		annotationMode: pdfjs.AnnotationMode.ENABLE,
		annotationEditorMode: NO_EDITOR,
		removePageBorders: true,
		imageResourcesPath: NOTE_PICTURE,
		// Bounded by the line below; a share of the screen would blur every page but the visible part.
		capCanvasAreaFactor: -1,
		maxCanvasPixels: MAX_PAGE_PIXELS[isPhone() ? "phone" : "desktop"],
		abortSignal: signal,
	};
	const viewer = new PDFViewer(options);
	freeHiddenPages(viewer, eventBus);
	markMissingPages(pdf, viewer, words.viewer.pageMissing);
	for (const service of [links, still]) {
		service.setViewer(viewer);
		service.setDocument(pdf);
	}

	const places = createPdfPlaces(viewer, container);
	const overlay = createPageOverlay(container, places);
	let place: PdfPlace = { kind: "pdf", page: 1, x: 0, y: 0 };
	let height = 0;
	/** Which place was asked for last; a page that arrives later belongs to an older one. */
	let asked = 0;

	const moves = watchOwnMoves(
		container,
		() => {
			asked++;
			place = places.read();
			on.moved(place);
		},
		signal,
	);
	const keepPlace = (change: () => void) => {
		const kept = place;
		moves.silently(() => {
			change();
			places.scrollTo(kept);
		});
		place = kept;
		overlay.refresh();
	};
	const takePlace = (change: () => void) => {
		moves.silently(change);
		place = places.read();
		overlay.refresh();
	};
	const zoom = createPdfZoom(viewer, container, {
		keepPlace,
		takePlace,
		signal,
	});
	links.jump = moves.own;

	container.addEventListener(
		"scroll",
		() => {
			// Pages above may just have got their own size: what scrolls then is the layout, and it is put right below.
			if (pages.offsetHeight === height) place = places.read();
		},
		{ signal },
	);
	guardLinks(pages, on.follow, signal);
	watchOwnPointer(container, {
		locate: places.locate,
		pointed: on.pointed,
		signal,
	});

	const layout = new ResizeObserver(() => {
		keepPlace(() => zoom.fit());
		height = pages.offsetHeight;
	});
	signal.addEventListener("abort", () => layout.disconnect(), { once: true });

	/** A page that has not been needed yet has the first one's size: its own has to be known before it is gone to. */
	async function withPage(page: number, move: () => void) {
		const turn = ++asked;
		moves.silently(move);
		const view = viewer.getPageView(page - 1);
		if (!view || view.pdfPage) return;
		const loaded = await pdf.getPage(page).catch(() => null);
		if (!loaded || signal.aborted) return;
		if (!view.pdfPage) view.setPdfPage(loaded);
		if (turn === asked) moves.silently(move);
	}

	function showHit(hit: Extract<Hit, { kind: "pdf" }> | null) {
		overlay.hit(hit);
		if (!hit) return;
		void withPage(places.clamp(hit.page), () => {
			overlay.hit(hit);
			scrollToHit(hit);
		});
	}

	/** Brings a match into the upper middle of the window; one that is in sight already stays where it is. */
	function scrollToHit({ page, rects: [rect] }: Extract<Hit, { kind: "pdf" }>) {
		const box = places.boxOf(page);
		if (!box || !rect) return;
		const [left, top, right, bottom] = places.toPixels(page, rect);
		const { scrollLeft, scrollTop, clientWidth, clientHeight } = container;
		const x = box.left + left - scrollLeft;
		const y = box.top + top - scrollTop;
		const inSight = y >= 0 && y + (bottom - top) <= clientHeight - 24 && x >= 0;
		const inWidth = x >= 0 && x + (right - left) <= clientWidth;
		container.scrollTo({
			...(!inWidth && { left: box.left + left - clientWidth / 3 }),
			...(!inSight && { top: box.top + top - clientHeight / 3 }),
			behavior: "instant",
		});
		place = places.read();
	}

	eventBus.on("pagechanging", ({ pageNumber }: { pageNumber: number }) =>
		tell(pageNumber),
	);
	eventBus.on("scalechanging", () => {
		overlay.refresh();
		tell();
	});
	const tell = (page: number = viewer.currentPageNumber) =>
		on.shown({ page, zoom: viewer.currentScale * 100 });

	eventBus.on("textlayerrendered", ({ source }: { source: PageView }) => {
		// The document is one stop for the Tab key, not one for every page that is drawn.
		if (source.textLayer) source.textLayer.div.tabIndex = -1;
	});

	eventBus.on("xfalayerrendered", ({ source }: { source: PageView }) => {
		for (const field of source.xfaLayer?.div?.querySelectorAll(FIELDS) ?? []) {
			// Disabled ones would be grey: they are to look as they were filled in.
			field.setAttribute("readonly", "");
			field.setAttribute("aria-disabled", "true");
			field.setAttribute("tabindex", "-1");
		}
	});

	// Rejects where there is no first page; the viewer would wait for it for ever.
	await pdf.getPage(1);
	const painted = firstPagePainted(eventBus, signal);
	viewer.setDocument(pdf);
	await viewer.firstPagePromise;
	nameThePages(viewer, words.viewer.pageRegion);
	zoom.fit();
	place = places.read();
	tell(1);
	layout.observe(container);
	layout.observe(pages);
	await painted;
	on.opened({ kind: "pdf", pages: pagesInFile });

	return {
		goTo(wanted) {
			if (wanted.kind !== "pdf") return;
			const page = places.clamp(wanted.page);
			void withPage(page, () => {
				place = { ...wanted, page };
				places.scrollTo(place);
			});
		},
		search: (find, report) => search.search(find, place, report, showHit),
		showHit: (found) => showHit(found?.hit?.kind === "pdf" ? found.hit : null),
		point: overlay.point,
		zoom: zoom.step,
		pages: {
			count: pdf.numPages,
			goToPage: (page) =>
				moves.own(() => {
					viewer.currentPageNumber = places.clamp(page);
				}),
		},
		close() {
			viewer.setDocument(null);
			void pdf.loadingTask.destroy();
		},
	};
}

/** What is used of pdf.js's page views. */
type PageView = {
	textLayer: { div: HTMLElement } | null;
	xfaLayer: { div: HTMLElement | null } | null;
};
