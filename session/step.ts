import type { Role } from "../policy/rules.ts";
import type { Happening } from "./happening.ts";
import type { Message } from "./messages.ts";
import {
	byeReceived,
	end,
	go,
	type Open,
	type Outcome,
	stay,
} from "./outcome.ts";
import { cleanPersonName } from "./person-name.ts";
import type { SessionState } from "./state.ts";
import { stepOwn } from "./step-own.ts";
import { stepReceived } from "./step-received.ts";

/**
 * The whole behaviour of a session, for the end that plays `me`: the next state and what is to be sent and told.
 * Pure. A message that does not fit the state (late, forged, of an earlier share) changes nothing.
 */
export function step(
	state: SessionState,
	happening: Happening,
	me: Role,
): Outcome {
	switch (state.phase) {
		case "ended":
			return stay(state);
		case "asking":
			return stepAsking(state, happening, me);
		case "open":
			return happening.type === "received"
				? stepReceived(state, happening.message, me)
				: stepOwn(state, happening, me);
		default:
			return state satisfies never;
	}
}

function stepAsking(
	state: Extract<SessionState, { phase: "asking" }>,
	happening: Happening,
	me: Role,
): Outcome {
	const message = happening.type === "received" ? happening.message : undefined;
	if (happening.type === "end")
		return end(state, happening.reason, happening.why);
	if (message?.type === "bye") return byeReceived(state, message, me);
	if (me === "agent") {
		if (happening.type === "introduce")
			return go(
				{ phase: "asking", agent: happening.name },
				{ send: [{ type: "who", name: happening.name }] },
			);
		if (message?.type === "welcome" && state.agent !== null)
			return message.allowed
				? opened(state.agent, [])
				: end(state, "visitor", "refused", true);
		return stay(state);
	}
	if (message?.type === "who" && state.agent === null)
		return stay({ phase: "asking", agent: cleanPersonName(message.name) });
	if (happening.type === "welcome" && state.agent !== null) {
		const answer: Message = { type: "welcome", allowed: happening.allowed };
		if (happening.allowed) return opened(state.agent, [answer]);
		return { ...end(state, "visitor", "refused"), send: [answer] };
	}
	return stay(state);
}

function opened(agent: string, send: Message[]): Outcome {
	return go(openState(agent), {
		send,
		events: [{ event: "sessionstart", detail: { agent } }],
	});
}

/** An open session in which nothing has happened yet. */
export function openState(agent: string): Open {
	return {
		phase: "open",
		agent,
		presence: "here",
		others: null,
		request: null,
		document: null,
		lastShare: { agent: 0, visitor: 0 },
		lastRequest: 0,
	};
}
