/** A page opts in with this attribute: it gets the icon here, and the agent's events. */
const OPT_IN = "[data-docside-toolbar]";

/** How long the icon waits for a toolbar that the page draws late, before it floats. Milliseconds. */
const TOOLBAR_WAIT_MS = 700;

function currentToolbar(selector: string): Element | null {
	try {
		const configured =
			selector === "" ? null : document.querySelector(selector);
		return configured ?? document.querySelector(OPT_IN);
	} catch {
		// Not a selector: the options page says so; here the icon floats.
		return document.querySelector(OPT_IN);
	}
}

/**
 * Calls `place` with the element for the icon, now or when the page has drawn it, and again when the page draws a new
 * one; with null, once, when there is none after a moment.
 */
export function findToolbar(
	selector: string,
	place: (toolbar: Element | null) => void,
) {
	let current: Element | null = null;
	const look = () => {
		if (current?.isConnected) return;
		const toolbar = currentToolbar(selector);
		if (toolbar === null || toolbar === current) return;
		current = toolbar;
		place(toolbar);
	};
	look();
	if (current === null)
		setTimeout(() => {
			if (current === null) place(null);
		}, TOOLBAR_WAIT_MS);
	new MutationObserver(look).observe(document.documentElement, {
		childList: true,
		subtree: true,
	});
}

/** Tells a page that opted in, and no other, what happened to documents. */
export function dispatchOnToolbar(
	event: string,
	detail: Record<string, string>,
) {
	for (const toolbar of document.querySelectorAll(OPT_IN)) {
		// `composed: false`, `bubbles: false`: the event is for the element that asked, nowhere else.
		toolbar.dispatchEvent(new CustomEvent(event, { detail }));
	}
}
