import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { deflateRawSync } from "node:zlib";
import { afterEach, describe, expect, it, vi } from "vitest";
import { deflate, InflateError, inflate } from "../../session/deflate.ts";
import { fileSource } from "../../session/file-source.ts";
import type { DataFrame } from "../../session/link.ts";
import { createRemoteSource } from "../../session/remote-source.ts";
import { patterned, transfer } from "./transfer.ts";

const KIB = 1_024;
const ZIPCODES = new URL(
	"../../../shared/corpus/059-zipcodes.csv",
	import.meta.url,
);
/** Rows as programs write them. */
const csv = new TextEncoder().encode(
	Array.from(
		{ length: 20_000 },
		(_, row) => `${row},customer ${row % 977},2026-11-02,${row * 7},paid\n`,
	).join(""),
);

/** No range of it becomes shorter. */
function noise(size: number): Uint8Array<ArrayBuffer> {
	const bytes = new Uint8Array(size);
	for (let at = 0; at < size; at += 65_536)
		crypto.getRandomValues(bytes.subarray(at, Math.min(at + 65_536, size)));
	return bytes;
}

async function sha256(bytes: BufferSource): Promise<Uint8Array> {
	return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}

/** Moves a whole document, as saving does. */
async function fetched(bytes: Uint8Array<ArrayBuffer>, deflates: boolean) {
	const source = fileSource(new Blob([bytes]), "csv", "a.csv");
	const t = transfer(
		source,
		{ keepBytes: Number.POSITIVE_INFINITY },
		{ deflates },
	);
	await t.remote.fetchAll();
	const copy = await t.remote.read(0, bytes.length);
	expect(await sha256(copy)).toEqual(await sha256(bytes));
	expect(t.violations).toEqual([]);
	return { t, ratio: bytes.length / t.wireBytes };
}

afterEach(() => {
	vi.unstubAllGlobals();
	vi.restoreAllMocks();
});

describe("a document that shrinks", () => {
	it("arrives byte for byte, in a third of its length", async () => {
		const { t, ratio } = await fetched(csv, true);
		expect(ratio).toBeGreaterThan(3);
		expect(t.remote.bytesReceived).toBe(csv.length);
		expect(t.serving().bytesSent).toBe(csv.length);
	});

	it("travels plain to an end that does not say that it inflates", async () => {
		const { ratio } = await fetched(csv, false);
		expect(ratio).toBeLessThan(1);
	});

	it.skipIf(!existsSync(ZIPCODES))(
		"is a CSV of the world: three times shorter on its way",
		async () => {
			const bytes = Uint8Array.from(await readFile(ZIPCODES));
			const { ratio } = await fetched(bytes, true);
			expect(ratio).toBeGreaterThan(2.8);
		},
	);
});

describe("a document that does not shrink", () => {
	it("travels plain, and is not even tried any more", async () => {
		let tried = 0;
		class Counted extends CompressionStream {
			constructor(format: CompressionFormat) {
				super(format);
				tried++;
			}
		}
		vi.stubGlobal("CompressionStream", Counted);
		const bytes = noise(4_000_000);
		const { t } = await fetched(bytes, true);
		expect(t.deflatedFrames).toBe(0);
		expect(tried).toBeGreaterThan(1);
		expect(tried).toBeLessThan(t.frames / 8);
	});

	it("is tried again, and where it begins to shrink it travels deflated", async () => {
		const bytes = new Uint8Array(8_000_000);
		bytes.set(noise(2_000_000));
		const { t } = await fetched(bytes, true);
		expect(t.deflatedFrames).toBeGreaterThan(30);
	});

	it("sends short ranges as they are", async () => {
		const source = fileSource(new Blob([patterned(200)]), "csv", "a.csv");
		const t = transfer(source, {}, { deflates: true });
		await t.remote.read(0, 200);
		expect(t.deflatedFrames).toBe(0);
	});
});

describe("inflate", () => {
	it("gives back what was deflated", async () => {
		const bytes = csv.slice(0, 64 * KIB);
		expect(await inflate(await deflate(bytes), bytes.length)).toEqual(bytes);
	});

	it.each([1, -1])("refuses what is %i byte off", async (off) => {
		const deflated = await deflate(csv.slice(0, 10_000));
		await expect(inflate(deflated, 10_000 + off)).rejects.toThrow(InflateError);
	});

	it("refuses what is no deflate, and what is cut off", async () => {
		await expect(inflate(noise(500), 4_096)).rejects.toThrow(InflateError);
		const deflated = await deflate(csv.slice(0, 60_000));
		await expect(inflate(deflated.slice(0, 900), 60_000)).rejects.toThrow(
			InflateError,
		);
	});

	it("stops a bomb soon after its bound", async () => {
		// 60 KB that inflate to 60 MB.
		const bomb = Uint8Array.from(deflateRawSync(new Uint8Array(60_000_000)));
		const pushed: number[] = [];
		const { read } = ReadableStreamDefaultReader.prototype;
		vi.spyOn(ReadableStreamDefaultReader.prototype, "read").mockImplementation(
			async function (this: ReadableStreamDefaultReader<Uint8Array>) {
				const result = await read.call(this);
				pushed.push(result.value?.length ?? 0);
				return result;
			},
		);
		await expect(inflate(bomb, 65_536)).rejects.toThrow(InflateError);
		expect(pushed.reduce((sum, n) => sum + n, 0)).toBeLessThan(2_000_000);
	});
});

describe("a sharer who deflates and is not honest", () => {
	function watching(plainOnly = false) {
		const onViolation = vi.fn();
		const remote = createRemoteSource({
			share: 1,
			name: "a.csv",
			kind: "csv",
			size: csv.length,
			send: () => {},
			onViolation,
			plainOnly,
		});
		const read = remote.read(0, 4_096);
		const frame = (bytes: Uint8Array<ArrayBuffer>, deflatedFrom = 4_096) => {
			const answer: DataFrame = { share: 1, start: 0, bytes, deflatedFrom };
			remote.data(answer);
		};
		return { remote, read, frame, onViolation };
	}

	it.each<[string, () => Promise<Uint8Array<ArrayBuffer>>, number]>([
		["another length than was asked for", () => deflate(patterned(99)), 99],
		["less than it says", () => deflate(patterned(4_000)), 4_096],
		["more than it says", () => deflate(patterned(5_000)), 4_096],
		[
			"a bomb",
			async () => Uint8Array.from(deflateRawSync(new Uint8Array(3_000_000))),
			4_096,
		],
		["garbage", async () => noise(1_000), 4_096],
	])("ends the link by sending %s", async (_, make, from) => {
		const { read, frame, onViolation } = watching();
		frame(await make(), from);
		await expect(read).rejects.toThrow("damaged");
		expect(onViolation).toHaveBeenCalledOnce();
	});

	it("ends the link by deflating for an end that does not inflate", async () => {
		const { read, frame, onViolation } = watching(true);
		frame(await deflate(csv.slice(0, 4_096)));
		await expect(read).rejects.toThrow("damaged");
		expect(onViolation).toHaveBeenCalledOnce();
	});

	it("is not asked again for what is being inflated", async () => {
		const { remote, read, frame, onViolation } = watching();
		frame(await deflate(csv.slice(0, 4_096)));
		const again = remote.read(0, 100);
		expect(await read).toEqual(csv.slice(0, 4_096));
		expect(await again).toEqual(csv.slice(0, 100));
		expect(onViolation).not.toHaveBeenCalled();
	});
});
