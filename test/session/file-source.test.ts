import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { fileSource } from "../../session/file-source.ts";
import { ownBytes, SourceError } from "../../session/source.ts";
import { runs } from "../counts.ts";
import { patterned } from "./transfer.ts";

const MIB = 1_048_576;
const bytes = patterned(5 * MIB + 100);

function watched() {
	const blob = new Blob([bytes]);
	const slice = vi.spyOn(blob, "slice");
	return { slice, source: fileSource(blob, "pdf", "a.pdf") };
}

describe("fileSource", () => {
	it("reads any range exactly", async () => {
		const { source } = watched();
		const range = fc
			.tuple(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 2 * MIB }))
			.map(([start, length]) => ({
				start,
				end: Math.min(bytes.length, start + length),
			}));
		await fc.assert(
			fc.asyncProperty(range, async ({ start, end }) => {
				const read = Buffer.from(await source.read(start, end));
				expect(read.equals(bytes.subarray(start, end))).toBe(true);
			}),
			runs(50),
		);
	});

	it("reads on in longer and longer slices, one ahead of the reader", async () => {
		const { source, slice } = watched();
		for (let at = 0; at < MIB + 1; at += 65_536)
			await source.read(at, at + 65_536);
		expect(slice.mock.calls).toEqual(
			[0, 1, 5, 21].map((first, i) => [
				first * 65_536,
				Math.min((first + 4 ** i) * 65_536, bytes.length),
			]),
		);
	});

	it("reads little where somebody reads here and there, and nothing twice", async () => {
		const { source, slice } = watched();
		for (const at of [3 * MIB + 100_000, MIB, 2 * MIB + 50, MIB + 4_096])
			await source.read(at, at + 4_096);
		expect(slice.mock.calls).toEqual([
			[3 * MIB + 65_536, 3 * MIB + 131_072],
			[MIB, MIB + 65_536],
			[2 * MIB, 2 * MIB + 65_536],
		]);
	});

	it("gives away nothing that it keeps", async () => {
		const { source } = watched();
		for (const [start, end] of [
			[0, 65_536],
			[65_536, 100_000],
			[0, 65_536],
			[65_000, 66_000],
			[0, bytes.length],
		] as const) {
			const own = ownBytes(await source.read(start, end));
			expect(Buffer.from(own).equals(bytes.subarray(start, end))).toBe(true);
			structuredClone(own, { transfer: [own.buffer] });
		}
	});

	it("keeps 40 MiB at most", async () => {
		const size = 100 * MIB;
		const blob = new Blob([new Uint8Array(size)]);
		const slice = vi.spyOn(blob, "slice");
		const source = fileSource(blob, "pdf", "a.pdf");
		for (let at = 0; at < size; at += MIB) await source.read(at, at + MIB);
		const read = slice.mock.calls.length;
		await source.read(size - 10, size);
		expect(slice.mock.calls.length).toBe(read);
		await source.read(0, 10);
		expect(slice.mock.calls.length).toBe(read + 1);
	});

	it("tells of a file that changed on disk", async () => {
		const blob = new Blob([bytes]);
		const changed = new DOMException("changed", "NotReadableError");
		blob.slice = () =>
			Object.assign(new Blob(), {
				arrayBuffer: () => Promise.reject(changed),
			});
		const source = fileSource(blob, "pdf", "a.pdf");
		await expect(source.read(0, 10)).rejects.toEqual(new SourceError("gone"));
	});

	it("tells of a file that became shorter", async () => {
		const blob = new Blob([bytes]);
		blob.slice = () => new Blob(["short"]);
		const source = fileSource(blob, "pdf", "a.pdf");
		await expect(source.read(0, 10)).rejects.toThrow("gone");
	});

	it("refuses what is no range of it", async () => {
		const { source } = watched();
		for (const [start, end] of [
			[-1, 5],
			[5, 5],
			[0, bytes.length + 1],
			[Number.NaN, 5],
		] as const)
			await expect(source.read(start, end)).rejects.toThrow(RangeError);
	});

	it("rejects with the reason of an aborted signal", async () => {
		const { source } = watched();
		await expect(source.read(0, 5, AbortSignal.abort("no"))).rejects.toBe("no");
	});

	it("reads nothing after it is closed", async () => {
		const { source } = watched();
		const open = source.read(0, 5);
		source.close();
		await expect(open).rejects.toEqual(new SourceError("closed"));
		await expect(source.read(0, 5)).rejects.toThrow("closed");
	});
});
