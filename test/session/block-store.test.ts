import { describe, expect, it } from "vitest";
import { createBlockStore } from "../../session/block-store.ts";
import { BLOCK_BYTES } from "../../session/blocks.ts";
import { patterned } from "./transfer.ts";

const bytes = patterned(10 * BLOCK_BYTES + 7);
const from = (first: number, last: number) =>
	bytes.subarray(first * BLOCK_BYTES, last * BLOCK_BYTES);

describe("the block store", () => {
	it("gives back the blocks of what came together", () => {
		const store = createBlockStore(Number.POSITIVE_INFINITY);
		store.put(2, from(2, 5));
		store.put(8, from(8, 11));
		expect([1, 2, 4, 5, 10].map(store.has)).toEqual([
			false,
			true,
			true,
			false,
			true,
		]);
		expect(store.get(3)).toEqual(from(3, 4));
		expect(store.get(10)).toEqual(from(10, 11));
		expect(store.get(10)).toHaveLength(7);
		expect(store.bytes).toBe(5 * BLOCK_BYTES + 7);
	});

	it("counts what came twice once, and keeps the first", () => {
		const store = createBlockStore(Number.POSITIVE_INFINITY);
		store.put(0, from(0, 3));
		store.put(1, new Uint8Array(3 * BLOCK_BYTES));
		expect(store.bytes).toBe(4 * BLOCK_BYTES);
		expect(store.get(2)).toEqual(from(2, 3));
		store.put(0, new Uint8Array(BLOCK_BYTES));
		expect(store.bytes).toBe(4 * BLOCK_BYTES);
		expect(store.get(0)).toEqual(from(0, 1));
	});

	it("forgets what was least lately used, all that came with it", () => {
		const store = createBlockStore(5 * BLOCK_BYTES);
		store.put(0, from(0, 2));
		store.put(2, from(2, 4));
		store.get(1);
		store.put(4, from(4, 6));
		expect([0, 1, 2, 3, 4, 5].map(store.has)).toEqual([
			true,
			true,
			false,
			false,
			true,
			true,
		]);
		expect(store.bytes).toBe(4 * BLOCK_BYTES);
		expect(store.get(3)).toBeUndefined();
	});

	it("holds nothing after it is cleared", () => {
		const store = createBlockStore(5 * BLOCK_BYTES);
		store.put(0, from(0, 2));
		store.clear();
		expect(store.bytes).toBe(0);
		expect(store.has(0)).toBe(false);
	});
});
