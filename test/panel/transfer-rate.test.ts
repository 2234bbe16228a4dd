import { describe, expect, it } from "vitest";
import { createTransferRate } from "../../panel/transfer-rate.ts";

/** Notes so many bytes at each half second. */
function arriving(bytesAt: number[]) {
	const rate = createTransferRate();
	for (const [at, bytes] of bytesAt.entries()) rate.note(bytes, at * 500);
	return rate.at((bytesAt.length - 1) * 500);
}

describe("the rate of a transfer", () => {
	it("is not guessed in the first second", () => {
		expect(arriving([0, 900_000])).toBeUndefined();
	});

	it("is what came in a second", () => {
		expect(arriving([0, 500, 1_000, 1_500, 2_000])).toBe(1_000);
	});

	it("counts nothing that was there before", () => {
		expect(arriving([7_000, 7_500, 8_000])).toBe(1_000);
	});

	it("forgets what was longer ago than five seconds", () => {
		const slow = Array.from({ length: 20 }, (_, at) => at * 50);
		const fast = Array.from({ length: 11 }, (_, at) => 1_000 + at * 5_000);
		expect(arriving([...slow, ...fast])).toBe(10_000);
	});

	it("is nothing once nothing has come for five seconds", () => {
		expect(arriving([0, 9_000, ...Array(12).fill(10_000)])).toBe(0);
	});
});
