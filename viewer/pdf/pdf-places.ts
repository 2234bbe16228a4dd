import type { PdfPlace } from "../../session/place.ts";
import type { PdfViewer } from "./pdfjs.ts";

/** A box over the document: a page, with its place and size in the scrolled content, in CSS px. */
export type PageBox = {
	page: number;
	left: number;
	top: number;
	width: number;
	height: number;
};

export interface PdfPlaces {
	/** The point of a page that is at the top left of the window. Between two pages it is above the lower one. */
	read(): PdfPlace;
	/** Scrolls so that `place` is at the top left of the window, as far as the document reaches. */
	scrollTo(place: PdfPlace): void;
	/** The point of a page under a point of the window, in CSS px; null beside the pages. */
	locate(clientX: number, clientY: number): PdfPlace | null;
	/** Where a page is; undefined when there is none of that number. */
	boxOf(page: number): PageBox | undefined;
	/** A rectangle of a page (left, bottom, right, top, in PDF points) as left, top, right, bottom in CSS px of its box. */
	toPixels(
		page: number,
		rect: readonly number[],
	): [number, number, number, number];
	/** As many pages as there are, at most: pages are counted from 1. */
	clamp(page: number): number;
}

const MAX_POINTS = 1_000_000;

/** Turns scroll positions into places of the document and back. Exact to a CSS px, whatever the zoom and rotation. */
export function createPdfPlaces(
	viewer: PdfViewer,
	container: HTMLElement,
): PdfPlaces {
	const clamp = (page: number) =>
		Math.min(Math.max(page, 1), Math.max(viewer.pagesCount, 1));

	function boxOf(page: number): PageBox | undefined {
		const div: HTMLElement | undefined = viewer.getPageView(page - 1)?.div;
		return (
			div && {
				page,
				left: div.offsetLeft,
				top: div.offsetTop,
				width: div.offsetWidth,
				height: div.offsetHeight,
			}
		);
	}

	/** The first page that ends below `y` of the scrolled content, or the last one. */
	function pageAt(y: number): number {
		let low = 1;
		let high = Math.max(viewer.pagesCount, 1);
		while (low < high) {
			const middle = (low + high) >> 1;
			const box = boxOf(middle);
			if (box && box.top + box.height > y) high = middle;
			else low = middle + 1;
		}
		return low;
	}

	function placeAt(page: number, left: number, top: number): PdfPlace {
		const point: unknown = viewer
			.getPageView(page - 1)
			?.getPagePoint(left, top);
		const [x, y] = Array.isArray(point) ? point : [0, 0];
		return { kind: "pdf", page, x: bounded(x), y: bounded(y) };
	}

	function pixelAt(page: number, x: number, y: number): [number, number] {
		const { viewport } = viewer.getPageView(page - 1);
		const [left, top] = viewport.convertToViewportPoint(x, y);
		return [Number(left), Number(top)];
	}

	return {
		clamp,
		boxOf,
		read() {
			const { scrollLeft, scrollTop } = container;
			const page = pageAt(scrollTop);
			const box = boxOf(page);
			if (!box) return { kind: "pdf", page: 1, x: 0, y: 0 };
			return placeAt(page, scrollLeft - box.left, scrollTop - box.top);
		},
		scrollTo({ page, x, y }) {
			const box = boxOf(clamp(page));
			if (!box) return;
			const [left, top] = pixelAt(box.page, x, y);
			container.scrollTo({
				left: box.left + left,
				top: box.top + top,
				behavior: "instant",
			});
		},
		locate(clientX, clientY) {
			const window = container.getBoundingClientRect();
			const x = clientX - window.left + container.scrollLeft;
			const y = clientY - window.top + container.scrollTop;
			const box = boxOf(pageAt(y));
			if (!box) return null;
			const [left, top] = [x - box.left, y - box.top];
			const inside =
				left >= 0 && top >= 0 && left <= box.width && top <= box.height;
			return inside ? placeAt(box.page, left, top) : null;
		},
		toPixels(page, [left = 0, bottom = 0, right = 0, top = 0]) {
			const [x1, y1] = pixelAt(page, left, bottom);
			const [x2, y2] = pixelAt(page, right, top);
			return [
				Math.min(x1, x2),
				Math.min(y1, y2),
				Math.max(x1, x2),
				Math.max(y1, y2),
			];
		},
	};
}

function bounded(points: unknown): number {
	const value = Number(points);
	if (!Number.isFinite(value)) return 0;
	return Math.min(Math.max(value, -MAX_POINTS), MAX_POINTS);
}
