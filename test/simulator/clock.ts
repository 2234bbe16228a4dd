/**
 * Virtual time. Timers, `Date` and `performance` are vitest's fake ones; what else would bring real time into a
 * schedule (WebCrypto, the streams that deflate, the time-outs of AbortSignal) is answered here. A day takes as long as what
 * happens in it.
 */
import { createHash } from "node:crypto";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { vi } from "vitest";

const realImmediate = setImmediate;

export interface Clock {
	/** Milliseconds since the schedule began. */
	now(): number;
	/** Lets so much time pass, and everything that follows from it happen. */
	pass(ms: number): Promise<void>;
	stop(): void;
}

/** Takes the clock of this process until it is stopped. */
export function startClock(): Clock {
	vi.useFakeTimers({
		now: 0,
		toFake: [
			"setTimeout",
			"clearTimeout",
			"setInterval",
			"clearInterval",
			"Date",
			"performance",
		],
	});
	const digest = vi
		.spyOn(crypto.subtle, "digest")
		.mockImplementation(async (_algorithm, bytes) => sha256(bytes));
	const timeout = vi
		.spyOn(AbortSignal, "timeout")
		.mockImplementation(abortAfter);
	vi.stubGlobal(
		"CompressionStream",
		streamOf((bytes) => deflateRawSync(bytes, { level: 1 })),
	);
	vi.stubGlobal("DecompressionStream", streamOf(inflateRawSync));
	return {
		now: Date.now,
		async pass(ms) {
			let isOver = false;
			setTimeout(() => {
				isOver = true;
			}, ms);
			await turn();
			while (!isOver) {
				vi.advanceTimersToNextTimer();
				await turn();
			}
		},
		stop() {
			timeout.mockRestore();
			digest.mockRestore();
			vi.unstubAllGlobals();
			vi.clearAllTimers();
			vi.useRealTimers();
		},
	};
}

/** One turn of the real event loop: all that was promised has happened then. */
function turn(): Promise<void> {
	return new Promise((resolve) => realImmediate(resolve));
}

function sha256(bytes: BufferSource): ArrayBuffer {
	const view = ArrayBuffer.isView(bytes)
		? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
		: new Uint8Array(bytes);
	return new Uint8Array(createHash("sha256").update(view).digest()).buffer;
}

function abortAfter(ms: number): AbortSignal {
	const stop = new AbortController();
	setTimeout(() => stop.abort(new DOMException("", "TimeoutError")), ms);
	return stop.signal;
}

/** A stream that takes everything and then gives it changed, at once: the real ones work on a thread of their own. */
function streamOf(change: (bytes: Uint8Array) => Uint8Array) {
	return class extends TransformStream<Uint8Array, Uint8Array> {
		constructor() {
			const pieces: Uint8Array[] = [];
			super({
				transform(piece) {
					pieces.push(piece);
				},
				flush(controller) {
					controller.enqueue(new Uint8Array(change(Buffer.concat(pieces))));
				},
			});
		}
	};
}
