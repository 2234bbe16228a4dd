import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Message, MessageOf } from "../../session/messages.ts";
import { createTransfer } from "../../session/transfer.ts";

const SIZE = 100_000_000;
const ROUND_TRIP_MS = 50;
const START_BYTES = 131_072;

/** A watcher's transfer over a path of 50 ms that takes all that is asked for. */
function watching() {
	let reads: (MessageOf<"read"> & { atMs: number })[] = [];
	const transfer = createTransfer({
		link: {
			theirs: [],
			send(message: Message) {
				if (message.type === "read")
					reads.push({ ...message, atMs: performance.now() });
			},
			sendData: () => Promise.resolve(),
		},
		onGone: () => {},
		onViolation: () => expect.unreachable("no violation"),
	});

	function answer({ share, start, end }: MessageOf<"read">): void {
		transfer.receiveData({ share, start, bytes: new Uint8Array(end - start) });
	}

	return {
		transfer,
		/** Watches a document, of which all is wanted at once. */
		watch(share: number): void {
			reads = [];
			transfer.keepOnly(share);
			transfer.watch({
				type: "offer",
				share,
				over: 0,
				name: "a.pdf",
				kind: "pdf",
				size: SIZE,
				savable: true,
				from: "computer",
			});
			transfer.watching?.source.fetchAll().catch(() => {});
		},
		/** Lets so many round trips pass. */
		pass(roundTrips: number): void {
			for (let ms = 0; ms < roundTrips * ROUND_TRIP_MS; ms++) {
				vi.advanceTimersByTime(1);
				const due = performance.now() - ROUND_TRIP_MS;
				const answered = reads.filter(({ atMs }) => atMs <= due);
				reads = reads.filter((read) => !answered.includes(read));
				for (const read of answered) answer(read);
			}
		},
		outstanding: () =>
			reads.reduce((sum, { start, end }) => sum + end - start, 0),
	};
}

describe("a transfer", () => {
	beforeEach(() => {
		vi.useFakeTimers({ toFake: ["performance"] });
	});
	afterEach(() => {
		vi.useRealTimers();
	});

	it("begins the next document with what it has learnt of the link", () => {
		const { watch, pass, outstanding } = watching();
		watch(1);
		expect(outstanding()).toBeLessThanOrEqual(START_BYTES);
		pass(10);
		watch(3);
		expect(outstanding()).toBeGreaterThan(4 * START_BYTES);
	});

	it.each(["while a document is watched", "between two documents"])(
		"forgets what it has learnt when the link is another one, %s",
		(when) => {
			const { transfer, watch, pass, outstanding } = watching();
			watch(1);
			pass(10);
			if (when === "between two documents") transfer.keepOnly(undefined);
			transfer.relink();
			watch(3);
			expect(outstanding()).toBeLessThanOrEqual(START_BYTES);
		},
	);
});
