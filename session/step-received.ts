import { agentOf, type Role } from "../policy/rules.ts";
import type { Message, MessageOf } from "./messages.ts";
import {
	answersRequest,
	byeReceived,
	documentEnded,
	downloaded,
	go,
	newDocument,
	type Open,
	type Outcome,
	present,
	stay,
} from "./outcome.ts";
import {
	isShareOf,
	type Notice,
	otherRole,
	type SessionEvent,
	type SharedDocument,
	sharerOf,
} from "./state.ts";

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

/**
 * An offer that our rules forbid: taken and closed again at once, so that both ends agree that what it replaced, and
 * the request it answered, are over.
 */
export function offerRefused(
	state: Open,
	offer: MessageOf<"offer">,
	me: Role,
): Outcome {
	const taken = offerReceived(state, offer, me);
	const { share, name } = offer;
	if (taken.state.phase !== "open" || taken.state.document?.share !== share)
		return taken;
	return go(
		{ ...taken.state, document: null },
		{
			send: [...taken.send, { type: "close", share, why: "refused" }],
			events: taken.events.filter(({ event }) => event === "enddocshare"),
			notices: [{ notice: "refused", name }],
		},
	);
}

function offerReceived(
	state: Open,
	offer: MessageOf<"offer">,
	me: Role,
): Outcome {
	const them = otherRole(me);
	const { share, over, type: _, reading: _reading, ...facts } = offer;
	if (!isShareOf(share, them) || share <= state.lastShare[them])
		return stay(state);
	const lastShare = { ...state.lastShare, [them]: share };
	// They had not heard of our latest yet. Even where we have closed it since, it is on its way to them and replaces
	// what they offer: so the visitor's wins on both ends, whatever else is on the way.
	const crossed = over < state.lastShare[me];
	if (crossed && me === "visitor")
		return go(
			{ ...state, lastShare },
			{ send: [{ type: "close", share, why: "replaced" }] },
		);
	const events: SessionEvent[] = [];
	const notices: Notice[] = [];
	if (state.document) {
		events.push(documentEnded(state.document, them));
		const { name } = state.document;
		const agent = agentOf(offer.from);
		if (crossed)
			notices.push({
				notice: "crossed",
				name,
				...(agent !== undefined && { by: agent }),
			});
		else if (agent !== undefined)
			notices.push(replacedBy(state.document, agent, offer.name, me));
		else notices.push({ notice: "replaced", name });
	}
	const document = newDocument({ ...facts, share, sharedBy: them });
	events.push({
		event: "documentShared",
		detail: { sharedBy: sharerOf(document), name: offer.name },
	});
	const answered = answersRequest(them, offer) ? state.request : null;
	return go(
		{
			...state,
			lastShare,
			request: answered ? null : state.request,
			document,
		},
		{
			// For a visitor who shared before the request reached them: it must not stay open there.
			send: answered ? [{ type: "cancel", request: answered.number }] : [],
			events,
			notices,
		},
	);
}

function closeReceived(
	state: Open,
	message: MessageOf<"close"> | MessageOf<"gone">,
	me: Role,
): Outcome {
	const { document } = state;
	if (!document || message.share !== document.share) return stay(state);
	const why = message.type === "gone" ? "gone" : message.why;
	if (why === "gone" && document.sharedBy === me) return stay(state);
	// Only the visitor's end speaks of other agents.
	const agent =
		message.type === "close" && me === "agent" ? message.by : undefined;
	const them = agent === undefined ? otherRole(me) : "agent";
	const expected = why === "done" || why === "replaced" || why === "left";
	return go(
		{ ...state, document: null },
		{
			events: [documentEnded(document, expected ? them : "error")],
			notices: [closeNotice(state, document, why, agent, me)],
		},
	);
}

function closeNotice(
	{ others }: Open,
	document: SharedDocument,
	why: MessageOf<"close">["why"] | "gone",
	agent: string | undefined,
	me: Role,
): Notice {
	const { name } = document;
	switch (why) {
		case "done":
			return agent === undefined
				? { notice: "closed", name }
				: { notice: "closed", name, by: agent };
		case "replaced":
			return agent === undefined
				? { notice: "crossed", name }
				: replacedBy(document, agent, others?.sharing?.name, me);
		case "left":
			return agent === undefined
				? { notice: "closed", name }
				: { notice: "left", agent, name };
		case "refused":
		case "damaged":
		case "gone":
			return { notice: why, name };
		default:
			return why satisfies never;
	}
}

function replacedBy(
	{ name, sharedBy }: SharedDocument,
	agent: string,
	next: string | undefined,
	me: Role,
): Notice {
	return { notice: "replaced-by", agent, name, next, own: sharedBy === me };
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
