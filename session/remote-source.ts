/**
 * The watcher's side of a transfer: the other person's file as a DocumentSource. It asks for what is read and missing,
 * within a window that follows the path (`read-window.ts`), what is on screen before what is fetched for later.
 */
import type { DocumentKind } from "../policy/kinds.ts";
import { type AskedRead, createAskedReads } from "./asked-reads.ts";
import { createBlockRange } from "./block-range.ts";
import { createBlockStore } from "./block-store.ts";
import { type Blocks, blocksOf, overlap } from "./blocks.ts";
import { documentBytes } from "./data-frame.ts";
import { inflate } from "./deflate.ts";
import type { DataFrame } from "./link.ts";
import type { MessageOf } from "./messages.ts";
import { createReadWindow, type ReadWindow } from "./read-window.ts";
import {
	type DocumentSource,
	SourceError,
	type SourceFailure,
} from "./source.ts";
import { createWants, ON_SCREEN, PREFETCH, SAVE, type Want } from "./wants.ts";

/** How much of a view-only document is held at most, besides what is being read. */
export const VIEW_KEEP_BYTES = 8_388_608;

/** A reading list is the other end's word: this much of it is believed. */
const MAX_PREFETCH_BYTES = 16_777_216;

export type SendRead = (
	message: MessageOf<"read"> | MessageOf<"unread">,
) => void;

export type RemoteSourceOptions = {
	/** The share's number, as in its offer. */
	share: number;
	name: string;
	kind: DocumentKind;
	/** Bytes, as announced. Nothing is allocated by it. */
	size: number;
	send: SendRead;
	/** Bytes to hold at most; Infinity for a document that can be saved. */
	keepBytes?: number;
	/** The sharer sent bytes nobody asked for, or that are no range deflated: end the link. */
	onViolation: (detail: string) => void;
	/** Our `hello.can` did not say `deflate`: no frame may be deflated. */
	plainOnly?: boolean;
	/** What was learnt of the link by the document before. */
	window?: ReadWindow;
	/** Milliseconds; for tests. */
	now?: () => number;
};

export interface RemoteSource extends Required<DocumentSource> {
	/** An answer arrived. Ignored after `close`. */
	data(frame: DataFrame): void;
	/** The sharer cannot read it any more. What has arrived can still be read. */
	gone(): void;
	/**
	 * Goes on over another link, perhaps under another number: asks again for what is unanswered. Whoever handed it a
	 * window resets that.
	 */
	reset(send: SendRead, share?: number): void;
	/**
	 * Fetches everything that is missing, behind all else. Only where `keepBytes` is Infinity. `onProgress` hears the
	 * bytes held. Rejects as `read` does.
	 */
	fetchAll(
		signal?: AbortSignal,
		onProgress?: (bytes: number) => void,
	): Promise<void>;
	/** Bytes of the document that are not here. */
	missing(): number;
	/** Bytes of the document that have arrived, repeated ones counted again. */
	readonly bytesReceived: number;
	/** Bytes held in memory, besides reads under way. */
	readonly bytesHeld: number;
}

