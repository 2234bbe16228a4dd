import { describe, expect, it } from "vitest";
import {
	type Answer,
	createReadWindow,
	type ReadWindow,
} from "../../session/read-window.ts";

type Path = {
	/** Milliseconds there and back, without a queue. */
	roundTripMs: number;
	/** Bytes a millisecond. */
	rate: number;
};

type Sender = {
	/** Ranges travel as this much of their length; all but the path counts bytes of the document. */
	shrunk?: number;
	/** Sends 12 KB in the first round trip, and half as much again in each that was used up, as SCTP does. */
	startsSlowly?: boolean;
};

const STEPS_IN_ROUND_TRIP = 100;
const FIRST_FLIGHT_BYTES = 12_000;

/**
 * A path with one queue, and a watcher that always wants more, in steps of a hundredth of a round trip. Returns the
 * share of the path that was used, in all and in the last half, and the bytes that stood in the queue at most.
 */
function fill(path: Path, totalBytes: number, sender: Sender = {}) {
	const { shrunk = 1, startsSlowly = false } = sender;
	const window = createReadWindow();
	const stepMs = path.roundTripMs / STEPS_IN_ROUND_TRIP;
	const half = STEPS_IN_ROUND_TRIP / 2;
	/** What reaches the sharer, the watcher, and as a receipt the sharer again, by step. */
	const asked = new Map<number, number>();
	const arriving = new Map<number, number>();
	const receipts = new Map<number, number>();
	const reads: { askedAtMs: number; bytes: number; outstanding: number }[] = [];
	let flight = startsSlowly ? FIRST_FLIGHT_BYTES : Number.POSITIVE_INFINITY;
	let outstanding = 0;
	let received = 0;
	let unread = 0;
	let waiting = 0;
	let inFlight = 0;
	let queue = 0;
	let queued = 0;
	let queuedLate = 0;
	let halfAtMs = 0;
	let step = 0;

	function ask(): void {
		for (;;) {
			const bytes = window.readBytes(outstanding);
			if (outstanding > 0 && outstanding + bytes > window.bytes) return;
			outstanding += bytes;
			reads.push({ askedAtMs: step * stepMs, bytes, outstanding });
			add(asked, step + half, bytes * shrunk);
		}
	}

	function answer(): void {
		const [read] = reads;
		if (!read || unread < read.bytes * shrunk) return;
		reads.shift();
		unread -= read.bytes * shrunk;
		outstanding -= read.bytes;
		received += read.bytes;
		if (received <= totalBytes / 2) halfAtMs = step * stepMs;
		const wireBytes = read.bytes * shrunk;
		window.answered({ ...read, wireBytes, atMs: step * stepMs });
		answer();
	}

	for (; received < totalBytes; step++) {
		const receipt = receipts.get(step) ?? 0;
		if (inFlight > flight * 0.75) flight += receipt / 2;
		inFlight -= receipt;
		waiting += asked.get(step) ?? 0;
		const sent = Math.max(0, Math.min(waiting, flight - inFlight));
		waiting -= sent;
		inFlight += sent;
		queue += sent;
		const left = Math.min(queue, path.rate * stepMs);
		queue -= left;
		queued = Math.max(queued, queue);
		if (received > totalBytes / 2) queuedLate = Math.max(queuedLate, queue);
		add(arriving, step + half, left);
		add(receipts, step + 2 * half, left);
		unread += arriving.get(step) ?? 0;
		answer();
		ask();
	}
	const tookMs = step * stepMs;
	const used = (bytes: number, ms: number) =>
		(bytes * shrunk) / (ms * path.rate);
	return {
		used: used(totalBytes, tookMs),
		usedLate: used(totalBytes / 2, tookMs - halfAtMs),
		queued,
		queuedLate,
		window: window.bytes,
	};
}

function add(to: Map<number, number>, step: number, bytes: number): void {
	to.set(step, (to.get(step) ?? 0) + bytes);
}

