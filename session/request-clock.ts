import type { Role } from "../policy/rules.ts";
import type { SessionState } from "./state.ts";

/** How much longer than the visitor's end the agent's waits for an answer. */
const ANSWER_GRACE_MS = 3_000;

/**
 * Lets a request lapse. The visitor's end does and tells the agent's. That one waits a little longer
 * and lets it lapse itself when nothing comes.
 */
export function createRequestClock(options: {
	role: Role;
	seconds: number;
	lapsed(): void;
}): { follow(state: SessionState): void } {
	const { role, seconds, lapsed } = options;
	const waitMs = seconds * 1_000 + (role === "agent" ? ANSWER_GRACE_MS : 0);
	let asked: number | undefined;
	let timer: ReturnType<typeof setTimeout> | undefined;
	return {
		follow(state) {
			const now = unanswered(state);
			if (now === asked) return;
			asked = now;
			clearTimeout(timer);
			if (now !== undefined) timer = setTimeout(lapsed, waitMs);
		},
	};
}

/** The number of the request that waits for its answer. */
function unanswered(state: SessionState): number | undefined {
	if (state.phase !== "open" || state.request?.stage !== "asked")
		return undefined;
	return state.request.number;
}
