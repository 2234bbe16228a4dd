/** What a person does with the document before them, and what their screen does by itself. */
import { maySave, type Role } from "../../policy/rules.ts";
import type { Find, Found, Place } from "../../session/place.ts";
import { SaveError } from "../../session/save.ts";
import type { DocumentSession } from "../../session/session.ts";
import { SourceError } from "../../session/source.ts";
import { type SharedDocument, sharerOf } from "../../session/state.ts";
import type { WatchedDocument } from "./documents.ts";
import type { Deed } from "./schedule.ts";
import { SMALL_BYTES, type World } from "./world.ts";

/** A copy that a save has made. */
export type Copy = { of: WatchedDocument; blob: Blob };

export type ScreenDeed = Exclude<
	Deed,
	| "share"
	| "close"
	| "request"
	| "cancel"
	| "accept"
	| "decline"
	| "reload"
	| "end"
>;

export interface Screen {
	/** Shares a document that `n` describes; a small one may always be shared. */
	share(n: number, small?: boolean): WatchedDocument | undefined;
	/** Does something with what is open. */
	act(deed: ScreenDeed, n: number): void;
	/** The state has changed: answers a search in a document of one's own. */
	look(): void;
	/** The page is gone, and with it what it was about to do. */
	leave(): void;
	/** Reads and saves that nobody has answered. */
	readonly waiting: number;
	readonly copies: readonly Copy[];
}

export type ScreenOptions = {
	world: World;
	role: Role;
	session(): DocumentSession | undefined;
	document(): SharedDocument | null;
};

export function createScreen(options: ScreenOptions): Screen {
	const { world, role, session, document } = options;
	const { random, documents, wrong } = world;
	const mine = new Set<WatchedDocument>();
	const copies: Copy[] = [];
	let saving: AbortController | undefined;
	let answered: Find | undefined;
	/** Of the present page. What an earlier one waited for is nobody's any more. */
	let waiting = { count: 0 };

	async function track(job: Promise<void>): Promise<void> {
		const page = waiting;
		page.count += 1;
		try {
			await job;
		} catch (error) {
			wrong(`${role}: ${error}`);
		} finally {
			page.count -= 1;
		}
	}

	async function readSome(n: number): Promise<void> {
		const open = document();
		const source = session()?.source;
		if (!open || !source) return;
		const start = n % open.size;
		const end = Math.min(open.size, start + 1 + ((n * 7) % 150_000));
		const original = documents.named(open.name);
		try {
			const bytes = await source.read(start, end);
			const expected = original.bytes.subarray(start, end);
			if (!original.tainted && Buffer.compare(bytes, expected) !== 0)
				wrong(`${role} reads other bytes of ${open.name}`);
		} catch (error) {
			if (!(error instanceof SourceError)) throw error;
		}
	}

	/** What this person shares changes on disk. */
	function loseFile(): void {
		const open = document();
		if (open && sharerOf(open) === role && open.sharedBy === role)
			documents.named(open.name).gone = true;
	}

	async function saveIt(stop: AbortController): Promise<void> {
		const open = document();
		if (!open) return;
		const original = documents.named(open.name);
		try {
			const blob = await session()?.save(stop.signal, () => {});
			if (!blob) return;
			if (!original.savable) wrong(`${role} has saved ${open.name}: view only`);
			copies.push({ of: original, blob });
			if (document()?.name === open.name) session()?.saved();
		} catch (error) {
			if (stop.signal.aborted || error instanceof SaveError) return;
			throw error;
		} finally {
			if (saving === stop) saving = undefined;
		}
	}

	return {
		share(n, small = false) {
			const here = session();
			if (!here) return undefined;
			const kind = n % 3 === 0 ? "csv" : "pdf";
			const size = 1 + ((n * 31) % (n % 4 === 0 ? 400_000 : SMALL_BYTES));
			const allowed = maySave(world.rules[role], role);
			const savable = allowed && n % 5 !== 0;
			const made = documents.create(kind, Math.max(size, 16), savable);
			const from = "computer";
			const terms = { savable, from } as const;
			const reading: [number, number][] = [[0, Math.min(size, 9_000)]];
			mine.add(made);
			const refused = here.share(
				made.source,
				n % 2 === 0 ? { ...terms, reading } : terms,
			);
			// The preview's, who closes what is not shared.
			if (refused) made.source.close();
			if (refused && small) wrong(`${role} may not share ${made.name}`);
			return refused ? undefined : made;
		},
		act(deed, n) {
			switch (deed) {
				case "move":
					return session()?.moved(placeOf(document(), n));
				case "search":
					return session()?.searched(searchFor(n));
				case "point":
					return session()?.pointed(
						n % 2 === 0 ? placeOf(document(), n) : null,
					);
				case "read":
					void track(readSome(n));
					return;
				case "save":
					if (saving || !session()) return;
					saving = new AbortController();
					void track(saveIt(saving));
					return;
				case "stop-saving":
					saving?.abort();
					return;
				case "lose-file":
					loseFile();
					return;
				default:
					deed satisfies never;
			}
		},
		look() {
			const open = document();
			const find = open?.find.find;
			const isMine = open?.sharedBy === role && sharerOf(open) === role;
			if (!find || !isMine || open.find.found || find === answered) return;
			answered = find;
			const page = waiting;
			setTimeout(
				() => {
					if (page === waiting && document()?.find.find === find)
						session()?.found(answerTo(find));
				},
				random.whole(0, 400),
			);
		},
		leave() {
			saving = undefined;
			answered = undefined;
			waiting = { count: 0 };
			for (const made of mine) if (made.closed === 0) made.abandoned = true;
			mine.clear();
		},
		get waiting() {
			return waiting.count;
		},
		copies,
	};
}

/** The answer shows which question it belongs to. */
export function answerTo({ query }: Find): Found {
	const total = Number(query.slice(1)) + 1;
	return { status: "done", total, index: 1, hit: null };
}

function searchFor(n: number): Find {
	return { query: `w${n}`, matchCase: false, wholeWords: false, index: 0 };
}

function placeOf(open: SharedDocument | null, n: number): Place {
	return open?.kind === "csv"
		? { kind: "sheet", sheet: 0, row: n, column: 0 }
		: { kind: "pdf", page: 1 + n, x: 0, y: 0 };
}
