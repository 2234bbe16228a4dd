import type { DocumentKind } from "../policy/kinds.ts";
import { agentOf, type Provenance, type Role } from "../policy/rules.ts";
import type { Find, Found, Place } from "./place.ts";
import type { RowMap } from "./row-map.ts";

/** What both people of a session share, as one end knows it: a value, changed only by `step`. */
export type SessionState =
	/** Paired; the visitor has not let the agent in yet. */
	| { phase: "asking"; agent: string | null }
	| {
			phase: "open";
			/** The agent's name, on both sides. */
			agent: string;
			presence: Presence;
			/** The other agents, as the visitor's end tells this one's; null as long as there was none. */
			others: Others | null;
			request: Request | null;
			document: SharedDocument | null;
			/** The latest share of each, as far as this end knows; 0: none yet. */
			lastShare: Readonly<Record<Role, number>>;
			/** The number of the agent's latest request. */
			lastRequest: number;
	  }
	| { phase: "ended"; reason: EndReason; why: EndWhy };

/** How the other person is: `quiet` after 10 s without a sign, `away` when their page said it was leaving. */
export type Presence = "here" | "quiet" | "away" | "lost";

/** Who ended the session, as the `sessionend` event says it. */
export type EndReason = "agent" | "visitor" | "error";

export type EndWhy = "ended" | "refused" | "error" | "silent";

/** The other agents with the same visitor, and what one of them is sharing. */
export type Others = {
	agents: string[];
	sharing: { by: string; name: string } | null;
};

/** The agent has asked the visitor to share a document. */
export type Request = { number: number; stage: "asked" | "accepted" };

export type SharedDocument = {
	share: number;
	sharedBy: Role;
	name: string;
	kind: DocumentKind;
	/** Bytes. */
	size: number;
	savable: boolean;
	from: Provenance;
	/** The latest position of either person. `turn` 0: nobody has moved. */
	position: { turn: number; by: Role; place: Place | null };
	/** The latest search of either person, and the sharer's answer to it. */
	find: { turn: number; by: Role; find: Find | null; found: Found | null };
	/** Where the other person points. */
	pointer: Place | null;
	/** Where the rows of a CSV begin, as its sharer's viewer has found out. */
	rows: RowMap | null;
};

/** Something a person should be told once; a sentence in words/ for each. */
export type Notice =
	| { notice: "declined" | "request-expired" | "request-not-allowed" }
	/** The visitor is answering another agent's request. */
	| { notice: "request-busy" }
	| { notice: "request-cancelled" }
	/** The other person closed the document, or `by`, another agent. */
	| { notice: "closed"; name: string; by?: string }
	/** The other person shares another document instead. */
	| { notice: "replaced"; name: string }
	/** Another agent shares `next` instead; undefined where its name is not told. */
	| {
			notice: "replaced-by";
			agent: string;
			name: string;
			next: string | undefined;
			/** The document that was closed is this person's own. */
			own: boolean;
	  }
	/** Another agent is in the session now. */
	| { notice: "joined"; agent: string }
	/** An agent has left, and what they shared was closed with it. */
	| { notice: "left"; agent: string; name?: string }
	/** Both shared at the same moment: the visitor's document is the one shown, or the other agent's. */
	| { notice: "crossed"; name: string; by?: string }
	/** The other side's rules forbid this document, or ours forbid theirs. */
	| { notice: "refused"; name: string }
	| { notice: "damaged" | "gone"; name: string }
	/** The page was loaded anew and what it shared went with it: the other person had it open. */
	| { notice: "share-again"; name: string };

/** What integrators hear of a session, on the page of each of the two. */
export type SessionEvent =
	| { event: "sessionstart"; detail: { agent: string } }
	/** The page was loaded anew in the middle of a session, which goes on. */
	| { event: "sessioncontinue"; detail: { agent: string } }
	| { event: "sessionend"; detail: { reason: EndReason } }
	| { event: "connection"; detail: { state: "connected" | "reconnecting" } }
	| { event: "documentShared"; detail: { sharedBy: Role; name: string } }
	| {
			event: "documentDownloaded";
			detail: { sharedBy: Role; downloadedBy: Role; name: string };
	  }
	| { event: "enddocshare"; detail: { name: string; by: Role | "error" } }
	| { event: "enddocsharepreview"; detail: { name: string } };

/** What integrators hear on the visitor's page: of all agents together. */
export type DocsideEvent =
	| SessionEvent
	/** Who is in the session now. */
	| { event: "agents"; detail: { agents: string[] } };

export const initialState: SessionState = { phase: "asking", agent: null };

/** Who shares a document, whichever way it came: what one agent shares reaches the others through the visitor's end. */
export function sharerOf(
	document: Pick<SharedDocument, "sharedBy" | "from">,
): Role {
	return agentOf(document.from) === undefined ? document.sharedBy : "agent";
}

export function otherRole(role: Role): Role {
	return role === "agent" ? "visitor" : "agent";
}

/** The number of the next share of `role`: odd for the agent, even for the visitor, never one used before. */
export function nextShare(
	lastShare: Readonly<Record<Role, number>>,
	role: Role,
): number {
	const first = role === "agent" ? 1 : 2;
	return lastShare[role] === 0 ? first : lastShare[role] + 2;
}

/** Whether a share number can be one of `role`'s. */
export function isShareOf(share: number, role: Role): boolean {
	return (share % 2 === 1) === (role === "agent");
}
