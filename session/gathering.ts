/**
 * The visitor's end of a session with one or several agents: a link and a Session each, and one shared state that the
 * visitor's panel shows. The visitor's end is the hub: agents have no link to each other.
 */
import { type Role, refusal } from "../policy/rules.ts";
import type { SharingRules } from "../policy/settings.ts";
import { createCompany } from "./company.ts";
import {
	createGatheredDocument,
	documentOf,
	type GatheredDocument,
	type GatheredDocumentOptions,
} from "./gathered-document.ts";
import {
	type GatheringState,
	requestOf,
	rulesOfAll,
	stateOf,
} from "./gathering-state.ts";
import type { PairedLink } from "./introduce.ts";
import { MAX_AGENTS } from "./messages.ts";
import { SaveError } from "./save.ts";
import { type Arrival, openSeat, type Seat } from "./seat.ts";
import type { DocumentSession } from "./session.ts";
import type { DocsideEvent, EndReason, EndWhy, Notice } from "./state.ts";
import type { TravelTo } from "./travel.ts";
import { turnAway } from "./turn-away.ts";

export type GatheringOptions = {
	changed(state: GatheringState): void;
	event(event: DocsideEvent): void;
	/** `agent`: the name of the one it is about. */
	notice(notice: Notice, agent: string): void;
};

/** The visitor's session with all their agents. It ends with the last of them. */
export interface Gathering extends DocumentSession {
	readonly state: GatheringState;
	/** What the visitor may share: with whom it is not allowed does not see it. Undefined while nobody is in. */
	readonly rules: SharingRules | undefined;
	/** An agent has paired. The visitor is asked, unless they were in before our page was loaded anew. */
	add(arrival: Arrival): void;
	/** Somebody who is in has found us again. False where nobody is known by this peer. */
	resume(peerId: string, link: PairedLink): boolean;
	/** The visitor lets an agent in, or not. */
	welcome(member: number, allowed: boolean): void;
	/** Answers the request that is open. */
	answer(answer: "accepted" | "declined"): void;
	/** Which way the bytes go between the visitor and each agent, also to those who have left. */
	travels(): Promise<TravelTo[]>;
	/** This page is going away. */
	leave(): void;
	/** The server says that whoever is at this peer is no agent any more. */
	dismiss(peerId: string): void;
	/** Ends the session with all. */
	end(): void;
}

