import { isPhone } from "./load-pdf.ts";
import { type PdfViewer, pdfjs } from "./pdfjs.ts";

const MIN_SCALE = 0.25;
const MAX_SCALE = 5;
/** On a wide screen a page fills the width only up to this: beyond it nobody reads more easily. */
const MAX_FITTING_SCALE = 1.6;
const STEPS = [
	0.25, 0.33, 0.5, 0.67, 0.75, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2, 2.5, 3, 4, 5,
];
/** Pages are drawn anew this long after a pinch has ended; until then they are stretched. */
const DRAW_AFTER_PINCH_MS = 400;

export interface PdfZoom {
	step(step: "in" | "out"): void;
	/** Fits the width again, unless this person has chosen a zoom. True when the zoom has changed. */
	fit(): boolean;
}

export type PdfZoomOptions = {
	/** Runs a change of zoom and scrolls back to the place where it began. */
	keepPlace(change: () => void): void;
	/** Runs a change of zoom that says itself where it leads: a pinch goes on where the fingers are. */
	takePlace(change: () => void): void;
	signal: AbortSignal;
};

/** Zoom belongs to this screen alone: nothing here is ever reported as a move. */
export function createPdfZoom(
	viewer: PdfViewer,
	container: HTMLElement,
	{ keepPlace, takePlace, signal }: PdfZoomOptions,
): PdfZoom {
	let fitting = true;

	/** The scale at which the page on screen fills the width. */
	function fittingScale(): number {
		const page = viewer.getPageView(viewer.currentPageNumber - 1);
		if (!page) return 1;
		const margin = isPhone() || container.clientWidth < 600 ? 8 : 32;
		const natural = page.width / page.scale;
		const scale = (container.clientWidth - margin) / natural;
		return clamp(Math.min(scale, MAX_FITTING_SCALE));
	}

	function pinch(factor: number, origin: [number, number]) {
		const wanted = clamp(viewer.currentScale * factor);
		fitting = false;
		const window = container.getBoundingClientRect();
		takePlace(() =>
			viewer.updateScale({
				scaleFactor: wanted / viewer.currentScale,
				origin: [origin[0] - window.left, origin[1] - window.top],
				drawingDelay: DRAW_AFTER_PINCH_MS,
			}),
		);
	}

	container.addEventListener(
		"wheel",
		(event) => {
			// What a track pad's pinch arrives as.
			if (!event.ctrlKey) return;
			event.preventDefault();
			const delta = event.deltaMode === 0 ? event.deltaY / 100 : event.deltaY;
			const factor = Math.exp(-Math.max(-1, Math.min(1, delta)) / 4);
			pinch(factor, [event.clientX, event.clientY]);
		},
		{ passive: false, signal },
	);
	new pdfjs.TouchManager({
		container,
		isPinchingDisabled: () => false,
		onPinching: (origin: [number, number], before: number, now: number) =>
			pinch(now / before, origin),
		signal,
	});

	return {
		step(step) {
			const now = viewer.currentScale;
			const next =
				step === "in"
					? STEPS.find((scale) => scale > now * 1.01)
					: STEPS.findLast((scale) => scale < now * 0.99);
			if (next === undefined) return;
			fitting = false;
			keepPlace(() => {
				viewer.currentScale = next;
			});
		},
		fit() {
			const scale = fittingScale();
			if (!fitting || Math.abs(scale - viewer.currentScale) < 0.001)
				return false;
			viewer.currentScale = scale;
			return true;
		},
	};
}

function clamp(scale: number): number {
	return Math.min(Math.max(scale, MIN_SCALE), MAX_SCALE);
}
