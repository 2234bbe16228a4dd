import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";
import { describe, expect, it } from "vitest";
import {
	CpaceError,
	type CpaceOrder,
	cpaceGenerator,
	cpaceKey,
	cpacePoint,
	cpaceScalar,
	cpaceShare,
} from "../../session/cpace.ts";
import vectors from "../fixtures/cpace-ristretto255.json" with { type: "json" };

const { a, b } = vectors;
const generator = cpaceGenerator(
	hexToBytes(vectors.secret),
	hexToBytes(vectors.channel),
	hexToBytes(vectors.sessionId),
);

describe("CPace, against the draft's vectors", () => {
	it("finds the generator", () => {
		expect(bytesToHex(generator.toBytes())).toBe(vectors.generator);
	});

	it.each([a, b])("makes the public share $share", ({ scalar, share }) => {
		expect(bytesToHex(cpaceShare(hexToBytes(scalar), generator))).toBe(share);
	});

	it("arrives at the same point from both ends", () => {
		const here = cpacePoint(hexToBytes(a.scalar), hexToBytes(b.share));
		const there = cpacePoint(hexToBytes(b.scalar), hexToBytes(a.share));
		expect([bytesToHex(here), bytesToHex(there)]).toEqual([
			vectors.point,
			vectors.point,
		]);
	});

	it("multiplies the valid point of the list", () => {
		const { scalar, share, point } = vectors.valid;
		expect(bytesToHex(cpacePoint(hexToBytes(scalar), hexToBytes(share)))).toBe(
			point,
		);
	});

	it.each<[CpaceOrder, string]>([
		["initiator", vectors.keyInitiator],
		["ordered", vectors.keyOrdered],
	])("derives the key of the %s setting", (order, key) => {
		const first = {
			share: hexToBytes(a.share),
			associated: hexToBytes(a.associated),
		};
		const second = {
			share: hexToBytes(b.share),
			associated: hexToBytes(b.associated),
		};
		const derived = cpaceKey(
			hexToBytes(vectors.sessionId),
			hexToBytes(vectors.point),
			first,
			second,
			order,
		);
		expect(bytesToHex(derived)).toBe(key);
	});

	it.each(vectors.invalid)("aborts on the share %s", (share) => {
		expect(() =>
			cpacePoint(hexToBytes(vectors.valid.scalar), hexToBytes(share)),
		).toThrow(CpaceError);
	});
});

it("gives the same key in the ordered setting whoever is named first", () => {
	const sides = [a, b].map(({ share, associated }) => ({
		share: hexToBytes(share),
		associated: hexToBytes(associated),
	}));
	const [first, second] = sides;
	if (first === undefined || second === undefined) throw new Error("two");
	const id = hexToBytes(vectors.sessionId);
	const point = hexToBytes(vectors.point);
	expect(cpaceKey(id, point, second, first, "ordered")).toEqual(
		cpaceKey(id, point, first, second, "ordered"),
	);
});

it("draws scalars of 252 bits", () => {
	const scalar = cpaceScalar((bytes) => bytes.fill(0xff));
	expect(scalar[31]).toBe(0x0f);
});