const MB = 1_000_000;
const START = 131_072;

let nowMs = 0;

/** The next reads of a watcher that always wants more are answered, all of them after the same time. */
function answer(
	window: ReadWindow,
	count: number,
	roundTripMs: number,
	as: Partial<Answer> = {},
): void {
	for (let i = 0; i < count; i++) {
		const outstanding = window.bytes;
		const bytes = window.readBytes(outstanding);
		nowMs += (roundTripMs * bytes) / outstanding;
		const askedAtMs = nowMs - roundTripMs;
		window.answered({ bytes, outstanding, askedAtMs, atMs: nowMs, ...as });
	}
}

describe("the read window", () => {
	it.each<[string, Path, number]>([
		["20 ms, 100 Mbit/s", { roundTripMs: 20, rate: 12_500 }, 20 * MB],
		["50 ms, 20 Mbit/s", { roundTripMs: 50, rate: 2_500 }, 20 * MB],
		["100 ms, 200 Mbit/s", { roundTripMs: 100, rate: 25_000 }, 100 * MB],
		["2 ms, 300 Mbit/s", { roundTripMs: 2, rate: 37_500 }, 20 * MB],
		["loopback", { roundTripMs: 0.5, rate: 45_000 }, 100 * MB],
		["600 ms, 2G", { roundTripMs: 600, rate: 30 }, 2 * MB],
	])("fills a path of %s without a long queue", (_, path, bytes) => {
		const { usedLate, queuedLate } = fill(path, bytes);
		expect(usedLate).toBeGreaterThan(0.8);
		expect(queuedLate).toBeLessThan(400_000);
	});

	it.each<[string, Path, number]>([
		["20 ms, 100 Mbit/s", { roundTripMs: 20, rate: 12_500 }, 0.8],
		["50 ms, 20 Mbit/s", { roundTripMs: 50, rate: 2_500 }, 0.85],
		["60 ms, 2 MB/s", { roundTripMs: 60, rate: 2_000 }, 0.85],
		["100 ms, 200 Mbit/s", { roundTripMs: 100, rate: 25_000 }, 0.22],
	])(
		"fills a path of %s over a connection that starts slowly, and never overruns a queue of a round trip",
		(_, path, share) => {
			const startsSlowly = true;
			const { used, queued } = fill(path, 20 * MB, { startsSlowly });
			expect(used).toBeGreaterThan(share);
			expect(queued).toBeLessThan(path.roundTripMs * path.rate);
			expect(queued).toBeLessThan(262_144);
		},
	);

	it.each([
		["50 ms, 20 Mbit/s", { roundTripMs: 50, rate: 2_500 }],
		["20 ms, 100 Mbit/s", { roundTripMs: 20, rate: 12_500 }],
	])("fills a path of %s with ranges that travel deflated", (_, path) => {
		const { usedLate, queuedLate } = fill(path, 40 * MB, { shrunk: 0.25 });
		expect(usedLate).toBeGreaterThan(0.8);
		expect(queuedLate).toBeLessThan(400_000);
	});

	it("has four times as much outstanding where ranges travel as a quarter", () => {
		const window = createReadWindow();
		const little = { bytes: 65_536, outstanding: 1 };
		answer(window, 40, 50, { ...little, wireBytes: 16_384 });
		expect(window.bytes / START).toBeCloseTo(4, 1);
		answer(window, 40, 50, little);
		expect(window.bytes / START).toBeCloseTo(1, 1);
	});

	it("forgets how much ranges shrink with the document, and nothing else", () => {
		const window = createReadWindow();
		answer(window, 50, 100);
		const plain = window.bytes;
		answer(window, 40, 100, {
			bytes: 65_536,
			outstanding: 1,
			wireBytes: 16_384,
		});
		expect(window.bytes).toBeGreaterThan(2 * plain);
		window.nextDocument();
		expect(window.bytes / plain).toBeGreaterThanOrEqual(1);
		expect(window.bytes / plain).toBeLessThan(1.5);
	});

	it("asks first for what a new connection sends at once, so that its round trip is the path's", () => {
		const window = createReadWindow();
		expect(window.readBytes(0)).toBe(4_096);
		expect(window.readBytes(4_096)).toBe(32_768);
		answer(window, 1, 50);
		expect(window.readBytes(0)).toBe(32_768);
	});

	it("asks for little at a time on a slow path", () => {
		const { window, queuedLate } = fill({ roundTripMs: 600, rate: 30 }, 2 * MB);
		expect(window).toBeLessThan(131_072);
		// Three seconds of waiting, instead of nine, for what comes on screen meanwhile.
		expect(queuedLate).toBeLessThan(100_000);
	});

	it("does not grow for a watcher that asks for little", () => {
		const window = createReadWindow();
		answer(window, 1_000, 100, { bytes: 4_096, outstanding: 4_096 });
		expect(window.bytes).toBe(START);
	});

	it("grows by no more at a time than a short queue of the path takes", () => {
		const window = createReadWindow();
		let steepest = 0;
		for (let i = 0; i < 20_000; i++) {
			const before = window.bytes;
			answer(window, 1, 100);
			steepest = Math.max(steepest, window.bytes - before);
		}
		expect(window.bytes).toBe(8_388_608);
		expect(steepest).toBeLessThan(163_841);
	});

	it("does not take a pause for a slow path", () => {
		const window = createReadWindow();
		answer(window, 60, 50);
		answer(window, 60, 120);
		answer(window, 20, 55);
		const before = window.bytes;
		nowMs += 60_000;
		const bytes = window.readBytes(0);
		answer(window, 1, 50, { outstanding: bytes });
		answer(window, 3, 55);
		expect(window.bytes).toBeGreaterThanOrEqual(before);
	});

	it("does not give way to answers that waited in the sharer's browser, and not on the path", () => {
		const window = createReadWindow();
		answer(window, 60, 100);
		answer(window, 60, 240);
		const before = window.bytes;
		for (let round = 0; round < 100; round++) {
			answer(window, 3, 102);
			answer(window, 1, 200);
		}
		expect(window.bytes).toBeGreaterThan(2 * before);
	});

	it("does not take the answer to a small read, asked for alone, for an empty queue", () => {
		const window = createReadWindow();
		answer(window, 60, 100);
		const before = window.bytes;
		for (let burst = 0; burst < 50; burst++) {
			const small = { bytes: 4_096, outstanding: 4_096 };
			answer(window, 1, 100, small);
			answer(window, 4, 1_000);
		}
		expect(window.bytes).toBeLessThan(before);
	});

	it("accepts that a path has become longer", () => {
		const window = createReadWindow();
		answer(window, 200, 5);
		answer(window, 5_000, 300);
		expect(window.bytes).toBeGreaterThan(1_000_000);
	});

	it("stays between 16 KiB and 8 MiB, and reads between 4 and 64 KiB in whole blocks", () => {
		const window = createReadWindow();
		for (const ms of [0, 1, 1e9, Number.EPSILON, 0, 50, 0]) {
			for (let i = 0; i < 300; i++) {
				answer(window, 1, ms);
				expect(window.bytes).toBeGreaterThanOrEqual(16_384);
				expect(window.bytes).toBeLessThanOrEqual(8_388_608);
				for (const outstanding of [0, window.bytes]) {
					const bytes = window.readBytes(outstanding);
					expect(bytes % 4_096).toBe(0);
					expect(bytes).toBeGreaterThanOrEqual(4_096);
					expect(bytes).toBeLessThanOrEqual(65_536);
				}
			}
		}
	});

	it("forgets the old path on a new one", () => {
		const window = createReadWindow();
		answer(window, 500, 100);
		expect(window.bytes).toBeGreaterThan(START);
		window.reset();
		expect(window.bytes).toBe(START);
		expect(window.readBytes(0)).toBe(4_096);
	});
});
