import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { fileSource } from "../../session/file-source.ts";
import type { MessageOf } from "../../session/messages.ts";
import { createRemoteSource } from "../../session/remote-source.ts";
import { SourceError } from "../../session/source.ts";
import { runs } from "../counts.ts";
import { patterned, transfer } from "./transfer.ts";

const KIB = 1_024;

function shared(size: number, keepBytes = Number.POSITIVE_INFINITY) {
	const bytes = patterned(size);
	const source = fileSource(new Blob([bytes]), "pdf", "a.pdf");
	return { bytes, t: transfer(source, { keepBytes }) };
}

/** A source whose sharer is the test: nothing is answered by itself. */
function unanswered(size: number, keepBytes?: number) {
	const sent: (MessageOf<"read"> | MessageOf<"unread">)[] = [];
	const onViolation = vi.fn();
	let nowMs = 0;
	const remote = createRemoteSource({
		share: 1,
		name: "a.pdf",
		kind: "pdf",
		size,
		send: (message) => sent.push(message),
		onViolation,
		now: () => ++nowMs,
		...(keepBytes === undefined ? {} : { keepBytes }),
	});
	const answer = (start: number, length: number) =>
		remote.data({ share: 1, start, bytes: new Uint8Array(length).fill(9) });
	return { remote, sent, onViolation, answer };
}

