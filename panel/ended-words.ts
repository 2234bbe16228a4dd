import type { Role } from "../policy/rules.ts";
import type { SessionState } from "../session/state.ts";
import type { Words } from "../words/words.ts";

/** Why the session is over, said to one of the two people. */
export function endedSentence(
	{ reason, why }: Extract<SessionState, { phase: "ended" }>,
	me: Role,
	words: Words,
): string {
	const say = words.ended;
	if (why === "silent") return say.silent;
	if (why === "refused") return me === "agent" ? say.refused : say.refusedByYou;
	if (reason === "error") return say.error;
	if (reason === me) return say.byYou;
	return reason === "agent" ? say.byAgent : say.byVisitor;
}
