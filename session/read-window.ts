/**
 * How many bytes a watcher may have asked for and not yet received.
 *
 * Too small a window wastes a long path, too large a one overruns a queue on the way: both cost a factor of ten,
 * measured. So it follows what it sees, as TCP Vegas does: the bytes that stand in queues are those outstanding beyond
 * what the path itself holds, `window × (1 − base ÷ round trip)`, where `base` is the shortest round trip seen. It
 * grows while that is under a target and shrinks when it is over. The target is 40 ms of the path's own rate, between
 * 8 and 160 KiB: on slow links that keeps what is on screen, and every message, ahead of what is fetched for later. On
 * one so fast that 160 KiB are gone in 8 ms it is 8 ms, or a browser that is busy for so long would leave it idle.
 *
 * A path carries what is sent, and ranges may travel deflated: all this is counted in bytes of the wire. What may be
 * asked for is counted in bytes of the document, as many as the latest answers say that make up the same on the wire.
 */
import { MAX_READ_BYTES } from "./messages.ts";

const KIB = 1_024;
/** The weight of a read of the largest size in how much the latest ones shrank. */
const LATEST = 0.25;
/** No less is believed of how small ranges become: one that does not shrink must not overrun the path by more. */
const MIN_SHRUNK = 0.1;
const START_BYTES = 256 * KIB;
const MIN_BYTES = 16 * KIB;
const MAX_BYTES = 8_192 * KIB;
/**
 * What it grows by in one round at most. A round later the queue shows it, and until then it must fit in there: doubling
 * overran queues of 256 KiB at 100 ms and 200 Mbit/s, and what SCTP loses it takes seconds to make up for (simulated).
 */
const MAX_STEP_BYTES = 96 * KIB;
const TARGET_QUEUE_MS = 40;
const MIN_QUEUE_BYTES = 8 * KIB;
const MAX_QUEUE_BYTES = 160 * KIB;
const MIN_QUEUE_MS = 8;
/** Rounds at the smallest window with a long round trip: then the path itself has become longer. */
const PATIENT_ROUNDS = 4;

export interface ReadWindow {
	/** Bytes of the document that may be outstanding. */
	readonly bytes: number;
	/** Bytes to ask for in one read, at most: a quarter of the window, 4 to 64 KiB in whole blocks of 4. */
	readonly readBytes: number;
	/**
	 * An answer came: its size, its round trip, the bytes outstanding when it was asked for (with itself), all of the
	 * document, and its size on the wire.
	 */
	answered(
		bytes: number,
		roundTripMs: number,
		outstanding: number,
		wireBytes?: number,
	): void;
	/** A new path: everything learnt is forgotten. */
	reset(): void;
}

export function createReadWindow(): ReadWindow {
	/** Bytes of the wire. */
	let size = START_BYTES;
	/** Bytes on the wire for one of the document. */
	let shrunk = 1;
	let baseMs = Number.POSITIVE_INFINITY;
	/** Until the first sign of a queue it grows as fast as it ever may. */
	let starting = true;
	let roundsAtLeast = 0;
	let round = emptyRound();

	function finishRound(): void {
		const roundTrip = round.totalMs / round.answers;
		const { filled } = round;
		round = emptyRound();
		const rate = size / roundTrip;
		const queued = size * (1 - baseMs / roundTrip);
		const target = clamp(
			rate * TARGET_QUEUE_MS,
			MIN_QUEUE_BYTES,
			Math.max(MAX_QUEUE_BYTES, rate * MIN_QUEUE_MS),
		);
		// A path that was not filled tells nothing: its answers are quick because there were few.
		if (!filled) return;
		if (queued < target / 2) {
			const step = starting ? MAX_STEP_BYTES : Math.max(size / 8, MIN_BYTES);
			size = Math.min(MAX_BYTES, size + Math.min(step, MAX_STEP_BYTES));
		} else {
			starting = false;
			if (queued > target) size -= (queued - target) / 2;
		}
		size = clamp(size, MIN_BYTES, MAX_BYTES);
		roundsAtLeast = size === MIN_BYTES ? roundsAtLeast + 1 : 0;
		if (roundsAtLeast >= PATIENT_ROUNDS) {
			roundsAtLeast = 0;
			baseMs = roundTrip;
		}
	}

	function bytesOfDocument(): number {
		return Math.min(MAX_BYTES, size / shrunk);
	}

	return {
		get bytes() {
			return bytesOfDocument();
		},
		get readBytes() {
			const block = 4 * KIB;
			const quarter = Math.floor(bytesOfDocument() / 4 / block) * block;
			return clamp(quarter, block, MAX_READ_BYTES);
		},
		answered(bytes, roundTripMs, outstanding, wireBytes = bytes) {
			// A clock of 1 ms can see none at all.
			const ms = Math.max(roundTripMs, 0.1);
			baseMs = Math.min(baseMs, ms);
			round.bytes += wireBytes;
			round.totalMs += ms;
			round.answers++;
			if (outstanding >= bytesOfDocument() * 0.75) round.filled = true;
			const weight = LATEST * Math.min(1, bytes / MAX_READ_BYTES);
			shrunk += (wireBytes / bytes - shrunk) * weight;
			shrunk = clamp(shrunk, MIN_SHRUNK, 1);
			if (round.bytes >= size) finishRound();
		},
		reset() {
			size = START_BYTES;
			shrunk = 1;
			baseMs = Number.POSITIVE_INFINITY;
			starting = true;
			roundsAtLeast = 0;
			round = emptyRound();
		},
	};
}

const emptyRound = () => ({ bytes: 0, totalMs: 0, answers: 0, filled: false });

function clamp(value: number, least: number, most: number): number {
	return Math.min(most, Math.max(least, value));
}
