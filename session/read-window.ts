/**
 * How many bytes a watcher may have asked for and not yet received.
 *
 * Too small a window wastes a long path, too large a one overruns a queue on the way: both cost a factor of ten,
 * measured. So it follows what it sees, as TCP Vegas does: the bytes that stand in queues are those outstanding beyond
 * what the path itself holds, `window × (1 − base ÷ round trip)`, where `base` is the shortest round trip seen. It
 * grows while that is under a target and shrinks when it is over. The target is 36 ms of the path's own rate, between
 * 8 and 160 KiB: on slow links that keeps what is on screen, and every message, ahead of what is fetched for later. On
 * one so fast that 160 KiB are gone in 7 ms it is 7 ms, or a browser that is busy for so long would leave it idle.
 *
 * What stands in a queue of the path, every answer behind a full window waits for: the quickest of them tells. After a
 * loss the sharer's browser sends the end of what was asked for a round trip late, though the path has room; where the
 * mean of a round told, the window shrank for it again and again, until a path of 200 Mbit/s carried 0.5 MB/s (measured).
 *
 * A browser sends little over a new connection and half as much again in each round trip (SCTP's slow start). Bytes
 * then wait at the sharer, and look as if they stood in a queue of the path; but more of them arrive each time, which
 * no full path does. While that is so the window is what arrived in a round trip, and what a browser may add to it.
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
const START_BYTES = 128 * KIB;
const MIN_BYTES = 16 * KIB;
const MAX_BYTES = 8_192 * KIB;
/** More than the half that slow start adds in a round trip, so that the window is not what holds it up. */
const START_GROWTH = 0.75;
/**
 * What it grows by in one round at most. A round later the queue shows it, and until then it must fit in there: doubling
 * overran queues of 256 KiB at 100 ms and 200 Mbit/s, and what SCTP loses it takes seconds to make up for (simulated).
 */
const MAX_STEP_BYTES = 160 * KIB;
/** A round that brings so much more than any before it shows that the path, or the sharer's browser, has more to give. */
const MORE = 1.15;
/** So many rounds that bring no more, and a queue: the path is full. */
const FLAT_ROUNDS = 2;
const TARGET_QUEUE_MS = 36;
const MIN_QUEUE_BYTES = 8 * KIB;
const MAX_QUEUE_BYTES = 160 * KIB;
const MIN_QUEUE_MS = 7;
/** Fewer answers say nothing of a round trip. */
const MIN_ANSWERS = 4;
/** Rounds at the smallest window with a long round trip: then the path itself has become longer. */
const PATIENT_ROUNDS = 4;

/** A read that was answered. Milliseconds are of one clock. */
export type Answer = {
	/** Bytes of the document. */
	bytes: number;
	/** Its size on the wire; `bytes` when not given. */
	wireBytes?: number;
	/** Bytes of the document outstanding when it was asked for, with itself. */
	outstanding: number;
	askedAtMs: number;
	atMs: number;
};

export interface ReadWindow {
	/** Bytes of the document that may be outstanding. */
	readonly bytes: number;
	/**
	 * Bytes to ask for in one read, at most, where so many are outstanding: a quarter of the window, 4 to 64 KiB in
	 * whole blocks of 4.
	 */
	readBytes(outstanding: number): number;
	answered(answer: Answer): void;
	/** Another document over the same path: how much ranges shrink is forgotten. */
	nextDocument(): void;
	/** A new path: everything learnt is forgotten. */
	reset(): void;
}

