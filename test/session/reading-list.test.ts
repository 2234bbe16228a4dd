import { describe, expect, it } from "vitest";
import { fileSource } from "../../session/file-source.ts";
import { recordReads } from "../../session/reading-list.ts";

const open = (size: number) =>
	recordReads(fileSource(new Blob([new Uint8Array(size)]), "pdf", "a.pdf"));

describe("recordReads", () => {
	it("lists what was read, in order, near ones merged", async () => {
		const source = open(1_000_000);
		for (const [start, end] of [
			[900_000, 900_100],
			[0, 100],
			[100, 200],
			[4_000, 5_000],
			[500_000, 500_001],
			[50, 60],
		] as const)
			await source.read(start, end);
		expect(source.reads).toEqual([
			[900_000, 900_100],
			[0, 5_000],
			[500_000, 500_001],
		]);
	});

	it("makes one of two that a third connects", async () => {
		const source = open(1_000_000);
		await source.read(20_000, 20_001);
		await source.read(0, 1);
		await source.read(2, 19_999);
		expect(source.reads).toEqual([[0, 20_001]]);
	});

	it("lists 2,000 ranges at most", async () => {
		const source = open(20_000_000);
		const reads = [];
		for (let at = 0; at < 3_000; at++)
			reads.push(source.read(at * 6_000, at * 6_000 + 1));
		await Promise.all(reads);
		expect(source.reads).toHaveLength(2_000);
		expect(source.reads[1_999]).toEqual([1_999 * 6_000, 1_999 * 6_000 + 1]);
	});
});
