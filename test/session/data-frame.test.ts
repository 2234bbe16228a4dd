import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
	DataError,
	encodeFrame,
	MAX_FRAME_BYTES,
	parseFrame,
} from "../../session/data-frame.ts";
import { MAX_READ_BYTES } from "../../session/messages.ts";

describe("data frames", () => {
	it("come back as they were sent", () => {
		fc.assert(
			fc.property(
				fc.integer({ min: 1, max: 2_147_483_647 }),
				fc.integer({ min: 0, max: 2_147_483_647 - 1_000 }),
				fc.uint8Array({ minLength: 1, maxLength: 1_000 }),
				(share, start, random) => {
					const bytes = Uint8Array.from(random);
					const frame = { share, start, bytes };
					expect(parseFrame(encodeFrame(frame).buffer)).toEqual(frame);
				},
			),
		);
	});

	it("come back deflated, with the length they had", () => {
		const bytes = Uint8Array.of(1, 2, 3);
		const frame = { share: 7, start: 9, bytes, deflatedFrom: 65_536 };
		expect(parseFrame(encodeFrame(frame).buffer)).toEqual(frame);
	});

	it("hold a read of the largest size", () => {
		const bytes = new Uint8Array(MAX_READ_BYTES).fill(7);
		const encoded = encodeFrame({ share: 1, start: 0, bytes });
		expect(encoded.length).toBe(MAX_FRAME_BYTES);
		expect(parseFrame(encoded.buffer).bytes).toEqual(bytes);
	});

	it("are the same in memory that held another one before", () => {
		const memory = new ArrayBuffer(MAX_FRAME_BYTES);
		encodeFrame({ share: 2, start: 5, bytes: new Uint8Array(900) }, memory);
		const frame = { share: 7, start: 9, bytes: Uint8Array.of(1, 2, 3) };
		const encoded = encodeFrame(frame, memory);
		expect(encoded).toEqual(encodeFrame(frame));
		expect(encoded.buffer).toBe(memory);
	});

	it("are frames or a DataError, whatever arrives", () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 40 }), (random) => {
				try {
					const frame = parseFrame(Uint8Array.from(random).buffer);
					expect(frame.share).toBeGreaterThan(0);
					expect(frame.bytes.length).toBeGreaterThan(0);
				} catch (error) {
					expect(error).toBeInstanceOf(DataError);
				}
			}),
		);
	});

	it.each<[string, unknown]>([
		["text", "bytes"],
		["nothing", undefined],
		["a view instead of a buffer", new Uint8Array(20)],
		["a header without bytes", new ArrayBuffer(9)],
		["more than a frame", new ArrayBuffer(MAX_FRAME_BYTES + 1)],
		["another kind", Uint8Array.of(3, 0, 0, 0, 1, 0, 0, 0, 0, 5).buffer],
		[
			"a deflated header without bytes",
			Uint8Array.of(2, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 9).buffer,
		],
		[
			"deflated bytes of more than a read",
			Uint8Array.of(2, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 1, 5).buffer,
		],
		[
			"deflated bytes that are no fewer",
			Uint8Array.of(2, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 5).buffer,
		],
		["share 0", Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0, 0, 5).buffer],
		["a huge share", Uint8Array.of(1, 255, 0, 0, 0, 0, 0, 0, 0, 5).buffer],
		[
			"an offset beyond any document",
			Uint8Array.of(1, 0, 0, 0, 1, 127, 255, 255, 255, 5).buffer,
		],
	])("are not read from %s", (_, received) => {
		expect(() => parseFrame(received)).toThrow(DataError);
	});

	it.each([
		{ share: 0, start: 0, length: 1 },
		{ share: 1.5, start: 0, length: 1 },
		{ share: 1, start: -1, length: 1 },
		{ share: 1, start: Number.NaN, length: 1 },
		{ share: 1, start: 0, length: 0 },
		{ share: 1, start: 0, length: MAX_READ_BYTES + 1 },
		{ share: 1, start: 2_147_483_647, length: 1 },
	])("are not written for $share, $start, $length", (wrong) => {
		const { share, start, length } = wrong;
		const bytes = new Uint8Array(length);
		expect(() => encodeFrame({ share, start, bytes })).toThrow(DataError);
	});
});
