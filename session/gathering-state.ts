/** What the visitor's panel shows of a gathering, worked out from the sessions of its members. */
import type { SharingRules } from "../policy/settings.ts";
import type {
	DocumentPicture,
	GatheredDocument,
	Guest,
} from "./gathered-document.ts";
import type { EndReason, EndWhy, Others, Presence, Request } from "./state.ts";

/** An agent of this session, as the visitor's panel shows them. */
export type Member = {
	id: number;
	/** As the signaling server knows their page. */
	peerId: string;
	/** Their name; null until they have said it. */
	agent: string | null;
	/** `asking`: the visitor has not let them in yet. */
	phase: "asking" | "open";
	presence: Presence;
	rules: SharingRules;
};

/** What the visitor sees of all agents together. */
export type GatheringState =
	/** Nobody has been let in. */
	| { phase: "asking"; members: Member[] }
	| {
			phase: "open";
			members: Member[];
			/** The one request that is open, and whose it is. */
			request: OpenRequest | null;
			document: DocumentPicture | null;
	  }
	| { phase: "ended"; reason: EndReason; why: EndWhy };

export type OpenRequest = Request & { by: Member };

export const NO_OTHERS: Others = { agents: [], sharing: null };

/** Nobody is in, or somebody is; how it ended is not theirs to tell. */
export function stateOf(
	seats: readonly Guest[],
	document: GatheredDocument | undefined,
): GatheringState {
	const members = seats.map(memberOf);
	if (!members.some(({ phase }) => phase === "open"))
		return { phase: "asking", members };
	return {
		phase: "open",
		members,
		request: requestOf(seats),
		document: document?.picture() ?? null,
	};
}

export function isHere({ session: { state } }: Guest): boolean {
	return state.phase === "open" && state.presence === "here";
}

function memberOf({ id, peerId, rules, session: { state } }: Guest): Member {
	if (state.phase === "open")
		return {
			id,
			peerId,
			agent: state.agent,
			phase: "open",
			presence: state.presence,
			rules,
		};
	const agent = state.phase === "asking" ? state.agent : null;
	return { id, peerId, agent, phase: "asking", presence: "here", rules };
}

/** The request that is open: there is one at most. */
export function requestOf(seats: readonly Guest[]): OpenRequest | null {
	for (const seat of seats) {
		const { state } = seat.session;
		if (state.phase === "open" && state.request)
			return { ...state.request, by: memberOf(seat) };
	}
	return null;
}

/** What this one is told of the others. */
export function othersOf(
	seat: Guest,
	present: readonly Guest[],
	document: GatheredDocument | undefined,
): Others {
	const agents = present.filter((it) => it !== seat).map(({ name }) => name);
	const sharer = document?.by;
	if (!document || !sharer || sharer === seat) return { ...NO_OTHERS, agents };
	return { agents, sharing: { by: sharer.name, name: document.name } };
}

/** What the visitor may do with at least one of these agents. All but the switches is the same for a whole group. */
export function rulesOfAll(seats: readonly Guest[]): SharingRules | undefined {
	const [first] = seats;
	if (!first) return undefined;
	const may = (what: (rules: SharingRules["sharing"]) => boolean) =>
		seats.some(({ rules }) => what(rules.sharing));
	return {
		...first.rules,
		sharing: {
			visitorDocumentShare: may((it) => it.visitorDocumentShare),
			agentDownloadDocumentShare: may(
				(it) => it.visitorDocumentShare && it.agentDownloadDocumentShare,
			),
			agentDocumentShare: may((it) => it.agentDocumentShare),
			visitorDownloadDocumentShare: may(
				(it) => it.visitorDownloadDocumentShare,
			),
		},
	};
}
