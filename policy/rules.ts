import { allowedKinds, type DocumentKind } from "./kinds.ts";
import { MAX_DOCUMENT_BYTES, type SharingRules } from "./settings.ts";

/** The two people of a session. */
export type Role = "agent" | "visitor";

/**
 * Where a shared document comes from: the sharer's computer, an approved link by its id, or, from the visitor only,
 * another agent of the same session.
 */
export type Provenance = "computer" | { link: string } | { agent: string };

/** What the rules need to know of a document that is about to be shared. */
export type Proposal = {
	sharedBy: Role;
	from: Provenance;
	kind: DocumentKind;
	/** Bytes. */
	size: number;
	savable: boolean;
};

/** What the rules need to know of an approved link. */
export type LinkRule = { id: string; kind: DocumentKind; download: boolean };

/** Why a document may not be shared as proposed. */
export type Refusal =
	| { reason: "sharing-off" }
	| { reason: "saving-off" }
	| { reason: "unknown-link" }
	/** It is not what its link says it is. */
	| { reason: "wrong-type" }
	/** Its kind is none of those the administrator allows. */
	| { reason: "type-not-allowed"; allowed: readonly DocumentKind[] }
	| { reason: "empty" }
	| { reason: "too-large"; limit: number; viewOnlyHelps: boolean };

/** The name of the other agent whom a document comes from; undefined where it comes from the sharer. */
export function agentOf(from: Provenance): string | undefined {
	return typeof from === "object" && "agent" in from ? from.agent : undefined;
}

/** The approved link that a document comes from; undefined where it comes from none of these. */
export function linkOf<Link extends { id: string }>(
	from: Provenance,
	links: readonly Link[],
): Link | undefined {
	if (typeof from !== "object" || !("link" in from)) return undefined;
	return links.find(({ id }) => id === from.link);
}

/** Whether this person may share files from their computer at all. */
export function mayShareFiles(rules: SharingRules, sharer: Role): boolean {
	return sharer === "agent"
		? rules.sharing.agentDocumentShare
		: rules.sharing.visitorDocumentShare;
}

/** Whether the person who watches may save what `sharer` shares. For a link, its `download` counts too. */
export function maySave(
	rules: SharingRules,
	sharer: Role,
	link?: LinkRule,
): boolean {
	const setting =
		sharer === "agent"
			? rules.sharing.visitorDownloadDocumentShare
			: rules.sharing.agentDownloadDocumentShare;
	return setting && (link?.download ?? true);
}

/**
 * The largest document, in bytes, inclusive. What an agent shares is limited whether it can be saved or not; what a
 * visitor shares is limited only where the agent may save it.
 */
export function sizeLimit(
	rules: SharingRules,
	proposal: Pick<Proposal, "sharedBy" | "kind" | "savable">,
): number {
	const { limits } = rules;
	const pdf = proposal.kind === "pdf";
	if (proposal.sharedBy === "agent")
		return pdf ? limits.agentPdfBytes : limits.agentSheetBytes;
	if (!proposal.savable) return MAX_DOCUMENT_BYTES;
	return pdf ? limits.visitorPdfBytes : limits.visitorSheetBytes;
}

/**
 * The one check of a share. The sharer runs it before sending an offer and the watcher runs it again on the offer
 * that arrives, so neither depends on the other's good will. Returns undefined when the share is allowed.
 */
export function refusal(
	rules: SharingRules,
	links: readonly LinkRule[],
	proposal: Proposal,
): Refusal | undefined {
	const { from, sharedBy } = proposal;
	let link: LinkRule | undefined;
	if (agentOf(from) !== undefined) {
		// It comes by the visitor's end, and nobody can see whether that is honest: so what a visitor may share is what
		// may come, and never to be saved.
		if (sharedBy !== "visitor" || !mayShareFiles(rules, sharedBy))
			return { reason: "sharing-off" };
		if (proposal.savable) return { reason: "saving-off" };
	} else if (from === "computer") {
		if (!mayShareFiles(rules, sharedBy)) return { reason: "sharing-off" };
	} else if ("link" in from) {
		link = linkOf(from, links);
		if (sharedBy !== "agent" || link === undefined)
			return { reason: "unknown-link" };
		if (link.kind !== proposal.kind) return { reason: "wrong-type" };
	}
	const allowed = allowedKinds(rules.types);
	if (!allowed.includes(proposal.kind))
		return { reason: "type-not-allowed", allowed };
	if (proposal.savable && !maySave(rules, sharedBy, link))
		return { reason: "saving-off" };
	if (proposal.size < 1) return { reason: "empty" };
	const limit = sizeLimit(rules, proposal);
	if (proposal.size <= limit) return undefined;
	const viewOnlyHelps =
		sharedBy === "visitor" &&
		proposal.savable &&
		proposal.size <= MAX_DOCUMENT_BYTES;
	return { reason: "too-large", limit, viewOnlyHelps };
}
