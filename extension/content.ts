/**
 * In the viewer's page: draws the icon and the panel's frame, and nothing else. The page's scripts cannot see into the
 * panel, and what they do to this icon is not trusted.
 */
import { wordsFor } from "../words/words.ts";
import { browser } from "./browser.ts";
import { watchPageKey } from "./page-key.ts";
import { createPanelHost } from "./panel-host.ts";
import {
	parseSharingStatus,
	type SharingStatus,
	STATUS_QUESTION,
} from "./sharing-status.ts";
import { dispatchOnToolbar, findToolbar } from "./toolbar.ts";
import { createToolbarIcon } from "./toolbar-icon.ts";

declare global {
	/** Set in the extension's own world, which the page does not share. */
	var docsideIcon: boolean | undefined;
}

async function askStatus(): Promise<SharingStatus | undefined> {
	return parseSharingStatus(await browser.runtime.sendMessage(STATUS_QUESTION));
}

async function start() {
	const words = wordsFor(document.documentElement.lang);
	const status = await askStatus();
	const toolbarSelector = status?.toolbarSelector ?? "";
	const keySelector = status?.keySelector ?? "";
	const icon = createToolbarIcon(words, () => panel.toggle());
	const panel = createPanelHost({
		title: words.panel.title,
		onShown(shown) {
			icon.setExpanded(shown);
			if (!shown) icon.focus();
			void refreshReason();
		},
		onActive(active) {
			icon.setActive(active);
			void refreshReason();
		},
		onEvent: (event, detail) => dispatchOnToolbar(event, detail),
	});
	showReason(status);
	if (status?.inSession) panel.toggle();
	watchPageKey(keySelector, (key) => panel.setKey(key));
	findToolbar(toolbarSelector, (toolbar) => icon.placeIn(toolbar));

	function showReason(told: SharingStatus | undefined) {
		const reason = isSecureContext ? told?.reason : "insecure-page";
		icon.setReason(reason ? words.icon[reason] : null);
	}

	/** The page may stay open for a day; what the agent may do can change meanwhile. */
	async function refreshReason() {
		// An extension that was updated leaves its script behind, with nobody to ask.
		const told = await askStatus().catch(() => undefined);
		if (told !== undefined) showReason(told);
	}
}

if (!globalThis.docsideIcon) {
	globalThis.docsideIcon = true;
	void start();
}