export function openGathering(on: GatheringOptions): Gathering {
	let document: GatheredDocument | undefined;
	let state: GatheringState = { phase: "asking", members: [] };
	let lastMember = 0;
	let lastShare = 0;
	/** What happens on the links now is our own doing: no news of theirs. */
	let isActing = false;
	const company = createCompany({ event: on.event, returned: tellOthers });

	function act(what: () => void) {
		isActing = true;
		try {
			what();
		} finally {
			isActing = false;
		}
		if (state.phase !== "ended") state = stateOf(company.seats, document);
		company.tellConnection();
		on.changed(state);
	}

	/** Something has happened on the link of one agent. */
	function heard(seat: Seat) {
		const { state: now, source } = seat.session;
		// An offer is taken first and its source made next: then we hear again.
		const isHalfDone = documentOf(seat)?.sharedBy === "agent" && !source;
		if (isActing || isHalfDone || state.phase === "ended") return;
		const notices = seat.takeNotices();
		act(() => {
			switch (now.phase) {
				case "asking":
					seat.name = now.agent ?? "";
					return;
				case "open":
					seat.name = now.agent;
					if (!company.isIn(seat)) enter(seat);
					if (company.isReturning(seat) && seat.hasMet) comeBack(seat);
					followDocument(seat, notices);
					for (const notice of notices) on.notice(notice, seat.name);
					return;
				case "ended":
					return leave(seat, now.reason, now.why);
				default:
					now satisfies never;
			}
		});
	}

	function enter(seat: Seat) {
		company.enter(seat);
		tellOthers();
		document?.offerTo(seat);
	}

	/** What is open here came after what they had open: it is theirs to see too. */
	function comeBack(seat: Seat) {
		company.hasReturned(seat);
		document?.offerTo(seat);
	}

	function leave(seat: Seat, reason: EndReason, why: EndWhy) {
		const wasIn = company.remove(seat);
		document?.drop(seat);
		const closing =
			document?.by === seat || document?.isAlone ? document : undefined;
		if (closing) endDocument(closing, reason);
		if (wasIn) company.tellAgents();
		tellOthers();
		closing?.close("left", seat.name);
		if (company.seats.length === 0) return finish(reason, why);
		// Whom the visitor has sent away is no news to them.
		if (!wasIn || reason === "visitor") return;
		const name = closing && { name: closing.name };
		on.notice({ notice: "left", agent: seat.name, ...name }, seat.name);
	}

	function finish(reason: EndReason, why: EndWhy) {
		company.dissolve();
		state = { phase: "ended", reason, why };
		on.event({ event: "sessionend", detail: { reason } });
	}

	function followDocument(seat: Seat, notices: Notice[]) {
		const { source } = seat.session;
		const shared = documentOf(seat);
		if (!shared) {
			if (document?.has(seat)) dropped(seat, document, notices);
			return;
		}
		const isNew = shared.sharedBy === "agent" && source !== document?.source;
		if (!isNew || !source) return document?.follow(seat);
		// Who kept the old one from them by their rules has nothing to say of it.
		if (document && !document.has(seat))
			notices.push({ notice: "replaced", name: document.name });
		const { savable, from } = shared;
		const { reading } = seat.session;
		const isKnown = shared.share === seat.session.known;
		openDocument({ by: seat, source, savable, from, reading }, isKnown);
	}

	/** The document is closed on one link: by the agent, or because something is wrong with it. */
	function dropped(seat: Seat, closing: GatheredDocument, notices: Notice[]) {
		const told = (what: Notice["notice"]) =>
			notices.some(({ notice }) => notice === what);
		closing.drop(seat);
		if (told("refused") && closing.by !== seat && !closing.isAlone) {
			// Rules keep it from this one agent, or what they offered instead from all. The others go on.
			const isTheirs = !notices.some(
				(it) => it.notice === "refused" && it.name === closing.name,
			);
			if (isTheirs) closing.offerTo(seat);
			return;
		}
		endDocument(closing, seat.endedBy);
		tellOthers();
		if (told("damaged")) closing.close("damaged");
		else if (told("gone")) closing.close("gone");
		else closing.close("done", seat.name);
	}

	/** Takes the place of whatever is open, for everybody whom the rules let see it. */
	function openDocument(
		options: Omit<GatheredDocumentOptions, "share">,
		isKnown = false,
	) {
		const before = document;
		const { by } = options;
		const sharedBy = by ? "agent" : "visitor";
		if (before) endDocument(before, sharedBy);
		lastShare += 1;
		const opened = createGatheredDocument({ ...options, share: lastShare });
		document = opened;
		const detail = { sharedBy, name: opened.name } as const;
		if (!isKnown) on.event({ event: "documentShared", detail });
		tellOthers();
		for (const seat of company.present) {
			// Who has not said yet what they know is offered it when they have.
			if (company.isReturning(seat)) continue;
			if (seat === by || opened.offerTo(seat) || !before?.has(seat)) continue;
			seat.session.closeDocument(by ? "replaced" : "done", by?.name);
		}
		before?.free();
	}

	function endDocument({ name }: GatheredDocument, by: Role | "error") {
		document = undefined;
		on.event({ event: "enddocshare", detail: { name, by } });
	}

	function tellOthers() {
		company.tellOthers(document);
	}

	return {
		get state() {
			return state;
		},
		get rules() {
			return rulesOfAll(company.present);
		},
		get source() {
			return document?.source;
		},
		add(arrival) {
			if (state.phase === "ended" || company.seats.length >= MAX_AGENTS)
				return turnAway(arrival.link);
			lastMember += 1;
			const id = lastMember;
			const seat = openSeat(arrival, {
				id,
				isAsked: () =>
					requestOf(company.seats.filter((it) => it.id !== id)) !== null,
				isOurDoing: () => isActing,
				changed: heard,
				event: on.event,
			});
			if (arrival.continued) company.addAgain(seat);
			else company.add(seat);
			// What had arrived before anybody listened.
			heard(seat);
		},
		resume(peerId, link) {
			const seat = company.seats.find((it) => it.peerId === peerId);
			seat?.session.resume(link);
			return seat !== undefined;
		},
		welcome(member, allowed) {
			company.seats.find(({ id }) => id === member)?.session.welcome(allowed);
		},
		answer(answer) {
			const asking = requestOf(company.seats)?.by;
			const seat = company.seats.find(({ id }) => id === asking?.id);
			seat?.session.answer(answer);
		},
		share(source, { savable, from, reading }) {
			const rules = rulesOfAll(company.present);
			if (!rules) {
				// The session ended under the sharer's finger: the document is ours to free.
				source.close();
				return undefined;
			}
			const { kind, size } = source;
			const proposal = {
				sharedBy: "visitor",
				from,
				kind,
				size,
				savable,
			} as const;
			const why = refusal(rules, [], proposal);
			if (why !== undefined) return why;
			act(() =>
				openDocument({ by: undefined, source, savable, from, reading }),
			);
			return undefined;
		},
		closeDocument() {
			const closing = document;
			if (!closing) return;
			act(() => {
				endDocument(closing, "visitor");
				tellOthers();
				closing.close("done");
			});
		},
		moved: (place) => act(() => document?.moved(place)),
		searched: (find) => act(() => document?.searched(find)),
		found: (found) => act(() => document?.found(found)),
		// Nothing of it is state: it is too frequent for that.
		pointed: (at) => document?.pointed(at),
		mapped: (map) => act(() => document?.mapped(map)),
		async save(signal, onProgress) {
			const by = document?.by;
			if (!by) throw new SaveError("closed");
			return by.session.save(signal, onProgress);
		},
		saved: () => document?.by?.session.saved(),
		travels: company.travels,
		leave() {
			for (const { session } of company.seats) session.leave();
		},
		dismiss(peerId) {
			// As if they had left, which an honest end does by itself.
			company.seats.find((it) => it.peerId === peerId)?.session.end("agent");
		},
		end() {
			if (state.phase === "ended") return;
			act(() => {
				const closing = document;
				for (const { session } of company.seats) session.end();
				if (closing) endDocument(closing, "visitor");
				closing?.free();
				finish("visitor", "ended");
			});
		},
	};
}
