/**
 * What pages keep in memory: a canvas of some megabytes each, and every picture unpacked, 12 MB for a scanned one.
 * pdf.js keeps ten pages with all they have. Here pages that are seen, and the next one, keep their canvas, and what it
 * was painted from only where a part of it is painted again and again. Any other page keeps nothing.
 */
import type { EventBus, PdfViewer } from "./pdfjs.ts";

/** What is used of a page view of pdf.js. */
type PageView = {
	/** The page's number, from 1. */
	id: number;
	pdfPage: { cleanup(): boolean } | null;
	/** A part of the page, painted again whenever somebody moves at a high zoom. */
	detailView: object | null;
	destroy(): void;
};

export function freeHiddenPages(viewer: PdfViewer, eventBus: EventBus): void {
	function free(): void {
		const { ids } = viewer._getVisiblePages() as { ids: Set<number> };
		for (const view of viewer.getCachedPageViews() as Set<PageView>) {
			const { id } = view;
			// pdf.js paints the next page ahead, in the direction of the latest move.
			const isNext = ids.has(viewer.scroll.down ? id - 1 : id + 1);
			if (!ids.has(id) && !isNext) view.destroy();
			else if (!view.detailView) view.pdfPage?.cleanup();
		}
	}
	eventBus.on("updateviewarea", free);
	eventBus.on("pagerendered", free);
}
