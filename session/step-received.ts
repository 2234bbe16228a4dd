import type { Role } from "../policy/rules.ts";
import type { Message, MessageOf } from "./messages.ts";
import {
	byeReceived,
	downloaded,
	go,
	type Open,
	type Outcome,
	present,
	stay,
} from "./outcome.ts";
import { type Notice, otherRole, type SharedDocument } from "./state.ts";
import { closeReceived, offerReceived } from "./step-document.ts";

/** What arrives from the other end, in an open session. A message about an earlier share changes nothing. */
export function stepReceived(state: Open, message: Message, me: Role): Outcome {
	const them = otherRole(me);
	const { document } = state;
	switch (message.type) {
		// Pairing is over, and reads, data and digests are the transfer's, not the state's.
		case "hello":
		case "pair":
		case "confirm":
		case "who":
		case "welcome":
		case "read":
		case "unread":
		case "save":
		case "digest":
		case "refused":
		// What two ends tell each other when they meet again comes as `resumed`.
		case "resume":
		case "beat":
			return stay(state);
		case "away":
			return present(state, "away");
		case "bye":
			return byeReceived(state, message, me);
		case "request": {
			const fresh = message.request > state.lastRequest;
			if (me !== "visitor" || !fresh || state.request) return stay(state);
			const number = message.request;
			return stay({
				...state,
				request: { number, stage: "asked" },
				lastRequest: number,
			});
		}
		case "cancel": {
			if (me !== "visitor" || state.request?.number !== message.request)
				return stay(state);
			return go(
				{ ...state, request: null },
				{ notices: [{ notice: "request-cancelled" }] },
			);
		}
		case "answer":
			return answerReceived(state, message, me);
		case "others":
			return me === "agent" ? othersReceived(state, message) : stay(state);
		case "offer":
			return offerReceived(state, message, me);
		case "close":
		case "gone":
			return closeReceived(state, message, me);
		default:
			break;
	}
	// The rest is about the document that is open, and only about that one.
	if (!document || message.share !== document.share) return stay(state);
	const change = (part: Partial<SharedDocument>) =>
		stay({ ...state, document: { ...document, ...part } });
	switch (message.type) {
		case "saved":
			return document.sharedBy === me && document.savable
				? go(state, { events: [downloaded(document, them)] })
				: stay(state);
		case "position": {
			const { turn, place } = message;
			return isNewer(document.position, turn, them)
				? change({ position: { turn, by: them, place } })
				: stay(state);
		}
		case "find": {
			const { turn, find } = message;
			return isNewer(document.find, turn, them)
				? change({ find: { turn, by: them, find, found: null } })
				: stay(state);
		}
		case "found": {
			const current = document.find;
			return document.sharedBy === them && message.turn === current.turn
				? change({ find: { ...current, found: message.found } })
				: stay(state);
		}
		case "rows":
			return document.sharedBy === them && document.kind === "csv"
				? change({ rows: message.map })
				: stay(state);
		case "pointer":
			return change({ pointer: message.at });
		default:
			return message satisfies never;
	}
}

/** The highest turn wins; the agent wins a tie. So both ends keep the same one, whatever arrives first. */
function isNewer(
	current: { turn: number; by: Role },
	turn: number,
	by: Role,
): boolean {
	if (turn !== current.turn) return turn > current.turn;
	return by === "agent" && current.by !== "agent";
}

function answerReceived(
	state: Open,
	{ request, answer }: MessageOf<"answer">,
	me: Role,
): Outcome {
	if (me !== "agent" || state.request?.number !== request) return stay(state);
	switch (answer) {
		case "accepted":
			return stay({
				...state,
				request: { ...state.request, stage: "accepted" },
			});
		case "declined":
			return go(
				{ ...state, request: null },
				{ notices: [{ notice: "declined" }] },
			);
		case "expired":
			return go(
				{ ...state, request: null },
				{ notices: [{ notice: "request-expired" }] },
			);
		case "not-allowed":
			return go(
				{ ...state, request: null },
				{ notices: [{ notice: "request-not-allowed" }] },
			);
		case "busy":
			return go(
				{ ...state, request: null },
				{ notices: [{ notice: "request-busy" }] },
			);
		default:
			return answer satisfies never;
	}
}

/** Who has come and who has gone since the last time; both are told, the latest last. */
function othersReceived(
	state: Open,
	{ agents, sharing }: MessageOf<"others">,
): Outcome {
	const before = state.others?.agents ?? [];
	const notices: Notice[] = [
		...without(before, agents).map((agent) => ({
			notice: "left" as const,
			agent,
		})),
		...without(agents, before).map((agent) => ({
			notice: "joined" as const,
			agent,
		})),
	];
	return go({ ...state, others: { agents, sharing } }, { notices });
}

/** Two people may have one name: each of `names` is taken off once. */
function without(all: readonly string[], names: readonly string[]): string[] {
	const left = [...names];
	return all.filter((name) => {
		const at = left.indexOf(name);
		if (at >= 0) left.splice(at, 1);
		return at < 0;
	});
}
