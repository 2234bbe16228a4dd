/**
 * The watcher's side of a transfer: the other person's file as a DocumentSource. It asks for what is read and missing,
 * within a window that follows the path (`read-window.ts`), what is on screen before what is fetched for later.
 */
import type { DocumentKind } from "../policy/kinds.ts";
import { type AskedRead, blocksOf, createAskedReads } from "./asked-reads.ts";
import { BLOCK_BYTES, blockOf, createBlockStore } from "./block-store.ts";
import { documentBytes } from "./data-frame.ts";
import { inflate } from "./deflate.ts";
import type { DataFrame } from "./link.ts";
import type { MessageOf } from "./messages.ts";
import { createReadWindow } from "./read-window.ts";
import type { ByteRange } from "./reading-list.ts";
import {
	type DocumentSource,
	SourceError,
	type SourceFailure,
} from "./source.ts";
import { createWants, ON_SCREEN, PREFETCH, SAVE, type Want } from "./wants.ts";

/** How much of a view-only document is held at most, besides what is being read. */
export const VIEW_KEEP_BYTES = 67_108_864;

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
	/** Milliseconds; for tests. */
	now?: () => number;
};

export interface RemoteSource extends DocumentSource {
	/** An answer arrived. Ignored after `close`. */
	data(frame: DataFrame): void;
	/** The sharer cannot read it any more. What has arrived can still be read. */
	gone(): void;
	/** Goes on over another link, perhaps under another number: asks again for what is unanswered. */
	reset(send: SendRead, share?: number): void;
	/** Fetches these ranges when nothing on screen is waiting: the offer's reading list. */
	prefetch(ranges: readonly ByteRange[]): void;
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
	const window = createReadWindow();
	const wants = createWants(size, store, asked);
	let { share, send } = options;
	let failure: SourceFailure | undefined;
	let bytesReceived = 0;

	function pump(): void {
		for (;;) {
			const read = wants.next(window.readBytes);
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
	function wait<T>(
		describe: (done: (value: T) => void) => Omit<Want, "fail">,
		signal: AbortSignal | undefined,
	): Promise<T> {
		return new Promise((resolve, reject) => {
			const want: Want = {
				...describe((value) => {
					signal?.removeEventListener("abort", abort);
					resolve(value);
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
			const { first, last } = blocksOf(start, end);
			/** Held here until the read is complete, whatever the store forgets. */
			const held = new Map<number, Uint8Array<ArrayBuffer>>();
			for (let block = first; block < last; block++) {
				const bytes = store.get(block);
				if (bytes !== undefined) held.set(block, bytes);
			}
			const isFull = () => held.size === last - first;
			if (!isFull()) {
				if (failure !== undefined) throw new SourceError(failure);
				await wait<void>(
					(done) => ({
						priority: ON_SCREEN,
						first,
						last,
						next: first,
						holds: (block) => held.has(block),
						take(arrived) {
							const to = Math.min(last, arrived.last);
							for (let at = Math.max(first, arrived.first); at < to; at++)
								held.set(at, blockOf(arrived.bytes, at - arrived.first));
							if (isFull()) done();
							return isFull();
						},
					}),
					signal,
				);
			}
			return join(held, start, end);
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
				window.answered(
					length,
					now() - read.askedAtMs,
					read.outstanding,
					frame.bytes.length,
				);
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
			window.reset();
			wants.restart();
			pump();
		},
		prefetch(ranges) {
			if (failure !== undefined) return;
			let budget = Math.min(MAX_PREFETCH_BYTES, keepBytes / 2);
			for (const [start, end] of ranges) {
				const to = Math.min(end, size, start + budget);
				if (start >= to) continue;
				budget -= to - start;
				const { first, last } = blocksOf(start, to);
				let left = 0;
				for (let block = first; block < last; block++)
					if (!store.has(block)) left++;
				if (left === 0) continue;
				wants.add({
					priority: PREFETCH,
					first,
					last,
					next: first,
					holds: (block) => store.has(block),
					take(arrived) {
						left -=
							Math.min(last, arrived.last) - Math.max(first, arrived.first);
						return left <= 0;
					},
					fail: () => {},
				});
				pump();
			}
		},
		async fetchAll(signal, onProgress) {
			if (Number.isFinite(keepBytes))
				throw new Error("This source does not keep everything");
			signal?.throwIfAborted();
			if (store.bytes === size) return;
			if (failure !== undefined) throw new SourceError(failure);
			await wait<void>(
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

/** The bytes from `start` to `end` out of their blocks: the only place that allocates by a length, and all is here. */
function join(
	blocks: ReadonlyMap<number, Uint8Array<ArrayBuffer>>,
	start: number,
	end: number,
): Uint8Array<ArrayBuffer> {
	const joined = new Uint8Array(end - start);
	for (const [block, bytes] of blocks) {
		const at = block * BLOCK_BYTES;
		const from = Math.max(start, at) - at;
		const to = Math.min(end, at + bytes.length) - at;
		joined.set(bytes.subarray(from, to), at + from - start);
	}
	return joined;
}
