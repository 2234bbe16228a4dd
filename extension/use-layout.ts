import { useEffect } from "preact/hooks";
import type { ViewerPage } from "./use-page.ts";

/** Tells the page how much room the panel needs: as much as its menu is high, or room for a document. */
export function useLayout({ tell }: ViewerPage, showsDocument: boolean) {
	useEffect(() => {
		const panel = document.querySelector(".panel");
		if (showsDocument || panel === null) {
			tell({ type: "layout", layout: "document", height: 0 });
			return;
		}
		const measure = () =>
			tell({ type: "layout", layout: "menu", height: contentHeight(panel) });
		const observer = new ResizeObserver(measure);
		for (const part of panel.querySelectorAll(".panel-body > *"))
			observer.observe(part);
		observer.observe(panel);
		measure();
		return () => observer.disconnect();
	});
}

/** The height the panel would like, its scrolling part unrolled. CSS pixels. */
function contentHeight(panel: Element): number {
	let height = 0;
	for (const part of panel.children) height += part.scrollHeight;
	return Math.min(height + 2, 10_000);
}
