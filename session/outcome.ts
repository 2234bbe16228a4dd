import { agentOf, type Provenance, type Role } from "../policy/rules.ts";
import type { Message, MessageOf } from "./messages.ts";
import {
	type EndReason,
	type EndWhy,
	type Notice,
	otherRole,
	type Presence,
	type SessionEvent,
	type SessionState,
	type SharedDocument,
	sharerOf,
} from "./state.ts";

/** What follows from one thing that happened: the next state, and what is to be sent and told, in order. */
export type Outcome = {
	state: SessionState;
	send: Message[];
	events: SessionEvent[];
	notices: Notice[];
};

export type Open = Extract<SessionState, { phase: "open" }>;

/** The other person is here, or not; told when the connection is lost or back. */
export function present(state: Open, presence: Presence): Outcome {
	const before = state.presence === "here";
	const now = presence === "here";
	const event: SessionEvent = {
		event: "connection",
		detail: { state: now ? "connected" : "reconnecting" },
	};
	return go({ ...state, presence }, { events: before === now ? [] : [event] });
}

/** Nothing follows but the state. */
export function stay(state: SessionState): Outcome {
	return { state, send: [], events: [], notices: [] };
}

/** The state, and what else follows. */
export function go(state: SessionState, rest: Partial<Outcome>): Outcome {
	return { ...stay(state), ...rest, state };
}

/** Ends the session, and tells the other end unless it was the one who `told` us. */
export function end(
	state: SessionState,
	reason: EndReason,
	why: EndWhy,
	told = false,
): Outcome {
	const events: SessionEvent[] = [];
	if (state.phase === "open" && state.document)
		events.push(documentEnded(state.document, reason));
	events.push({ event: "sessionend", detail: { reason } });
	const bye: Message = { type: "bye", why: byeOf(why) };
	return {
		state: { phase: "ended", reason, why },
		send: told ? [] : [bye],
		events,
		notices: [],
	};
}

function byeOf(why: EndWhy): MessageOf<"bye">["why"] {
	return why === "silent" ? "error" : why;
}

export function byeReceived(
	state: SessionState,
	{ why }: MessageOf<"bye">,
	me: Role,
): Outcome {
	const reason = why === "error" ? "error" : otherRole(me);
	return end(state, reason, why, true);
}

/** The event that says a document is closed. */
export function documentEnded(
	document: SharedDocument,
	by: Role | "error",
): SessionEvent {
	return { event: "enddocshare", detail: { name: document.name, by } };
}

/** The event that says the watcher has saved a document. */
export function downloaded(
	document: SharedDocument,
	downloadedBy: Role,
): SessionEvent {
	const { name } = document;
	return {
		event: "documentDownloaded",
		detail: { sharedBy: sharerOf(document), downloadedBy, name },
	};
}

/** A document that has just been shared: nobody has moved in it yet. */
export function newDocument(
	facts: Omit<SharedDocument, "position" | "find" | "pointer" | "rows">,
): SharedDocument {
	const { sharedBy: by } = facts;
	return {
		...facts,
		position: { turn: 0, by, place: null },
		find: { turn: 0, by, find: null, found: null },
		pointer: null,
		rows: null,
	};
}

/** Whether a share is what an open request has asked for. */
export function answersRequest(
	sharedBy: Role,
	{ from }: { from: Provenance },
): boolean {
	return sharedBy === "visitor" && agentOf(from) === undefined;
}
