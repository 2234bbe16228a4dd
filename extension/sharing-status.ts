import * as v from "valibot";
import { agentSettings, SignalingError } from "../session/signaling-api.ts";
import { keptSession } from "./kept-session.ts";
import { loadOptions, serverBase } from "./options-store.ts";

/**
 * The two questions of the content script to the background. Apart, because the icon has its place at once, and the
 * server may take its time with the reason.
 */
export const PLACE_QUESTION = "docside-icon-place";
export const REASON_QUESTION = "docside-sharing-reason";

/** Where the icon goes on the page, where the page shows the session key, and whether a session goes on there. */
const placeSchema = v.strictObject({
	toolbarSelector: v.string(),
	keySelector: v.string(),
	/** The page was loaded anew in the middle of a session: it goes on in the panel. */
	inSession: v.boolean(),
});

/** Why nothing can be shared; null when something can. */
const reasonSchema = v.nullable(
	v.picklist(["no-server", "sign-in", "sharing-off", "offline"]),
);

export type IconPlace = v.InferOutput<typeof placeSchema>;
export type SharingReason = v.InferOutput<typeof reasonSchema>;

export function parseIconPlace(value: unknown): IconPlace | undefined {
	const result = v.safeParse(placeSchema, value);
	return result.success ? result.output : undefined;
}

/** Undefined for anything that is no answer. */
export function parseSharingReason(value: unknown): SharingReason | undefined {
	const result = v.safeParse(reasonSchema, value);
	return result.success ? result.output : undefined;
}

/** `tab`: the one that asks. */
export async function iconPlace(tab?: number): Promise<IconPlace> {
	const [{ toolbarSelector, keySelector }, kept] = await Promise.all([
		loadOptions(),
		tab === undefined ? undefined : keptSession(tab),
	]);
	return { toolbarSelector, keySelector, inSession: kept !== undefined };
}

/** Asks the server whether there is anything behind the icon. */
export async function sharingReason(): Promise<SharingReason> {
	const { server, token } = await loadOptions();
	const base = serverBase(server);
	if (base === undefined) return "no-server";
	if (token === "") return "sign-in";
	try {
		const { sharing, links } = await agentSettings(base, token);
		const nothing =
			!sharing.agentDocumentShare &&
			!sharing.visitorDocumentShare &&
			links.length === 0;
		return nothing ? "sharing-off" : null;
	} catch (error) {
		const signIn =
			error instanceof SignalingError && error.failure === "sign-in";
		return signIn ? "sign-in" : "offline";
	}
}
