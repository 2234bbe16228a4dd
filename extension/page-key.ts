/** Where a page that opted in shows its session's key. */
const KEY_ATTRIBUTE = "data-docside-key";

function currentKey(selector: string): string | null {
	const marked = document
		.querySelector(`[${KEY_ATTRIBUTE}]`)
		?.getAttribute(KEY_ATTRIBUTE);
	if (marked) return marked.slice(0, 100);
	if (selector === "") return null;
	try {
		const element = document.querySelector(selector);
		const shown =
			element instanceof HTMLInputElement
				? element.value
				: element?.textContent;
		return shown?.trim().slice(0, 100) || null;
	} catch {
		return null;
	}
}

/** Calls `on` with the session key that the page shows, now and whenever it changes. */
export function watchPageKey(
	selector: string,
	on: (key: string | null) => void,
) {
	let known: string | null = null;
	const look = () => {
		const key = currentKey(selector);
		if (key === known) return;
		known = key;
		on(key);
	};
	look();
	new MutationObserver(look).observe(document.documentElement, {
		childList: true,
		subtree: true,
		characterData: true,
		attributes: true,
		attributeFilter: [KEY_ATTRIBUTE],
	});
}
