import type { LinkRule, Role } from "../policy/rules.ts";
import type { SharingRules } from "../policy/settings.ts";
import type { Guest } from "./gathered-document.ts";
import type { PairedLink } from "./introduce.ts";
import { openSession } from "./session.ts";
import type { Notice, SessionEvent } from "./state.ts";

/** An agent who has paired, as they come to a gathering. */
export type Arrival = {
	link: PairedLink;
	rules: SharingRules;
	links: readonly LinkRule[];
	/** The one the server knows them by. */
	agentName?: string | undefined;
	/** Our page was loaded anew: they were let in before, by this name. */
	continued?: { agent: string } | undefined;
	peerId: string;
};

/** An agent's place in a gathering: their session, and what it has told that its state does not say. */
export interface Seat extends Guest {
	/** After our page was loaded anew: they have said what they know of the session. */
	readonly hasMet: boolean;
	/** Who ended the last document on their link. */
	readonly endedBy: Role | "error";
	/** What has not been passed on yet, once: events come first, as they do from one session alone. */
	takeNotices(): Notice[];
}

/**
 * Begins a session with one agent of several. Most of its events are not passed on: to the page all agents are one
 * session, and the gathering says what happens in that one.
 */
export function openSeat(
	{ link, rules, links, agentName, continued, peerId }: Arrival,
	options: {
		id: number;
		/** Another agent's request is open. */
		isAsked(): boolean;
		/** What happens on the link now was done by the gathering itself: no news of theirs. */
		isOurDoing(): boolean;
		/** Something has happened on the link. What had arrived before the seat was there is not told. */
		changed(seat: Seat): void;
		event(event: Extract<SessionEvent, { event: "documentDownloaded" }>): void;
	},
): Seat {
	let seat: Seat | undefined;
	let hasMet = false;
	let endedBy: Seat["endedBy"] = "error";
	const notices: Notice[] = [];

	const session = openSession({
		link,
		role: "visitor",
		rules,
		links,
		agentName,
		continued,
		isAsked: options.isAsked,
		on: {
			changed() {
				if (seat) options.changed(seat);
			},
			event(event) {
				if (event.event === "documentDownloaded") options.event(event);
				if (event.event === "sessioncontinue") hasMet = true;
				if (event.event === "enddocshare") endedBy = event.detail.by;
			},
			notice(notice) {
				if (!options.isOurDoing()) notices.push(notice);
			},
		},
	});
	seat = {
		id: options.id,
		peerId,
		name: continued?.agent ?? "",
		session,
		rules,
		get hasMet() {
			return hasMet;
		},
		get endedBy() {
			return endedBy;
		},
		takeNotices: () => notices.splice(0),
	};
	return seat;
}
