import type { DocumentKind } from "../policy/kinds.ts";
import type { Provenance } from "../policy/rules.ts";
import type { Message, MessageOf } from "./messages.ts";
import type { Find, Found, Place } from "./place.ts";
import type { RowMap } from "./row-map.ts";
import type { EndReason, EndWhy, Others, Presence } from "./state.ts";

/** What happens to a session: something its own person does, or something that arrives. */
export type Happening =
	| { type: "received"; message: Message }
	/** It arrived, and our rules forbid it. */
	| { type: "refused-offer"; offer: MessageOf<"offer"> }
	| { type: "introduce"; name: string }
	| { type: "welcome"; allowed: boolean }
	| { type: "request" }
	| { type: "cancel-request" }
	| {
			type: "answer";
			answer: "accepted" | "declined" | "expired" | "not-allowed";
	  }
	| { type: "share"; document: ProposedDocument }
	| { type: "close"; why: CloseWhy; by?: string | undefined }
	| { type: "others"; others: Others }
	| { type: "saved" }
	| { type: "moved"; place: Place }
	| { type: "searched"; find: Find }
	| { type: "found"; found: Found }
	| { type: "pointed"; at: Place | null }
	| { type: "mapped"; map: RowMap }
	| { type: "presence"; presence: Presence }
	/** The ends have met again over another link. `fresh`: our page was loaded anew. */
	| { type: "resumed"; theirs: MessageOf<"resume">; fresh: boolean }
	| { type: "end"; reason: EndReason; why: EndWhy };

/** Why this end closes a document. `replaced` and `left`: what another agent did, passed on by the visitor's end. */
export type CloseWhy = MessageOf<"close">["why"] | "gone";

/** A document that has passed the rules and is about to be offered. */
export type ProposedDocument = {
	name: string;
	kind: DocumentKind;
	size: number;
	savable: boolean;
	from: Provenance;
	reading?: [number, number][];
};
