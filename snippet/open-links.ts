import { fetchDocument } from "./fetch-document.ts";
import type { ToFrame, ToLoader } from "./frame-port.ts";

const OPEN = '[data-docside="open"]';

/**
 * Links the site marks `data-docside="open"`. While they are `offered` a visitor's click on one becomes a question in
 * the frame; otherwise, and for clicks with a key that mean a new tab or a download, the link does what it always did.
 * The document is fetched here, in the page, because the frame has none of the page's cookies.
 */
export function createOpenLinks(on: {
	toFrame(message: ToFrame): void;
	/** A question is about to be asked there. */
	enterFrame(): void;
}) {
	let offered = false;
	let number = 0;
	let link: HTMLAnchorElement | undefined;
	let fetching: AbortController | undefined;

	// On the window, so that a page whose own listener has dealt with the click is heard first.
	addEventListener("click", (event) => {
		// A script's click is no visitor's: it follows the link, as `Open here` does.
		if (!offered || !event.isTrusted || event.defaultPrevented) return;
		if (event.button || event.ctrlKey || event.metaKey) return;
		if (event.shiftKey || event.altKey) return;
		const found = event.composedPath().find(isMarkedLink);
		if (!found) return;
		event.preventDefault();
		forget();
		link = found;
		number += 1;
		on.enterFrame();
		on.toFrame({
			type: "link",
			link: number,
			path: found.pathname,
			download: found.download,
			text: found.textContent ?? "",
		});
	});

	function forget() {
		fetching?.abort();
		link = undefined;
	}

	async function fetchLink(most: number) {
		if (!link) return;
		fetching = new AbortController();
		const { signal } = fetching;
		const fetched = await fetchDocument(link.href, most, signal);
		if (!signal.aborted) on.toFrame({ type: "fetched", link: number, fetched });
	}

	return {
		offer(now: boolean) {
			offered = now;
			if (!now) forget();
		},
		fetch(message: Extract<ToLoader, { type: "fetch" }>) {
			if (message.link === number) void fetchLink(message.most);
		},
		over(message: Extract<ToLoader, { type: "link-over" }>) {
			if (message.link !== number) return;
			const left = link;
			forget();
			if (message.next !== "stay") left?.focus();
			if (message.next === "follow") left?.click();
		},
	};
}

function isMarkedLink(target: EventTarget): target is HTMLAnchorElement {
	return (
		target instanceof HTMLAnchorElement &&
		target.matches(OPEN) &&
		/^(https?|blob):$/.test(target.protocol)
	);
}
