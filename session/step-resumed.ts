/**
 * Two ends that meet again, over a link that takes the place of one that was lost. Each says what it knows; what the
 * other has missed is then said once, as it is now. Nothing is replayed.
 */
import { agentOf, type Role } from "../policy/rules.ts";
import type { Message, MessageOf } from "./messages.ts";
import { documentEnded, type Open, type Outcome } from "./outcome.ts";
import { isShareOf, otherRole, type SharedDocument } from "./state.ts";

type Resume = MessageOf<"resume">;

/** What this end knows: the first message over the new link. `fresh`: its page was loaded anew. */
export function resumeMessage(state: Open, fresh: boolean): Resume {
	const { lastShare, lastRequest, request, document } = state;
	return {
		type: "resume",
		fresh,
		shares: { ...lastShare },
		lastRequest,
		request,
		document: document && known(document),
	};
}

function known({ share, name, from }: SharedDocument): Resume["document"] {
	const by = agentOf(from);
	return { share, name, ...(by !== undefined && { by }) };
}

/** What follows from what the other end knows. `fresh`: our own page was loaded anew, so what it says counts. */
export function resumed(
	before: Open,
	theirs: Resume,
	me: Role,
	fresh: boolean,
): Outcome {
	const outcome: Outcome = { state: before, send: [], events: [], notices: [] };
	const state = fresh
		? informed(before, theirs, me)
		: { ...before, lastShare: caughtUp(before, theirs, me) };
	outcome.state = { ...state, presence: "here" };
	if (fresh) {
		outcome.events.push({
			event: "sessioncontinue",
			detail: { agent: state.agent },
		});
		const lost = theirs.document;
		// Another agent's comes again from that agent.
		if (lost && isShareOf(lost.share, me) && lost.by === undefined)
			outcome.notices.push({ notice: "share-again", name: lost.name });
	}
	if (me === "visitor" && state.others)
		outcome.send.push({ type: "others", ...state.others });
	resumeRequest(outcome, theirs, me);
	resumeDocument(outcome, theirs, me);
	return outcome;
}

/** A fresh end counts on from where it was, so that nothing it says is taken for something old. */
function informed(state: Open, theirs: Resume, me: Role): Open {
	const { shares, request } = theirs;
	const asksAgain = me === "visitor" && request !== null;
	return {
		...state,
		lastShare: { ...caughtUp(state, theirs, me), [me]: shares[me] },
		lastRequest: asksAgain ? request.number - 1 : theirs.lastRequest,
		// Only the agent asks: what the visitor still has open is the agent's own.
		request: me === "agent" ? request : null,
	};
}

/**
 * What they shared and closed while nobody heard counts as heard, or all that we offer would seem to have crossed it.
 * What they still have open comes again, if we missed it.
 */
function caughtUp(
	{ lastShare }: Pick<Open, "lastShare">,
	{ shares, document }: Resume,
	me: Role,
): Open["lastShare"] {
	const them = otherRole(me);
	const comesAgain = document !== null && isShareOf(document.share, them);
	// The one before: numbers of each go up by two.
	const heard = comesAgain ? document.share - 2 : shares[them];
	return { ...lastShare, [them]: Math.max(lastShare[them], heard) };
}

function resumeRequest(outcome: Outcome, theirs: Resume, me: Role): void {
	const state = openOf(outcome);
	const { request } = state;
	if (request === null || theirs.request?.number === request.number) {
		// The visitor's end is where a request is answered.
		if (me === "agent" && request && theirs.request)
			outcome.state = { ...state, request: theirs.request };
		return;
	}
	// An agent's page that was loaded anew takes its request over from what we know of it.
	if (me === "visitor" && theirs.fresh) return;
	const unheard = theirs.fresh || theirs.lastRequest < request.number;
	if (me === "agent" && unheard) {
		outcome.state = { ...state, request: { ...request, stage: "asked" } };
		outcome.send.push({ type: "request", request: request.number });
		return;
	}
	// It was answered, or taken back, while nobody heard.
	outcome.state = { ...state, request: null };
	outcome.notices.push({
		notice: me === "agent" ? "request-expired" : "request-cancelled",
	});
}

function resumeDocument(outcome: Outcome, theirs: Resume, me: Role): void {
	const state = openOf(outcome);
	const { document } = state;
	if (document === null) return;
	const { share } = document;
	const ours = document.sharedBy === me;
	const kept = !theirs.fresh && theirs.document?.share === share;
	const unheard = theirs.fresh || theirs.shares[me] < share;
	if (kept || (ours && unheard)) {
		if (!kept) outcome.send.push(offerAgain(state, document, me));
		outcome.state = { ...state, document: { ...document, pointer: null } };
		outcome.send.push(...lookingAgain(document, me, theirs.fresh));
		return;
	}
	// They have closed it while nobody heard, or what they shared went with their page.
	const gone = !ours && theirs.fresh;
	outcome.state = { ...state, document: null };
	outcome.events.push(documentEnded(document, gone ? "error" : otherRole(me)));
	outcome.notices.push({
		notice: gone ? "gone" : "closed",
		name: document.name,
	});
}

function offerAgain(state: Open, document: SharedDocument, me: Role): Message {
	const { share, name, kind, size, savable, from } = document;
	const over = state.lastShare[otherRole(me)];
	return { type: "offer", share, over, name, kind, size, savable, from };
}

/** Our own last move and search, or, to an end that knows nothing, the last of either. */
function lookingAgain(
	{ share, sharedBy, position, find, rows }: SharedDocument,
	me: Role,
	fresh: boolean,
): Message[] {
	const send: Message[] = [];
	const isNews = (by: Role) => fresh || by === me;
	if (position.place && isNews(position.by))
		send.push({
			type: "position",
			share,
			turn: position.turn,
			place: position.place,
		});
	if (find.find && isNews(find.by))
		send.push({ type: "find", share, turn: find.turn, find: find.find });
	// They may have missed the latest, or have a page that knows nothing.
	if (rows && sharedBy === me) send.push({ type: "rows", share, map: rows });
	if (find.found && sharedBy === me)
		send.push({ type: "found", share, turn: find.turn, found: find.found });
	return send;
}

function openOf({ state }: Outcome): Open {
	if (state.phase !== "open") throw new Error("A resumed session is open");
	return state;
}
