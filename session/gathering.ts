/**
 * The visitor's end of a session with one or several agents: a link and a Session each, and one shared state that the
 * visitor's panel shows. The visitor's end is the hub: agents have no link to each other.
 */
import { refusal } from "../policy/rules.ts";
import type { SharingRules } from "../policy/settings.ts";
import { createCompany } from "./company.ts";
import { createCurrentDocument } from "./current-document.ts";
import { documentOf } from "./gathered-document.ts";
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
	let state: GatheringState = { phase: "asking", members: [] };
	let lastMember = 0;
	/** What happens on the links now is our own doing: no news of theirs. */
	let isActing = false;
	const company = createCompany({ event: on.event, returned: tellOthers });
	const current = createCurrentDocument(company, on.event);

	function act(what: () => void) {
		isActing = true;
		try {
			what();
		} finally {
			isActing = false;
		}
		if (state.phase !== "ended")
			state = stateOf(company.seats, current.document);
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
					notices.push(...current.follow(seat, notices));
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
		current.document?.offerTo(seat);
	}

	/** What is open here came after what they had open: it is theirs to see too. */
	function comeBack(seat: Seat) {
		company.comeBack(seat);
		current.document?.offerTo(seat);
	}

	function leave(seat: Seat, reason: EndReason, why: EndWhy) {
		const wasIn = company.remove(seat);
		const closing = current.leave(seat, reason);
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

	function tellOthers() {
		company.tellOthers(current.document);
	}

	return {
		get state() {
			return state;
		},
		get rules() {
			return rulesOfAll(company.present);
		},
		get source() {
			return current.document?.source;
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
				current.open({ by: undefined, source, savable, from, reading }),
			);
			return undefined;
		},
		closeDocument() {
			if (current.document) act(() => current.close("visitor", "done"));
		},
		moved: (place) => act(() => current.document?.moved(place)),
		searched: (find) => act(() => current.document?.searched(find)),
		found: (found) => act(() => current.document?.found(found)),
		// Nothing of it is state: it is too frequent for that.
		pointed: (at) => current.document?.pointed(at),
		mapped: (map) => act(() => current.document?.mapped(map)),
		async save(signal, onProgress) {
			const by = current.document?.by;
			if (!by) throw new SaveError("closed");
			return by.session.save(signal, onProgress);
		},
		saved: () => current.document?.by?.session.saved(),
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
				for (const { session } of company.seats) session.end();
				current.end("visitor")?.free();
				finish("visitor", "ended");
			});
		},
	};
}