describe("a remote source", () => {
	it("reads exactly what the file holds", async () => {
		const { t, bytes } = shared(300 * KIB + 17);
		expect(await t.remote.read(0, 10)).toEqual(bytes.slice(0, 10));
		expectSame(
			await t.remote.read(5_000, 290_001),
			bytes.slice(5_000, 290_001),
		);
		expect(await t.remote.read(300 * KIB, 300 * KIB + 17)).toEqual(
			bytes.slice(300 * KIB),
		);
	});

	it("asks for the blocks a read touches, and for nothing it has", async () => {
		const { t } = shared(300 * KIB);
		await t.remote.read(5_000, 6_000);
		expect(t.asked).toEqual(["read 4096"]);
		await t.remote.read(4_096, 8_192);
		expect(t.asked).toHaveLength(1);
		expect(t.remote.bytesReceived).toBe(4_096);
	});

	it("asks once for what two read at the same time", async () => {
		const { t, bytes } = shared(100 * KIB);
		const reads = [t.remote.read(0, 9_000), t.remote.read(100, 9_000)];
		const [one, two] = await Promise.all(reads);
		expect(t.asked).toEqual(["read 0", "read 4096"]);
		expect(one).toEqual(bytes.slice(0, 9_000));
		expect(two).toEqual(bytes.slice(100, 9_000));
	});

	it("has at most a window outstanding", () => {
		const { remote, sent } = unanswered(100_000_000);
		remote.read(0, 50_000_000);
		expect(sent).toHaveLength(4);
		expect(sent[3]).toEqual({
			type: "read",
			share: 1,
			start: 69_632,
			end: 102_400,
		});
	});

	it("fetches what is on screen before the reading list, and that before what is saved", () => {
		const { remote, sent, answer } = unanswered(
			4_000_000,
			Number.POSITIVE_INFINITY,
		);
		remote.fetchAll();
		remote.prefetch([[1_048_576, 1_081_344]]);
		remote.read(2_097_152, 2_129_920);
		const before = sent.length;
		answer(0, 4_096);
		answer(4_096, 32_768);
		expect(sent.slice(before)).toMatchObject([
			{ start: 2_097_152, end: 2_129_920 },
			{ start: 1_048_576, end: 1_081_344 },
		]);
	});

	it("gives up what was to be fetched ahead, but nothing that others want", async () => {
		const { remote, sent, answer } = unanswered(4_000_000);
		const one = new AbortController();
		remote.prefetch([[0, 8_192]], one.signal);
		remote.prefetch([[4_096, 12_288]]);
		one.abort();
		expect(sent.slice(-1)).toEqual([{ type: "unread", share: 1, start: 0 }]);
		answer(4_096, 4_096);
		expect(remote.bytesHeld).toBe(4_096);
		remote.prefetch([[16_384, 20_480]], one.signal);
		expect(sent).not.toContainEqual(expect.objectContaining({ start: 16_384 }));
	});

	it("takes back an aborted read, and takes its late answer", async () => {
		const { remote, sent, answer, onViolation } = unanswered(1_000_000);
		const abort = new AbortController();
		const read = remote.read(0, 4_096, abort.signal);
		abort.abort(new Error("scrolled away"));
		await expect(read).rejects.toThrow("scrolled away");
		expect(sent.at(-1)).toEqual({ type: "unread", share: 1, start: 0 });
		answer(0, 4_096);
		expect(onViolation).not.toHaveBeenCalled();
		expect(await remote.read(0, 2)).toEqual(Uint8Array.of(9, 9));
	});

	it("does not take back what somebody else still reads", async () => {
		const { remote, sent, answer } = unanswered(1_000_000);
		const abort = new AbortController();
		remote.read(0, 100, abort.signal).catch(() => {});
		const other = remote.read(50, 100);
		abort.abort();
		expect(sent.map(({ type }) => type)).toEqual(["read"]);
		answer(0, 4_096);
		expect(await other).toHaveLength(50);
	});

	it("rejects at once when the signal is aborted already", async () => {
		const { remote, sent } = unanswered(1_000);
		const read = remote.read(0, 10, AbortSignal.abort("why"));
		await expect(read).rejects.toBe("why");
		expect(sent).toEqual([]);
	});

	it.each<[string, number, number]>([
		["was not asked for", 8_192, 4_096],
		["is too short", 0, 4_095],
		["is too long", 0, 8_192],
		["begins in the middle of what was asked for", 1, 4_095],
	])("refuses a frame that %s", async (_, start, length) => {
		const { remote, answer, onViolation } = unanswered(1_000_000);
		const read = remote.read(0, 4_096);
		answer(start, length);
		await expect(read).rejects.toEqual(new SourceError("damaged"));
		expect(onViolation).toHaveBeenCalledOnce();
	});

	it("refuses a second answer to the same read", async () => {
		const { remote, answer, onViolation } = unanswered(1_000_000);
		remote.read(0, 4_096);
		answer(0, 4_096);
		expect(onViolation).not.toHaveBeenCalled();
		answer(0, 4_096);
		expect(onViolation).toHaveBeenCalledOnce();
	});

	it("tells of a file that is gone, and still reads what it has", async () => {
		const { remote, answer } = unanswered(1_000_000);
		const here = remote.read(0, 10);
		answer(0, 4_096);
		await here;
		const missing = remote.read(10_000, 10_001);
		remote.gone();
		await expect(missing).rejects.toEqual(new SourceError("gone"));
		await expect(remote.read(9_000, 9_001)).rejects.toThrow("gone");
		expect(await remote.read(0, 10)).toHaveLength(10);
	});

	it("frees everything when it closes", async () => {
		const { remote, answer } = unanswered(1_000_000);
		const read = remote.read(0, 10);
		answer(0, 4_096);
		await read;
		const open = remote.read(50_000, 50_001);
		remote.close();
		await expect(open).rejects.toEqual(new SourceError("closed"));
		await expect(remote.read(0, 10)).rejects.toThrow("closed");
		expect(remote.bytesHeld).toBe(0);
		answer(45_056, 4_096);
		expect(remote.bytesReceived).toBe(4_096);
	});

	it("holds no more than its bound of a document that is only looked at", async () => {
		const { t, bytes } = shared(2_000 * KIB, 128 * KIB);
		for (let at = 0; at < bytes.length; at += 100_000) {
			const end = Math.min(at + 100_000, bytes.length);
			expectSame(await t.remote.read(at, end), bytes.slice(at, end));
			expect(t.remote.bytesHeld).toBeLessThanOrEqual(128 * KIB);
		}
	});

	it("reads more at once than it may hold", async () => {
		const { t, bytes } = shared(1_000 * KIB, 64 * KIB);
		expectSame(await t.remote.read(0, bytes.length), bytes);
		expect(t.remote.bytesHeld).toBeLessThanOrEqual(64 * KIB);
	});

	it.each([
		["half of what it may hold", undefined, 4_194_304],
		["16 MiB where it may hold all", Number.POSITIVE_INFINITY, 16_777_216],
	])(
		"believes of a reading list %s, and only inside the document",
		(_, keepBytes, believed) => {
			const { remote, sent, answer } = unanswered(2_147_483_647, keepBytes);
			remote.prefetch([
				[5, 4],
				[0, 2_147_483_647],
				[3_000_000_000, 4_000_000_000],
			]);
			for (let i = 0; i < sent.length; i++) {
				const message = sent[i];
				if (message?.type === "read")
					answer(message.start, message.end - message.start);
			}
			expect(remote.bytesReceived).toBe(believed);
		},
	);

	it("fetches the rest for saving, each byte once", async () => {
		const { t, bytes } = shared(900 * KIB + 1);
		await t.remote.read(300_000, 400_000);
		let progress = 0;
		await t.remote.fetchAll(undefined, (held) => {
			expect(held).toBeGreaterThan(progress);
			progress = held;
		});
		expect(progress).toBe(bytes.length);
		expect(t.remote.missing()).toBe(0);
		expect(t.remote.bytesReceived).toBe(bytes.length);
		expectSame(await t.remote.read(0, bytes.length), bytes);
	});

	it("stops saving when it is aborted, and goes on later", async () => {
		const { t, bytes } = shared(900 * KIB);
		const abort = new AbortController();
		const fetched = t.remote.fetchAll(abort.signal, () => abort.abort("no"));
		await expect(fetched).rejects.toBe("no");
		expect(t.remote.missing()).toBeGreaterThan(0);
		await t.remote.fetchAll();
		expectSame(await t.remote.read(0, bytes.length), bytes);
		expect(t.violations).toEqual([]);
	});

	it("goes on over a new link, asking only for what is unanswered", async () => {
		const { t, bytes } = shared(3_000 * KIB);
		const fetched = t.remote.fetchAll(undefined, (held) => {
			if (held > 1_000_000 && !lost) {
				lost = true;
				t.lose();
			}
		});
		let lost = false;
		await vi.waitUntil(() => lost);
		const received = t.remote.bytesReceived;
		t.resume();
		await fetched;
		expectSame(await t.remote.read(0, bytes.length), bytes);
		expect(received).toBeGreaterThan(1_000_000);
		expect(t.remote.bytesReceived).toBe(bytes.length);
	});

	it("gives exact bytes and bounded memory, whatever is read, aborted and lost", async () => {
		const size = 700_001;
		const bytes = patterned(size);
		const keepBytes = 100_000;
		const step = fc.oneof(
			{
				weight: 6,
				arbitrary: fc.record({
					do: fc.constant("read" as const),
					start: fc.integer({ min: 0, max: size - 1 }),
					length: fc.integer({ min: 1, max: 200_000 }),
					abort: fc.boolean(),
				}),
			},
			fc.record({ do: fc.constant("lose" as const) }),
			fc.record({ do: fc.constant("wait" as const) }),
			fc.record({
				do: fc.constant("prefetch" as const),
				start: fc.integer({ min: 0, max: size - 1 }),
			}),
		);
		await fc.assert(
			fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
				const t = transfer(fileSource(new Blob([bytes]), "csv", "a.csv"), {
					keepBytes,
				});
				const reads: Promise<void>[] = [];
				for (const step of steps) {
					if (step.do === "wait") {
						await new Promise((resolve) => setTimeout(resolve, 0));
					} else if (step.do === "lose") {
						t.lose();
						t.resume();
					} else if (step.do === "prefetch") {
						t.remote.prefetch([[step.start, size]]);
					} else {
						const end = Math.min(size, step.start + step.length);
						const abort = new AbortController();
						const read = t.remote.read(step.start, end, abort.signal).then(
							(got) => {
								expectSame(got, bytes.subarray(step.start, end));
							},
							(error) => {
								if (error !== abort.signal.reason) throw error;
							},
						);
						if (step.abort) setTimeout(() => abort.abort(), 0);
						reads.push(read);
					}
					expect(t.remote.bytesHeld).toBeLessThanOrEqual(keepBytes);
				}
				await Promise.all(reads);
				expect(t.violations).toEqual([]);
				expect(t.remote.bytesHeld).toBeLessThanOrEqual(keepBytes);
			}),
			runs(60),
		);
	});
});

/** `toEqual` takes seconds for what this takes milliseconds. */
function expectSame(one: Uint8Array, two: Uint8Array): void {
	expect(Buffer.from(one).equals(two)).toBe(true);
}
