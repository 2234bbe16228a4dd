import type { EventBus, PdfViewer } from "./pdfjs.ts";

/** The scrolled region and the element that pdf.js fills with pages. */
export function layOutPages(name: string) {
	const container = document.createElement("div");
	container.className = "pdf-scroller";
	container.tabIndex = 0;
	container.setAttribute("role", "region");
	container.setAttribute("aria-label", name);
	// Pages lie the same way whatever the language of the interface.
	container.dir = "ltr";
	const pages = document.createElement("div");
	pages.className = "pdfViewer";
	container.append(pages);
	return { container, pages };
}

/** Also resolves where nothing is painted because nobody sees it: a tab in the background draws no frames. */
export function firstPagePainted(
	eventBus: EventBus,
	signal: AbortSignal,
): Promise<void> {
	return new Promise((resolve) => {
		const done = () => resolve();
		eventBus.on("pagerendered", done, { once: true });
		const hidden = () => document.visibilityState === "hidden" && done();
		document.addEventListener("visibilitychange", hidden, { signal });
		hidden();
	});
}

/** Each page is a region of its own with a name, in the interface's language. */
export function nameThePages(
	viewer: PdfViewer,
	name: (page: number) => string,
) {
	for (let page = 1; page <= viewer.pagesCount; page++) {
		const div: HTMLElement = viewer.getPageView(page - 1).div;
		div.removeAttribute("data-l10n-id");
		div.setAttribute("aria-label", name(page));
	}
}
