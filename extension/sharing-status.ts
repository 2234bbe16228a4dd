import * as v from "valibot";
import { agentSettings, SignalingError } from "../session/signaling-api.ts";
import { keptSession } from "./kept-session.ts";
import { loadOptions, serverBase } from "./options-store.ts";

export const STATUS_QUESTION = "docside-sharing-status";

/** What the icon needs to know, asked of the background by the content script. */
const statusSchema = v.strictObject({
	/** Why nothing can be shared; null when something can. */
	reason: v.nullable(
		v.picklist(["no-server", "sign-in", "sharing-off", "offline"]),
	),
	toolbarSelector: v.string(),
	keySelector: v.string(),
	/** The page was loaded anew in the middle of a session: it goes on in the panel. */
	inSession: v.boolean(),
});

export type SharingStatus = v.InferOutput<typeof statusSchema>;

export function parseSharingStatus(value: unknown): SharingStatus | undefined {
	const result = v.safeParse(statusSchema, value);
	return result.success ? result.output : undefined;
}

/** Where the icon goes on the page, and whether there is anything behind it. */
export async function sharingStatus(tab?: number): Promise<SharingStatus> {
	const options = await loadOptions();
	const { toolbarSelector, keySelector } = options;
	const [reason, kept] = await Promise.all([
		reasonOf(options),
		tab === undefined ? undefined : keptSession(tab),
	]);
	const inSession = kept !== undefined;
	return { reason, toolbarSelector, keySelector, inSession };
}

async function reasonOf({
	server,
	token,
}: {
	server: string;
	token: string;
}): Promise<SharingStatus["reason"]> {
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
