import type { Hit, Place } from "../../session/place.ts";
import { createPointerMark } from "../pointer-mark.ts";
import type { PdfPlaces } from "./pdf-places.ts";

export interface PageOverlay {
	/** Marks a match on its page; null clears it. */
	hit(hit: Extract<Hit, { kind: "pdf" }> | null): void;
	/** The other person's pointer; null when they point nowhere. */
	point(at: Place | null, name: string): void;
	/** The pages have moved or changed their size. */
	refresh(): void;
}

/**
 * What is drawn over the pages: the match that is looked at, and the other person's pointer. It lies beside the pages
 * and follows them, because pdf.js throws away what it finds inside a page whenever it draws it again.
 */
export function createPageOverlay(
	container: HTMLElement,
	places: PdfPlaces,
): PageOverlay {
	const hits = layer("hits");
	const pointers = layer("pointers");
	const mark = createPointerMark();
	let shown: Extract<Hit, { kind: "pdf" }> | null = null;
	let pointed: { page: number; x: number; y: number } | null = null;

	function layer(name: string) {
		const element = document.createElement("div");
		element.className = `page-overlay ${name}`;
		element.setAttribute("aria-hidden", "true");
		element.hidden = true;
		container.append(element);
		return element;
	}

	/** Lays `element` over a page; false when there is no such page. */
	function cover(element: HTMLElement, page: number): boolean {
		const box = places.boxOf(page);
		element.hidden = !box;
		if (!box) return false;
		element.style.transform = `translate(${box.left}px, ${box.top}px)`;
		element.style.width = `${box.width}px`;
		element.style.height = `${box.height}px`;
		return true;
	}

	function drawHit() {
		hits.replaceChildren();
		hits.hidden = true;
		if (!shown || !cover(hits, shown.page)) return;
		for (const rect of shown.rects) {
			const [left, top, right, bottom] = places.toPixels(shown.page, rect);
			const box = document.createElement("div");
			box.className = "hit";
			box.style.left = `${left}px`;
			box.style.top = `${top}px`;
			box.style.width = `${right - left}px`;
			box.style.height = `${bottom - top}px`;
			hits.append(box);
		}
	}

	function drawPointer(name: string) {
		if (!pointed || !cover(pointers, pointed.page)) return;
		const { page, x, y } = pointed;
		const [left, top] = places.toPixels(page, [x, y, x, y]);
		mark.show(pointers, { left: `${left}px`, top: `${top}px` }, name);
	}

	let lastName = "";
	return {
		hit(hit) {
			shown = hit;
			drawHit();
		},
		point(at, name) {
			lastName = name;
			pointed = at?.kind === "pdf" ? at : null;
			if (pointed) drawPointer(name);
			else mark.hide();
		},
		refresh() {
			drawHit();
			if (pointed && !pointers.hidden && pointers.hasChildNodes())
				drawPointer(lastName);
		},
	};
}
