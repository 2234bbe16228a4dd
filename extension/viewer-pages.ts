import { browser } from "./browser.ts";
import { loadOptions } from "./options-store.ts";

const SCRIPT_ID = "docside-icon";
const SCRIPT_FILE = "content.js";

/**
 * Puts the icon on the pages that the options name and the browser lets us into: on those that load from now on, and
 * on those that are open.
 */
export async function registerViewerPages(): Promise<void> {
	const { viewerPages } = await loadOptions();
	const matches: string[] = [];
	for (const pattern of viewerPages) {
		if (await isGranted(pattern)) matches.push(pattern);
	}
	const known = await browser.scripting.getRegisteredContentScripts({
		ids: [SCRIPT_ID],
	});
	if (known.length > 0)
		await browser.scripting.unregisterContentScripts({ ids: [SCRIPT_ID] });
	if (matches.length === 0) return;
	await browser.scripting.registerContentScripts([
		{
			id: SCRIPT_ID,
			js: [SCRIPT_FILE],
			matches,
			runAt: "document_idle",
			persistAcrossSessions: true,
		},
	]);
	const tabs = await browser.tabs.query({ url: matches });
	for (const { id } of tabs) if (id !== undefined) await showIcon(id);
}

/** Puts the icon on the page of one tab; a page that does not allow scripts of extensions stays as it is. */
export async function showIcon(tabId: number): Promise<void> {
	try {
		await browser.scripting.executeScript({
			target: { tabId },
			files: [SCRIPT_FILE],
		});
	} catch {
		// The browser's own pages, the store, or a page without permission.
	}
}

async function isGranted(pattern: string): Promise<boolean> {
	try {
		return await browser.permissions.contains({ origins: [pattern] });
	} catch {
		return false;
	}
}
