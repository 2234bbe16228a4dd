/**
 * The way back into a session, by the tab it is in: the viewer's page may be loaded anew. It lives in the browser's
 * memory, where pages and their scripts cannot look, and ends with the session, the tab or the browser.
 */
import { type AgentWayBack, parseAgentWayBack } from "../session/way-back.ts";
import { browser } from "./browser.ts";

const keyOf = (tab: number) => `session-${tab}`;

export async function keepSession(
	tab: number,
	wayBack: AgentWayBack,
): Promise<void> {
	await browser.storage.session.set({ [keyOf(tab)]: wayBack });
}

export async function keptSession(
	tab: number,
): Promise<AgentWayBack | undefined> {
	const key = keyOf(tab);
	const kept = await browser.storage.session.get(key);
	return parseAgentWayBack(kept[key]);
}

export async function forgetSession(tab: number): Promise<void> {
	await browser.storage.session.remove(keyOf(tab));
}
