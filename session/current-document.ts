import type { Role } from "../policy/rules.ts";
import type { Company } from "./company.ts";
import {
	createGatheredDocument,
	documentOf,
	type GatheredDocument,
	type GatheredDocumentOptions,
} from "./gathered-document.ts";
import type { CloseWhy } from "./happening.ts";
import type { Seat } from "./seat.ts";
import type { DocsideEvent, Notice } from "./state.ts";

/**
 * Which document a visitor and their agents have open: one at most, and another takes its place for everybody. One of
 * them while it is open is a GatheredDocument; here is how one becomes the next, and who has to hear of it.
 */
export interface CurrentDocument {
	readonly document: GatheredDocument | undefined;
	/** Takes the place of whatever is open, for everybody whom the rules let see it. */
	open(options: Omit<GatheredDocumentOptions, "share">): void;
	/**
	 * Something has happened on the link of one agent, and `notices` came with it: they may have opened a document, or
	 * closed this one, or done something with it. Answers what the visitor is to be told besides.
	 */
	follow(seat: Seat, notices: readonly Notice[]): Notice[];
	/** Closes it for everybody. */
	close(by: Role | "error", why: CloseWhy, who?: string): void;
	/** They have left. Answers the document that has ended with them, which is to be closed on the other links. */
	leave(seat: Seat, by: Role | "error"): GatheredDocument | undefined;
	/** Nothing is open any more: the page is told, the agents are not. */
	end(by: Role | "error"): GatheredDocument | undefined;
}

export function createCurrentDocument(
	company: Pick<Company, "present" | "isReturning" | "tellOthers">,
	onEvent: (event: DocsideEvent) => void,
): CurrentDocument {
	let document: GatheredDocument | undefined;
	let lastShare = 0;

	/** `isKnown`: it was open before our page was loaded anew, and is no news. */
	function open(
		options: Omit<GatheredDocumentOptions, "share">,
		isKnown = false,
	) {
		const { by } = options;
		const sharedBy = by ? "agent" : "visitor";
		const before = end(sharedBy);
		lastShare += 1;
		const opened = createGatheredDocument({ ...options, share: lastShare });
		document = opened;
		const detail = { sharedBy, name: opened.name } as const;
		if (!isKnown) onEvent({ event: "documentShared", detail });
		company.tellOthers(document);
		for (const seat of company.present) {
			// Who has not said yet what they know is offered it when they have.
			if (company.isReturning(seat)) continue;
			if (seat === by || opened.offerTo(seat) || !before?.has(seat)) continue;
			seat.session.closeDocument(by ? "replaced" : "done", by?.name);
		}
		before?.free();
	}

	/** The document is closed on one link: by the agent, or because something is wrong with it. */
	function dropped(
		seat: Seat,
		closing: GatheredDocument,
		notices: readonly Notice[],
	) {
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
		const by = seat.endedBy;
		if (told("damaged")) close(by, "damaged");
		else if (told("gone")) close(by, "gone");
		else close(by, "done", seat.name);
	}

	function close(by: Role | "error", why: CloseWhy, who?: string) {
		const closing = end(by);
		company.tellOthers(document);
		closing?.close(why, who);
	}

	function end(by: Role | "error") {
		const ended = document;
		document = undefined;
		if (ended)
			onEvent({ event: "enddocshare", detail: { name: ended.name, by } });
		return ended;
	}

	return {
		get document() {
			return document;
		},
		open: (options) => open(options),
		follow(seat, notices) {
			const before = document;
			const { source, reading, known } = seat.session;
			const shared = documentOf(seat);
			if (!shared) {
				if (before?.has(seat)) dropped(seat, before, notices);
				return [];
			}
			const isNew = shared.sharedBy === "agent" && source !== before?.source;
			if (!isNew || !source) {
				before?.follow(seat);
				return [];
			}
			// Where their rules kept the old one from them, their session has nothing to say of it.
			const unseen = before?.has(seat) ? undefined : before?.name;
			const { savable, from, share } = shared;
			open({ by: seat, source, savable, from, reading }, share === known);
			return unseen === undefined ? [] : [{ notice: "replaced", name: unseen }];
		},
		close,
		leave(seat, by) {
			document?.drop(seat);
			const isOver = document?.by === seat || document?.isAlone;
			return isOver ? end(by) : undefined;
		},
		end,
	};
}
