import type { ToLoader } from "./frame-port.ts";

export type Layout = Extract<ToLoader, { type: "layout" }>["layout"];

const MARGIN = 16;
/**
 * One height for every card: nothing jumps from under a finger or a pointer when the next one comes. Room for the
 * longest, the place to choose a file with a sentence about the last choice.
 */
const CARD_HEIGHT = 456;
const PILL_HEIGHT = 52;
/** Up to this width a card is as wide as the screen and a document fills it. */
const PHONE_WIDTH = 600;

/**
 * Lays the visitor's frame out in the site's page. Properties are set one by one with priority: a strict CSP forbids
 * style sheets and style attributes, not this, and the page's own styles cannot reach it.
 */
export function layFrame(frame: HTMLIFrameElement, layout: Layout) {
	const phone = innerWidth <= PHONE_WIDTH;
	const edge = phone ? 0 : MARGIN;
	const height = layout === "pill" ? PILL_HEIGHT : CARD_HEIGHT;
	const wide = phone ? "100vw" : layout === "card" ? "380px" : "1100px";
	const box: Record<string, string> = {
		all: "initial",
		position: "fixed",
		right: `${edge}px`,
		bottom: `${edge}px`,
		width: `min(${wide}, calc(100vw - ${2 * edge}px))`,
		height:
			layout === "document"
				? `calc(100dvh - ${2 * edge}px)`
				: `min(${height}px, calc(100dvh - ${2 * edge}px))`,
		border: "0",
		"border-radius": phone
			? layout === "document"
				? "0"
				: "16px 16px 0 0"
			: "14px",
		"box-shadow":
			"0 0 0 1px light-dark(rgb(10 25 41 / 12%), rgb(255 255 255 / 18%)), 0 12px 40px rgb(10 25 41 / 28%)",
		"z-index": "2147483647",
		"color-scheme": "light dark",
		display: "block",
	};
	if (layout === "pill") {
		box.width = "min(300px, 100vw)";
		box["border-radius"] = phone ? "16px 16px 0 0" : "26px";
	}
	for (const [property, value] of Object.entries(box))
		frame.style.setProperty(property, value, "important");
}