export function createReadWindow(): ReadWindow {
	/** Bytes on the wire for one of the document. */
	let shrunk = 1;
	let learnt = nothingLearnt();
	let round = emptyRound();

	function finishRound(atMs: number, tookMs: number): void {
		const { bytes, leastMs: roundTrip } = round;
		round = emptyRound(atMs);
		// A path that was not filled tells nothing: its answers are quick because there were few.
		if (roundTrip === Number.POSITIVE_INFINITY) return;
		const { baseMs, fastest, size } = learnt;
		const rate = bytes / tookMs;
		const queued = size * (1 - baseMs / roundTrip);
		const target = clamp(
			rate * TARGET_QUEUE_MS,
			MIN_QUEUE_BYTES,
			Math.max(MAX_QUEUE_BYTES, rate * MIN_QUEUE_MS),
		);
		const brings = rate > fastest * MORE;
		learnt.fastest = Math.max(fastest, rate);
		learnt.flatRounds = brings ? 0 : learnt.flatRounds + 1;
		const afterStart = learnt.starting ? afterRoundOf(rate * baseMs) : 0;
		if (queued < target / 2)
			resize(
				Math.max(size + clamp(size / 8, MIN_BYTES, MAX_STEP_BYTES), afterStart),
			);
		else if (brings) resize(Math.max(size, afterStart));
		else {
			if (learnt.flatRounds >= FLAT_ROUNDS) learnt.starting = false;
			if (!learnt.starting && queued > target)
				resize(size - (queued - target) / 2);
		}
		learnt.roundsAtLeast =
			learnt.size === MIN_BYTES ? learnt.roundsAtLeast + 1 : 0;
		if (learnt.roundsAtLeast >= PATIENT_ROUNDS) {
			learnt.roundsAtLeast = 0;
			learnt.baseMs = roundTrip;
		}
	}

	function resize(bytes: number): void {
		learnt.size = clamp(bytes, MIN_BYTES, MAX_BYTES);
	}

	function bytesOfDocument(): number {
		return Math.min(MAX_BYTES, learnt.size / shrunk);
	}

	return {
		get bytes() {
			return bytesOfDocument();
		},
		readBytes(outstanding) {
			const block = 4 * KIB;
			// What SCTP sends at once over a new connection: its round trip is the path's own.
			if (learnt.baseMs === Number.POSITIVE_INFINITY && outstanding === 0)
				return block;
			const quarter = Math.floor(bytesOfDocument() / 4 / block) * block;
			return clamp(quarter, block, MAX_READ_BYTES);
		},
		answered({ bytes, wireBytes = bytes, outstanding, askedAtMs, atMs }) {
			// A clock of 1 ms can see none at all.
			const roundTripMs = Math.max(atMs - askedAtMs, 0.1);
			learnt.baseMs = Math.min(learnt.baseMs, roundTripMs);
			// Nothing was outstanding: whatever came before, nobody wanted anything meanwhile.
			if (outstanding === bytes) round = emptyRound(askedAtMs);
			round.startedAtMs ??= askedAtMs;
			round.bytes += wireBytes;
			round.answers++;
			if (outstanding >= bytesOfDocument() * 0.75)
				round.leastMs = Math.min(round.leastMs, roundTripMs);
			const weight = LATEST * Math.min(1, bytes / MAX_READ_BYTES);
			shrunk += (wireBytes / bytes - shrunk) * weight;
			shrunk = clamp(shrunk, MIN_SHRUNK, 1);
			const tookMs = atMs - round.startedAtMs;
			if (round.answers >= MIN_ANSWERS && tookMs >= learnt.baseMs)
				finishRound(atMs, tookMs);
		},
		nextDocument() {
			shrunk = 1;
		},
		reset() {
			shrunk = 1;
			learnt = nothingLearnt();
			round = emptyRound();
		},
	};
}

/** The window after a round trip that brought so many bytes, on a path that may hold more. */
function afterRoundOf(bytes: number): number {
	return bytes + Math.min(START_GROWTH * bytes, MAX_STEP_BYTES);
}

const nothingLearnt = () => ({
	/** Bytes of the wire. */
	size: START_BYTES,
	/** The shortest round trip. */
	baseMs: Number.POSITIVE_INFINITY,
	/** Until the path is full for the first time. */
	starting: true,
	/** Bytes a millisecond that a round brought at most, and the rounds since that brought no more. */
	fastest: 0,
	flatRounds: 0,
	roundsAtLeast: 0,
});

type Round = {
	/** When its first read was asked for, or when the round before it ended. */
	startedAtMs: number | undefined;
	/** Of the wire. */
	bytes: number;
	answers: number;
	/** The shortest round trip of those behind as much as there may be outstanding; Infinity: nothing was. */
	leastMs: number;
};

const emptyRound = (startedAtMs?: number): Round => ({
	startedAtMs,
	bytes: 0,
	answers: 0,
	leastMs: Number.POSITIVE_INFINITY,
});

function clamp(value: number, least: number, most: number): number {
	return Math.min(most, Math.max(least, value));
}
