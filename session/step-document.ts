/** What arrives about a document as a whole: that it is shared, and that it is over. */
import { agentOf, type Role } from "../policy/rules.ts";
import type { MessageOf } from "./messages.ts";
import {
	answersRequest,
	documentEnded,
	go,
	newDocument,
	type Open,
	type Outcome,
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

/** The other end shares a document. */
export function offerReceived(
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

/** The document is over, by the other end. */
export function closeReceived(
	state: Open,
	message: MessageOf<"close"> | MessageOf<"gone">,
	me: Role,
): Outcome {
	const { document } = state;
	if (!document || message.share !== document.share)
		return stay(missed(state, message.share, me));
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

/** It was shared and closed around a break: its offer does not come any more, and counts as heard. */
function missed(state: Open, share: number, me: Role): Open {
	const them = otherRole(me);
	const { lastShare } = state;
	return isShareOf(share, them) && share > lastShare[them]
		? { ...state, lastShare: { ...lastShare, [them]: share } }
		: state;
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
