/**
 * In the viewer's page: draws the icon and the panel's frame, and nothing else. The page's scripts cannot see into the
 * panel, and what they do to this icon is not trusted.
 */
import { wordsFor } from "../words/words.ts";
import { browser } from "./browser.ts";
import { watchPageKey } from "./page-key.ts";
import { createPanelHost } from "./panel-host.ts";
import {
	PLACE_QUESTION,
	parseIconPlace,
	parseSharingReason,
	REASON_QUESTION,
} from "./sharing-status.ts";
import { dispatchOnToolbar, findToolbar } from "./toolbar.ts";
import { createToolbarIcon } from "./toolbar-icon.ts";

declare global {
	/** Set in the extension's own world, which the page does not share. */
	var docsideIcon: boolean | undefined;
}

async function start() {
	const words = wordsFor(document.documentElement.lang);
	const place = parseIconPlace(
		await browser.runtime.sendMessage(PLACE_QUESTION),
	);
	let asked = 0;
	const icon = createToolbarIcon(words, () => panel.toggle());
	const panel = createPanelHost({
		title: words.panel.title,
		onShown(shown) {
			icon.setExpanded(shown);
			if (!shown) icon.focus();
			void showReason();
		},
		onActive(active) {
			icon.setActive(active);
			void showReason();
		},
		onEvent: (event, detail) => dispatchOnToolbar(event, detail),
	});
	if (place?.inSession) panel.toggle();
	watchPageKey(place?.keySelector ?? "", (key) => panel.setKey(key));
	findToolbar(place?.toolbarSelector ?? "", (toolbar) => icon.placeIn(toolbar));
	void showReason();

	/** Again and again: the page may stay open for a day, and what the agent may do can change meanwhile. */
	async function showReason() {
		if (!isSecureContext) return icon.setReason(words.icon["insecure-page"]);
		asked += 1;
		const mine = asked;
		// An extension that was updated leaves its script behind, with nobody to ask.
		const answer: unknown = await browser.runtime
			.sendMessage(REASON_QUESTION)
			.catch(() => undefined);
		const reason = parseSharingReason(answer);
		if (reason === undefined || mine !== asked) return;
		icon.setReason(reason === null ? null : words.icon[reason]);
	}
}

if (!globalThis.docsideIcon) {
	globalThis.docsideIcon = true;
	void start();
}
