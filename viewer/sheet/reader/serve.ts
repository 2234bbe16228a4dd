import type { Find, Found, SheetPlace } from "../../../session/place.ts";
import { type Book, type Desk, type OpenBook, OpenError } from "./book.ts";
import { addHit, createHits, firstHitFrom, type Hits, hitAt } from "./hits.ts";
import { createMatch, createQuickMatch } from "./match.ts";
import type { FromReader, ToReader } from "./messages.ts";

/** The counts of a running search are told this often. */
const FOUND_EVERY_MS = 120;
const ALIVE_EVERY_MS = 1_000;

/** A worker's global scope, as far as it is used: the DOM types do not know it. */
type WorkerScope = {
	onmessage: ((event: MessageEvent<ToReader>) => void) | null;
	postMessage(message: FromReader, transfer?: Transferable[]): void;
};

/** The worker's side of the port: opens the document and answers for its cells. */
export function serveBook(openBook: OpenBook): void {
	const scope = globalThis as unknown as WorkerScope;
	const reads = new Map<
		number,
		(bytes: Uint8Array<ArrayBuffer> | null) => void
	>();
	let lastRead = 0;
	let lastAlive = 0;
	let givePassword: ((password: string) => void) | undefined;
	let book: Promise<Book> | undefined;
	let search: Search | undefined;

	const post = (message: FromReader, transfer: Transferable[] = []) =>
		scope.postMessage(message, transfer);

	function fail(error: unknown) {
		const known = error instanceof OpenError;
		post({
			type: "failed",
			failure: known ? error.failure : "damaged",
			detail: String(error instanceof Error ? error.message : error).slice(
				0,
				500,
			),
		});
	}

	const desk = (open: Desk["open"]): Desk => ({
		open,
		read: (start, end) =>
			new Promise((resolve, reject) => {
				const id = ++lastRead;
				reads.set(id, (bytes) => {
					if (bytes?.length === end - start) resolve(bytes);
					else reject(new OpenError("gone", `no bytes ${start} to ${end}`));
				});
				post({ type: "read", id, start, end });
			}),
		post,
		alive() {
			const now = performance.now();
			if (now - lastAlive < ALIVE_EVERY_MS) return;
			lastAlive = now;
			post({ type: "alive" });
		},
		password(wrong) {
			post({ type: "locked", wrong });
			return new Promise((resolve) => {
				givePassword = resolve;
			});
		},
	});

	async function answerTile(message: Extract<ToReader, { type: "tile" }>) {
		const tile = await (await book)?.tile(message);
		if (tile) post({ type: "tile", id: message.id, tile }, [tile.kinds.buffer]);
	}

	async function answerText(message: Extract<ToReader, { type: "text" }>) {
		const text = await (await book)?.text(message);
		if (text !== undefined) post({ type: "text", id: message.id, text });
	}

	async function answerFind(message: Extract<ToReader, { type: "find" }>) {
		const opened = await book;
		if (!opened) return;
		if (search && isSameSearch(search.find, message.find)) {
			search.want(message.find.index, message.from, message.id);
			return;
		}
		search?.stop();
		search = undefined;
		if (message.find.query === "") return;
		search = startSearch(opened, message, post, fail);
	}

	scope.onmessage = ({ data }) => {
		switch (data.type) {
			case "open":
				book = openBook(desk(data));
				book.catch(fail);
				return;
			case "bytes":
				reads.get(data.id)?.(data.bytes);
				reads.delete(data.id);
				return;
			case "tile":
				answerTile(data).catch(fail);
				return;
			case "text":
				answerText(data).catch(fail);
				return;
			case "find":
				answerFind(data).catch(fail);
				return;
			case "rows":
				book?.then((opened) => opened.told?.(data.map)).catch(() => {});
				return;
			case "password":
				givePassword?.(data.password);
				return;
			default:
				data satisfies never;
		}
	};
}

type Search = {
	find: Find;
	want(index: number, from: SheetPlace, id: number): void;
	stop(): void;
};

function isSameSearch(a: Find, b: Find): boolean {
	return (
		a.query === b.query &&
		a.matchCase === b.matchCase &&
		a.wholeWords === b.wholeWords
	);
}

/** Runs one search, and answers every wish for another of its matches without looking again. */
function startSearch(
	book: Book,
	message: Extract<ToReader, { type: "find" }>,
	post: (message: FromReader) => void,
	fail: (error: unknown) => void,
): Search {
	const { find } = message;
	const stop = new AbortController();
	const hits = createHits();
	let { id, from } = message;
	let wanted = find.index;
	let done = false;
	let told = performance.now();

	function tell() {
		told = performance.now();
		wanted = settle(wanted, hits, from, done);
		const status = statusOf(book, done);
		const hit = hitAt(hits, wanted);
		const found: Found = {
			status,
			total: Math.min(hits.total, 1_000_000_000),
			index: hit ? wanted : 0,
			hit,
		};
		post({ type: "found", id, found });
	}

	const look = {
		test: createMatch(find),
		maybe: createQuickMatch(find),
		hit(sheet: number, row: number, column: number) {
			addHit(hits, sheet, row, column);
			// The first match is told at once, the growing count now and then.
			if (hits.total === 1 || performance.now() - told > FOUND_EVERY_MS) tell();
		},
	};
	tell();
	book
		.search(look, stop.signal)
		.then(() => {
			done = true;
			if (!stop.signal.aborted) tell();
		})
		.catch((error) => {
			if (!stop.signal.aborted) fail(error);
		});

	return {
		find,
		want(index, place, newId) {
			wanted = index;
			from = place;
			id = newId;
			tell();
		},
		stop: () => stop.abort(),
	};
}

function statusOf(book: Book, done: boolean): Found["status"] {
	if (!done) return "searching";
	return book.isEmpty() ? "no-text" : "done";
}

/** Which match is meant: 0 is the first at or after the place, and the very first when the rest has none. */
function settle(
	wanted: number,
	hits: Hits,
	from: SheetPlace,
	done: boolean,
): number {
	if (wanted === 0) {
		const first = firstHitFrom(hits, from);
		return first === 0 && done && hits.kept > 0 ? 1 : first;
	}
	// A search in another copy of the document may have counted more; the last one kept stands for them.
	return done ? Math.min(wanted, hits.kept) : wanted;
}
