import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { readAhead } from "../../panel/read-ahead.ts";
import type { ByteRange, DocumentSource } from "../../session/source.ts";

const MIB = 1_048_576;

beforeEach(() => {
	vi.useFakeTimers();
});
afterEach(() => {
	vi.useRealTimers();
});

/** A document that is far away: every read waits until it is answered. */
function far() {
	const answers: (() => void)[] = [];
	const fetched: { ranges: readonly ByteRange[]; signal?: AbortSignal }[] = [];
	const source: DocumentSource = {
		name: "statement.pdf",
		kind: "pdf",
		size: 100 * MIB,
		read: (start, end) =>
			new Promise((resolve) =>
				answers.push(() => resolve(new Uint8Array(end - start))),
			),
		prefetch: (ranges, signal) =>
			fetched.push({ ranges, ...(signal && { signal }) }),
		close: vi.fn(),
	};
	return { source, answers, fetched, reader: readAhead(source, false) };
}

describe("reading ahead", () => {
	it("fetches what follows once nobody waits for anything", async () => {
		const { reader, answers, fetched } = far();
		const one = reader.read(0, 100);
		const two = reader.read(500, 700);
		answers[0]?.();
		await one;
		vi.runAllTimers();
		expect(fetched).toEqual([]);
		answers[1]?.();
		await two;
		expect(fetched).toEqual([]);
		vi.runAllTimers();
		expect(fetched.map(({ ranges }) => ranges)).toEqual([[[700, 700 + MIB]]]);
	});

	it("waits while one read follows the other", async () => {
		const { reader, answers, fetched } = far();
		for (let i = 0; i < 10; i++) {
			const read = reader.read(i * 100, i * 100 + 50);
			answers[i]?.();
			await read;
			vi.advanceTimersByTime(200);
		}
		expect(fetched).toEqual([]);
		vi.runAllTimers();
		expect(fetched).toHaveLength(1);
	});

	it("gives up what it was fetching when somebody looks elsewhere", async () => {
		const { reader, answers, fetched } = far();
		for (const start of [0, 50 * MIB]) {
			const read = reader.read(start, start + 10);
			answers.pop()?.();
			await read;
			vi.runAllTimers();
		}
		expect(fetched.map(({ signal }) => signal?.aborted)).toEqual([true, false]);
	});

	it("stops with the document", async () => {
		const { reader, source, answers, fetched } = far();
		const read = reader.read(0, 10);
		answers[0]?.();
		await read;
		reader.close();
		vi.runAllTimers();
		expect(fetched).toEqual([]);
		expect(source.close).toHaveBeenCalled();
	});

	it("leaves a document alone that is read without a delay", () => {
		const { source } = far();
		const { prefetch: _, ...near } = source;
		expect(readAhead(near, false)).toBe(near);
	});

	it("leaves it alone where somebody saves data", () => {
		const { source } = far();
		expect(readAhead(source, true)).toBe(source);
	});
});
