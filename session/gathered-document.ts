import { maySave, type Role } from "../policy/rules.ts";
import type { SharingRules } from "../policy/settings.ts";
import type { CloseWhy } from "./happening.ts";
import type { Find, Found, Place } from "./place.ts";
import type { RowMap } from "./row-map.ts";
import type { Session } from "./session.ts";
import { type ByteRange, type DocumentSource, SourceError } from "./source.ts";
import type { SharedDocument } from "./state.ts";

/** One of a visitor's agents, as their gathering knows them. */
export type Guest = {
	id: number;
	/** As the signaling server knows their page. */
	peerId: string;
	/** As shown; empty until they have said who they are. */
	name: string;
	session: Session;
	/** What this agent's role may do. */
	rules: SharingRules;
};

/** The document that is open for all, as the visitor sees it. */
export type DocumentPicture = SharedDocument & {
	/** The agent who shares it; null: the visitor. */
	sharer: string | null;
	/** Whose pointer it is. */
	pointerBy: string | null;
};

export type GatheredDocumentOptions = {
	/** A number of its own among all that the visitor has seen. */
	share: number;
	/** Who shares it; undefined: the visitor. */
	by: Guest | undefined;
	/** The visitor's file, or what arrives of the agent's. */
	source: DocumentSource;
	savable: boolean;
	from: SharedDocument["from"];
	reading: ByteRange[] | undefined;
};

/** One document over several links: what one person does with it is passed on to all others. */
export interface GatheredDocument {
	readonly by: Guest | undefined;
	readonly source: DocumentSource;
	readonly name: string;
	/** Whether nobody but the visitor has it any more. */
	readonly isAlone: boolean;
	picture(): DocumentPicture;
	has(guest: Guest): boolean;
	/** Shares it with one more agent, at the place where it is; false when the rules keep it from them. */
	offerTo(guest: Guest): boolean;
	/** It is closed on this link already. */
	drop(guest: Guest): void;
	/** What has changed on one link. */
	follow(guest: Guest): void;
	moved(place: Place): void;
	searched(find: Find): void;
	found(found: Found): void;
	pointed(at: Place | null): void;
	mapped(map: RowMap): void;
	/** Closes it on every link that has it, and frees the visitor's file. */
	close(why: CloseWhy, by?: string): void;
	/** Another document has taken its place on every link. */
	free(): void;
}

export function createGatheredDocument(
	options: GatheredDocumentOptions,
): GatheredDocument {
	const { by, source } = options;
	const sharedBy: Role = by ? "agent" : "visitor";
	/** Who has it, with what they were last seen to have done with it. */
	const seen = new Map<Guest, SharedDocument>();
	let position: SharedDocument["position"] = {
		turn: 0,
		by: sharedBy,
		place: null,
	};
	let find: SharedDocument["find"] = {
		turn: 0,
		by: sharedBy,
		find: null,
		found: null,
	};
	let pointer: Place | null = null;
	let pointerBy: string | null = null;
	let rows: RowMap | null = null;

	function pass(to: (session: Session) => void, from?: Guest) {
		for (const guest of seen.keys()) if (guest !== from) to(guest.session);
	}

	function move(who: Role, place: Place, from?: Guest) {
		position = { turn: position.turn + 1, by: who, place };
		pass((session) => session.moved(place), from);
	}

	function search(who: Role, wanted: Find, from?: Guest) {
		find = { turn: find.turn + 1, by: who, find: wanted, found: null };
		pass((session) => session.searched(wanted), from);
	}

	function answer(found: Found, from?: Guest) {
		if (find.turn === 0) return;
		find = { ...find, found };
		pass((session) => session.found(found), from);
	}

	function map(next: RowMap, from?: Guest) {
		rows = next;
		pass((session) => session.mapped(next), from);
	}

	const document: GatheredDocument = {
		by,
		source,
		name: source.name,
		get isAlone() {
			return seen.size === 0;
		},
		picture: () => ({
			share: options.share,
			sharedBy,
			name: source.name,
			kind: source.kind,
			size: source.size,
			savable: options.savable,
			from: options.from,
			position,
			find,
			pointer,
			rows,
			sharer: by?.name ?? null,
			pointerBy,
		}),
		has: (guest) => seen.has(guest),
		offerTo(guest) {
			const { session, rules } = guest;
			const { reading } = options;
			const refused = session.share(lent(source), {
				// Saving is between the sharer and the one who saves: what is passed on is never savable.
				savable: !by && options.savable && maySave(rules, "visitor"),
				from: by ? { agent: by.name } : options.from,
				...(reading && { reading }),
			});
			if (refused) return false;
			if (rows) session.mapped(rows);
			if (position.place) session.moved(position.place);
			if (find.find) session.searched(find.find);
			if (find.find && find.found) session.found(find.found);
			const shared = documentOf(guest);
			if (shared) seen.set(guest, shared);
			return true;
		},
		drop: (guest) => seen.delete(guest),
		follow(guest) {
			const now = documentOf(guest);
			const before = seen.get(guest);
			if (!now || !before) return;
			seen.set(guest, now);
			// Only what the agent has done: all else on this link is what was passed on to it.
			if (now.position.by === "agent" && now.position !== before.position) {
				const { place } = now.position;
				if (place) move("agent", place, guest);
			}
			// Not by its turn: theirs may have the number of one of ours, and wins.
			if (now.find.by === "agent" && now.find.find !== before.find.find)
				if (now.find.find) search("agent", now.find.find, guest);
			const { found } = now.find;
			if (guest === by && found && found !== before.find.found)
				answer(found, guest);
			if (guest === by && now.rows && now.rows !== before.rows)
				map(now.rows, guest);
			if (now.pointer !== before.pointer) {
				({ pointer } = now);
				pointerBy = guest.name;
			}
		},
		moved: (place) => move("visitor", place),
		searched: (wanted) => search("visitor", wanted),
		found(found) {
			if (!by) answer(found);
		},
		pointed: (at) => pass((session) => session.pointed(at)),
		mapped(found) {
			if (!by) map(found);
		},
		close(why, who) {
			for (const guest of seen.keys()) {
				// It is not the watcher's to say that a document is gone.
				const watching = guest === by && why === "gone";
				guest.session.closeDocument(watching ? "damaged" : why, who);
			}
			document.free();
		},
		free() {
			seen.clear();
			if (!by) source.close();
		},
	};
	if (by) {
		const shared = documentOf(by);
		if (shared) seen.set(by, shared);
		rows = shared?.rows ?? null;
	}
	return document;
}

export function documentOf({ session }: Guest): SharedDocument | null {
	return session.state.phase === "open" ? session.state.document : null;
}

/** The same document for one link, whose end closes its own view of it and not what the others read from. */
function lent(source: DocumentSource): DocumentSource {
	let closed = false;
	const { name, kind, size } = source;
	return {
		name,
		kind,
		size,
		async read(start, end, signal) {
			if (closed) throw new SourceError("closed");
			return source.read(start, end, signal);
		},
		close() {
			closed = true;
		},
	};
}
