/**
 * In the viewer's page: draws the icon and the panel's frame, and nothing else. The page's scripts cannot see into the
 * panel, and what they do to this icon is not trusted.
 */
import { wordsFor } from "../words/words.ts";
import { browser } from "./browser.ts";
import { watchPageKey } from "./page-key.ts";
import { createPanelHost } from "./panel-host.ts";
import { parseSharingStatus, STATUS_QUESTION } from "./sharing-status.ts";
import { dispatchOnToolbar, findToolbar } from "./toolbar.ts";
import { createToolbarIcon } from "./toolbar-icon.ts";

declare global {
	/** Set in the extension's own world, which the page does not share. */
	var docsideIcon: boolean | undefined;
}

async function start() {
	const words = wordsFor(document.documentElement.lang);
	const status = parseSharingStatus(
		await browser.runtime.sendMessage(STATUS_QUESTION),
	);
	const toolbarSelector = status?.toolbarSelector ?? "";
	const keySelector = status?.keySelector ?? "";
	const icon = createToolbarIcon(words, () => panel.toggle());
	const panel = createPanelHost({
		title: words.panel.title,
		onShown(shown) {
			icon.setExpanded(shown);
			if (!shown) icon.focus();
		},
		onActive: (active) => icon.setActive(active),
		onEvent: (event, detail) => dispatchOnToolbar(event, detail),
	});
	const reason = isSecureContext ? status?.reason : "insecure-page";
	if (reason) icon.setReason(words.icon[reason]);
	if (status?.inSession) panel.toggle();
	watchPageKey(keySelector, (key) => panel.setKey(key));
	findToolbar(toolbarSelector, (toolbar) => icon.placeIn(toolbar));
}

if (!globalThis.docsideIcon) {
	globalThis.docsideIcon = true;
	void start();
}