export function createRemoteSource(options: RemoteSourceOptions): RemoteSource {
	const { name, kind, size, now = () => performance.now() } = options;
	const keepBytes = options.keepBytes ?? VIEW_KEEP_BYTES;
	const store = createBlockStore(keepBytes);
	const asked = createAskedReads();
	const { window = createReadWindow() } = options;
	const wants = createWants(size, store, asked);
	let { share, send } = options;
	let failure: SourceFailure | undefined;
	let bytesReceived = 0;

	function pump(): void {
		for (;;) {
			const read = wants.next(window.readBytes(asked.outstanding));
			if (read === undefined) return;
			const bytes = read.end - read.start;
			if (asked.outstanding > 0 && asked.outstanding + bytes > window.bytes)
				return;
			asked.add({ ...read, askedAtMs: now() });
			send({ type: "read", share, start: read.start, end: read.end });
		}
	}

	/** Takes back what nobody waits for any more, so that the next thing on screen need not wait for it. */
	function takeBackUnwanted(priority: number): void {
		for (const read of [...asked.reads]) {
			if (read.priority !== priority || wants.needs(read)) continue;
			asked.takeBack(read);
			send({ type: "unread", share, start: read.start });
		}
		pump();
	}

	function fail(how: SourceFailure): void {
		if (failure !== undefined) return;
		failure = how;
		asked.clear();
		wants.fail(() => new SourceError(how));
	}

	/** A promise that is kept when the want is filled, and broken when it fails or is aborted. */
	function wait(
		describe: (done: () => void) => Omit<Want, "fail">,
		signal: AbortSignal | undefined,
	): Promise<void> {
		return new Promise((resolve, reject) => {
			const want: Want = {
				...describe(() => {
					signal?.removeEventListener("abort", abort);
					resolve();
				}),
				fail(reason) {
					signal?.removeEventListener("abort", abort);
					reject(reason);
				},
			};
			function abort(): void {
				wants.remove(want);
				want.fail(signal?.reason);
				takeBackUnwanted(want.priority);
			}
			signal?.addEventListener("abort", abort);
			wants.add(want);
			pump();
		});
	}

	/** Nobody waits for these, and nobody hears of them. */
	function fetchAhead(blocks: Blocks, signal: AbortSignal | undefined): void {
		let left = 0;
		for (let block = blocks.first; block < blocks.last; block++)
			if (!store.has(block)) left++;
		if (left === 0) return;
		const fetched = wait(
			(done) => ({
				...blocks,
				priority: PREFETCH,
				next: blocks.first,
				holds: (block) => store.has(block),
				take(arrived) {
					const { first, last } = overlap(arrived, blocks);
					left -= last - first;
					if (left <= 0) done();
					return left <= 0;
				},
			}),
			signal,
		);
		fetched.catch(() => {});
	}

	function violate(detail: string): void {
		if (failure !== undefined) return;
		fail("damaged");
		options.onViolation(detail);
	}

	async function inflateRange(read: AskedRead, frame: DataFrame) {
		asked.inflating(read);
		try {
			const bytes = await inflate(frame.bytes, documentBytes(frame));
			asked.inflated(read);
			if (failure === undefined) keep(read, bytes);
		} catch (error) {
			violate(`at ${frame.start}: ${error}`);
		}
	}

	function keep(read: AskedRead, bytes: Uint8Array<ArrayBuffer>): void {
		const { first, last } = read;
		store.put(first, bytes);
		wants.take({ first, last, bytes });
	}

	return {
		name,
		kind,
		size,
		async read(start, end, signal) {
			if (!(0 <= start && start < end && end <= size))
				throw new RangeError(`No range of the document: ${start} to ${end}`);
			signal?.throwIfAborted();
			if (failure === "closed" || failure === "damaged")
				throw new SourceError(failure);
			const range = createBlockRange(start, end, store);
			if (range.isFull()) return range.join();
			if (failure !== undefined) throw new SourceError(failure);
			await wait(
				(done) => ({
					priority: ON_SCREEN,
					first: range.first,
					last: range.last,
					next: range.first,
					holds: range.has,
					take(arrived) {
						range.take(arrived);
						if (range.isFull()) done();
						return range.isFull();
					},
				}),
				signal,
			);
			return range.join();
		},
		data(frame) {
			if (failure !== undefined) return;
			const answer = asked.answer(frame);
			const length = documentBytes(frame);
			if (answer === undefined)
				return violate(`${length} bytes at ${frame.start}: nobody asked`);
			const { read, late } = answer;
			bytesReceived += length;
			if (!late)
				window.answered({
					bytes: length,
					wireBytes: frame.bytes.length,
					outstanding: read.outstanding,
					askedAtMs: read.askedAtMs,
					atMs: now(),
				});
			if (frame.deflatedFrom === undefined) keep(read, frame.bytes);
			else if (options.plainOnly) return violate("deflated, and may not be");
			else void inflateRange(read, frame);
			pump();
		},
		gone: () => fail("gone"),
		reset(newSend, newShare = share) {
			if (failure !== undefined) return;
			send = newSend;
			share = newShare;
			asked.clear();
			wants.restart();
			pump();
		},
		prefetch(ranges, signal) {
			if (failure !== undefined || signal?.aborted) return;
			let budget = Math.min(MAX_PREFETCH_BYTES, keepBytes / 2);
			for (const [start, end] of ranges) {
				const to = Math.min(end, size, start + budget);
				if (start >= to) continue;
				budget -= to - start;
				fetchAhead(blocksOf(start, to), signal);
			}
		},
		async fetchAll(signal, onProgress) {
			if (Number.isFinite(keepBytes))
				throw new Error("This source does not keep everything");
			signal?.throwIfAborted();
			if (store.bytes === size) return;
			if (failure !== undefined) throw new SourceError(failure);
			await wait(
				(done) => ({
					priority: SAVE,
					...blocksOf(0, size),
					next: 0,
					holds: (block) => store.has(block),
					take() {
						onProgress?.(store.bytes);
						if (store.bytes < size) return false;
						done();
						return true;
					},
				}),
				signal,
			);
		},
		missing: () => size - store.bytes,
		close() {
			fail("closed");
			failure = "closed";
			store.clear();
		},
		get bytesReceived() {
			return bytesReceived;
		},
		get bytesHeld() {
			return store.bytes;
		},
	};
}
