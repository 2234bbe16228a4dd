import type { Role } from "../policy/rules.ts";
import type { Happening, ProposedDocument } from "./happening.ts";
import type { Message } from "./messages.ts";
import {
	answersRequest,
	documentEnded,
	downloaded,
	end,
	go,
	newDocument,
	type Open,
	type Outcome,
	present,
	stay,
} from "./outcome.ts";
import { nextShare, otherRole, type SessionEvent } from "./state.ts";
import { offerRefused } from "./step-document.ts";
import { resumed } from "./step-resumed.ts";

/** What this end's own person does, in an open session. */
export function stepOwn(
	state: Open,
	happening: Exclude<Happening, { type: "received" }>,
	me: Role,
): Outcome {
	const { document } = state;
	switch (happening.type) {
		case "introduce":
		case "welcome":
			return stay(state);
		case "refused-offer":
			return offerRefused(state, happening.offer, me);
		case "end":
			return end(state, happening.reason, happening.why);
		case "presence":
			return present(state, happening.presence);
		case "resumed":
			return resumed(state, happening.theirs, me, happening.fresh);
		case "request": {
			if (me !== "agent" || state.request !== null) return stay(state);
			const number = state.lastRequest + 1;
			return go(
				{ ...state, request: { number, stage: "asked" }, lastRequest: number },
				{ send: [{ type: "request", request: number }] },
			);
		}
		case "cancel-request": {
			if (me !== "agent" || state.request === null) return stay(state);
			return go(
				{ ...state, request: null },
				{ send: [{ type: "cancel", request: state.request.number }] },
			);
		}
		case "answer":
			return answered(state, happening.answer, me);
		case "share":
			return shared(state, happening.document, me);
		case "close":
			return closed(state, happening, me);
		case "others": {
			if (me !== "visitor") return stay(state);
			const { others } = happening;
			return go(
				{ ...state, others },
				{ send: [{ type: "others", ...others }] },
			);
		}
		case "saved": {
			if (!document || document.sharedBy === me) return stay(state);
			return go(state, {
				send: [{ type: "saved", share: document.share }],
				events: [downloaded(document, me)],
			});
		}
		case "moved": {
			if (!document) return stay(state);
			const turn = document.position.turn + 1;
			const position = { turn, by: me, place: happening.place };
			return go(
				{ ...state, document: { ...document, position } },
				{
					send: [
						{
							type: "position",
							share: document.share,
							turn,
							place: happening.place,
						},
					],
				},
			);
		}
		case "searched": {
			if (!document) return stay(state);
			const turn = document.find.turn + 1;
			const find = { turn, by: me, find: happening.find, found: null };
			return go(
				{ ...state, document: { ...document, find } },
				{
					send: [
						{
							type: "find",
							share: document.share,
							turn,
							find: happening.find,
						},
					],
				},
			);
		}
		case "found": {
			if (!document || document.sharedBy !== me) return stay(state);
			const { found } = happening;
			const { turn } = document.find;
			if (turn === 0) return stay(state);
			return go(
				{
					...state,
					document: { ...document, find: { ...document.find, found } },
				},
				{ send: [{ type: "found", share: document.share, turn, found }] },
			);
		}
		case "mapped": {
			if (!document || document.sharedBy !== me) return stay(state);
			const { map } = happening;
			return go(
				{ ...state, document: { ...document, rows: map } },
				{ send: [{ type: "rows", share: document.share, map }] },
			);
		}
		case "pointed": {
			if (!document) return stay(state);
			return go(state, {
				send: [{ type: "pointer", share: document.share, at: happening.at }],
			});
		}
		default:
			return happening satisfies never;
	}
}

function answered(
	state: Open,
	answer: Extract<Happening, { type: "answer" }>["answer"],
	me: Role,
): Outcome {
	const { request } = state;
	if (request === null) return stay(state);
	if (me === "agent") {
		if (answer !== "expired") return stay(state);
		return go(
			{ ...state, request: null },
			{
				send: [{ type: "cancel", request: request.number }],
				notices: [{ notice: "request-expired" }],
			},
		);
	}
	// Having accepted, the visitor may still think better of it while choosing a file.
	if (request.stage === "accepted" && answer !== "declined") return stay(state);
	const accepted = answer === "accepted";
	return go(
		{ ...state, request: accepted ? { ...request, stage: "accepted" } : null },
		{
			send: [{ type: "answer", request: request.number, answer }],
			notices: answer === "expired" ? [{ notice: "request-expired" }] : [],
		},
	);
}

/** A document of ours takes the place of whatever is open. */
function shared(state: Open, proposed: ProposedDocument, me: Role): Outcome {
	const share = nextShare(state.lastShare, me);
	const { reading, ...facts } = proposed;
	const over = state.lastShare[otherRole(me)];
	const events: SessionEvent[] = state.document
		? [documentEnded(state.document, me)]
		: [];
	events.push({
		event: "documentShared",
		detail: { sharedBy: me, name: proposed.name },
	});
	return go(
		{
			...state,
			lastShare: { ...state.lastShare, [me]: share },
			// Sharing answers the request that asked for it; another agent's document does not.
			request: answersRequest(me, facts) ? null : state.request,
			document: newDocument({ ...facts, share, sharedBy: me }),
		},
		{
			send: [
				{ type: "offer", share, over, ...facts, ...(reading && { reading }) },
			],
			events,
		},
	);
}

function closed(
	state: Open,
	{ why, by }: Extract<Happening, { type: "close" }>,
	me: Role,
): Outcome {
	const { document } = state;
	if (!document) return stay(state);
	const wanted = why === "done" || why === "replaced" || why === "left";
	const { share, name } = document;
	const send: Message[] =
		why === "gone"
			? [{ type: "gone", share }]
			: [{ type: "close", share, why, ...(by !== undefined && { by }) }];
	return go(
		{ ...state, document: null },
		{
			send,
			events: [documentEnded(document, wanted ? me : "error")],
			notices: wanted ? [] : [{ notice: why, name }],
		},
	);
}
