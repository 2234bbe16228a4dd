import { wordsFor } from "../words/words.ts";
import {
	administratorPattern,
	isAdministratorPage,
} from "./administrator-pattern.ts";
import { browser, type Tabs } from "./browser.ts";
import { loadOptions } from "./options-store.ts";

type PageScript = { id: string; file: string };

/** In the viewer's pages. */
const ICON: PageScript = { id: "docside-icon", file: "content.js" };
/** In the administrator's page. */
const LINK_TEST: PageScript = {
	id: "docside-link-test",
	file: "administrator-page.js",
};

/**
 * Puts the icon on the pages that the options name, and the extension's half of `Test link` on the server's
 * administrator's page, as far as the browser lets us in: on those that load from now on, and on those that are open.
 */
export async function registerPages(): Promise<void> {
	const { viewerPages, server } = await loadOptions();
	const administrators = administratorPattern(server);
	await register(ICON, viewerPages);
	await register(
		LINK_TEST,
		administrators === undefined ? [] : [administrators],
	);
}

async function register({ id, file }: PageScript, patterns: string[]) {
	const matches: string[] = [];
	for (const pattern of patterns) {
		if (await isGranted(pattern)) matches.push(pattern);
	}
	const known = await browser.scripting.getRegisteredContentScripts({
		ids: [id],
	});
	if (known.length > 0)
		await browser.scripting.unregisterContentScripts({ ids: [id] });
	if (matches.length === 0) return;
	await browser.scripting.registerContentScripts([
		{
			id,
			js: [file],
			matches,
			runAt: "document_idle",
			persistAcrossSessions: true,
		},
	]);
	const tabs = await browser.tabs.query({ url: matches });
	for (const tab of tabs) await run(file, tab);
}

/** Works on the page of one tab: its icon, or `Test link` where it is the administrator's. */
export async function startOnPage(tab: Tabs.Tab): Promise<void> {
	const { server } = await loadOptions();
	if (!isAdministratorPage(tab.url ?? "", server)) return run(ICON.file, tab);
	await run(LINK_TEST.file, tab);
	await showDone(tab);
}

/** There is nothing to see on the administrator's page: the pressed icon itself says that it works. */
async function showDone({ id: tabId }: Tabs.Tab): Promise<void> {
	if (tabId === undefined) return;
	const say = wordsFor(navigator.language).options;
	await browser.action.setBadgeText({ tabId, text: "✓" });
	await browser.action.setTitle({ tabId, title: say.administratorsAllowed });
}

/** A page that does not allow scripts of extensions stays as it is. */
async function run(file: string, { id: tabId }: Tabs.Tab): Promise<void> {
	if (tabId === undefined) return;
	try {
		await browser.scripting.executeScript({ target: { tabId }, files: [file] });
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
