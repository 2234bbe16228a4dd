import { describe, expect, it } from "vitest";
import { createReadWindow } from "../../session/read-window.ts";

type Path = {
	/** Milliseconds there and back, without a queue. */
	roundTripMs: number;
	/** Bytes a millisecond. */
	rate: number;
};

/**
 * A path with one queue, and a watcher that always wants more. Answers pass the queue one after the other. Returns the
 * share of the path that was used in the last half, and the bytes that stood in the queue at most then. Ranges travel
 * as `shrunk` of their length; all but the path counts bytes of the document.
 */
function fill(path: Path, totalBytes: number, shrunk = 1) {
	const window = createReadWindow();
	let nowMs = 0;
	let freeAtMs = 0;
	let outstanding = 0;
	let asked = 0;
	let received = 0;
	let halfAtMs = 0;
	let queued = 0;
	const flight: {
		bytes: number;
		askedAtMs: number;
		atMs: number;
		outstanding: number;
	}[] = [];
	while (received < totalBytes) {
		while (
			outstanding === 0 ||
			outstanding + window.readBytes <= window.bytes
		) {
			const bytes = window.readBytes;
			outstanding += bytes;
			asked += bytes;
			const reachesQueueMs = nowMs + path.roundTripMs / 2;
			freeAtMs =
				Math.max(freeAtMs, reachesQueueMs) + (bytes * shrunk) / path.rate;
			if (received > totalBytes / 2)
				queued = Math.max(queued, (freeAtMs - reachesQueueMs) * path.rate);
			const atMs = freeAtMs + path.roundTripMs / 2;
			flight.push({ bytes, askedAtMs: nowMs, atMs, outstanding });
		}
		const next = flight.shift();
		if (next === undefined) break;
		nowMs = next.atMs;
		outstanding -= next.bytes;
		received += next.bytes;
		if (received <= totalBytes / 2) halfAtMs = nowMs;
		window.answered(
			next.bytes,
			nowMs - next.askedAtMs,
			next.outstanding,
			next.bytes * shrunk,
		);
	}
	expect(asked).toBeGreaterThanOrEqual(received);
	return {
		used: ((totalBytes / 2) * shrunk) / ((nowMs - halfAtMs) * path.rate),
		queued,
		window: window.bytes,
	};
}

const MB = 1_000_000;

describe("the read window", () => {
	it.each<[string, Path, number]>([
		["20 ms, 100 Mbit/s", { roundTripMs: 20, rate: 12_500 }, 20 * MB],
		["50 ms, 20 Mbit/s", { roundTripMs: 50, rate: 2_500 }, 20 * MB],
		["100 ms, 200 Mbit/s", { roundTripMs: 100, rate: 25_000 }, 100 * MB],
		["2 ms, 300 Mbit/s", { roundTripMs: 2, rate: 37_500 }, 20 * MB],
		["loopback", { roundTripMs: 0.5, rate: 45_000 }, 100 * MB],
		["600 ms, 2G", { roundTripMs: 600, rate: 30 }, 2 * MB],
	])("fills a path of %s without a long queue", (_, path, bytes) => {
		const { used, queued } = fill(path, bytes);
		expect(used).toBeGreaterThan(0.8);
		expect(queued).toBeLessThan(400_000);
	});

	it.each([
		["50 ms, 20 Mbit/s", { roundTripMs: 50, rate: 2_500 }],
		["20 ms, 100 Mbit/s", { roundTripMs: 20, rate: 12_500 }],
	])("fills a path of %s with ranges that travel deflated", (_, path) => {
		const { used, queued } = fill(path, 40 * MB, 0.25);
		expect(used).toBeGreaterThan(0.8);
		expect(queued).toBeLessThan(400_000);
	});

	it("has four times as much outstanding where ranges travel as a quarter", () => {
		const window = createReadWindow();
		const plain = window.bytes;
		const answers = (wireBytes: number) => {
			for (let i = 0; i < 40; i++)
				window.answered(65_536, 50, 65_536, wireBytes);
		};
		answers(16_384);
		expect(window.bytes / plain).toBeCloseTo(4, 1);
		answers(65_536);
		expect(window.bytes / plain).toBeCloseTo(1, 1);
	});

	it("asks for little at a time on a slow path", () => {
		const { window, queued } = fill({ roundTripMs: 600, rate: 30 }, 2 * MB);
		expect(window).toBeLessThan(131_072);
		// Three seconds of waiting, instead of nine, for what comes on screen meanwhile.
		expect(queued).toBeLessThan(100_000);
	});

	it("does not grow for a watcher that asks for little", () => {
		const window = createReadWindow();
		for (let i = 0; i < 1_000; i++) window.answered(4_096, 100, 4_096);
		expect(window.bytes).toBe(262_144);
	});

	it("grows by no more at a time than a short queue of the path takes", () => {
		const window = createReadWindow();
		let steepest = 0;
		for (let i = 0; i < 20_000; i++) {
			const before = window.bytes;
			window.answered(window.readBytes, 100, before);
			steepest = Math.max(steepest, window.bytes - before);
		}
		expect(window.bytes).toBe(8_388_608);
		expect(steepest).toBeLessThanOrEqual(98_304);
	});

	it("accepts that a path has become longer", () => {
		const window = createReadWindow();
		for (let i = 0; i < 200; i++)
			window.answered(window.readBytes, 5, window.bytes);
		for (let i = 0; i < 5_000; i++)
			window.answered(window.readBytes, 300, window.bytes);
		expect(window.bytes).toBeGreaterThan(1_000_000);
	});

	it("stays between 16 KiB and 8 MiB, and reads between 4 and 64 KiB in whole blocks", () => {
		const window = createReadWindow();
		for (const ms of [0, 1, 1e9, Number.EPSILON, 0, 50, 0]) {
			for (let i = 0; i < 300; i++) {
				window.answered(window.readBytes, ms, window.bytes);
				expect(window.bytes).toBeGreaterThanOrEqual(16_384);
				expect(window.bytes).toBeLessThanOrEqual(8_388_608);
				expect(window.readBytes % 4_096).toBe(0);
				expect(window.readBytes).toBeGreaterThanOrEqual(4_096);
				expect(window.readBytes).toBeLessThanOrEqual(65_536);
			}
		}
	});

	it("forgets the old path on a new one", () => {
		const window = createReadWindow();
		for (let i = 0; i < 500; i++) window.answered(65_536, 1e4, window.bytes);
		window.reset();
		expect(window.bytes).toBe(262_144);
	});
});
