import {
	agentSettings,
	redeemInvitation,
	SignalingError,
} from "../session/signaling-api.ts";
import type { Words } from "../words/words.ts";
import { type Options, serverBase } from "./options-store.ts";

/** What became of saving, as a sentence. */
export type SaveResult = { good: boolean; text: string };

/** The token that the invitation stands for, or the one there is when none was typed; else what is wrong with it. */
export async function redeem(
	{ server, token }: Options,
	invitation: string,
	words: Words,
): Promise<{ token: string } | { wrong: string }> {
	const base = serverBase(server);
	if (invitation === "" || base === undefined) return { token };
	try {
		return { token: await redeemInvitation(base, invitation) };
	} catch (error) {
		const why = passingTrouble(error, words);
		return { wrong: why ?? words.options.wrongInvitation };
	}
}

/** What to say of options that are kept now: who is signed in by them. */
export async function savedResult(
	{ server, token }: Options,
	words: Words,
): Promise<SaveResult> {
	const say = words.options;
	const base = serverBase(server);
	if (base === undefined || token === "")
		return { good: true, text: say.saved };
	try {
		const { name, company } = await agentSettings(base, token);
		const text = `${say.saved} ${say.signedInAs(name, company)}`;
		return { good: true, text };
	} catch (error) {
		const why = passingTrouble(error, words) ?? words.join["sign-in"];
		return { good: false, text: `${say.saved} ${why}` };
	}
}

/** What has nothing to do with what was typed, as a sentence; undefined for everything else. */
function passingTrouble(error: unknown, words: Words): string | undefined {
	if (!(error instanceof SignalingError)) return undefined;
	const { failure } = error;
	return failure === "offline" || failure === "rate-limited"
		? words.join[failure]
		: undefined;
}
