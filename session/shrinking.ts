/**
 * Whether the ranges of one document are worth deflating: a CSV's are, a JPEG's are not, and nobody knows before it was
 * tried. A piece of the first ones says, and a piece of one in a while, because a document is not the same throughout.
 */
import { deflate } from "./deflate.ts";

/** Deflated to more than this part of its length, a range is not worth the time it takes on both ends. */
const WORTH = 0.85;
/** Of ranges that are not worth it, a piece of one in so many is tried all the same. */
const TRY_AGAIN_EVERY = 32;
/** The weight of the latest range against all before it. */
const LATEST = 0.25;
/** Shorter ones are mostly headers. */
const MIN_BYTES = 512;
/** A whole range holds up the page, and all that is sent behind it, for 3 ms. */
const SAMPLE_BYTES = 4_096;

export interface Shrinking {
	/** The range deflated, or undefined where it is to travel as it is. */
	shrink(
		bytes: Uint8Array<ArrayBuffer>,
	): Promise<Uint8Array<ArrayBuffer> | undefined>;
}

export function createShrinking(): Shrinking {
	/** What a range shrinks to, of 1. Before the first was tried, nothing is worth it. */
	let usual = 1;
	let untilTry = 1;

	async function isWorth(bytes: Uint8Array<ArrayBuffer>): Promise<boolean> {
		if (usual <= WORTH) return true;
		if (--untilTry > 0) return false;
		untilTry = TRY_AGAIN_EVERY;
		const middle = Math.max(0, Math.floor((bytes.length - SAMPLE_BYTES) / 2));
		const sample = bytes.subarray(middle, middle + SAMPLE_BYTES);
		usual = partOf(sample, await deflate(sample));
		return usual <= WORTH;
	}

	return {
		async shrink(bytes) {
			if (bytes.length < MIN_BYTES || !(await isWorth(bytes))) return undefined;
			const deflated = await deflate(bytes);
			const part = partOf(bytes, deflated);
			usual += (part - usual) * LATEST;
			return part <= WORTH ? deflated : undefined;
		},
	};
}

const partOf = (bytes: Uint8Array, deflated: Uint8Array) =>
	deflated.length / bytes.length;
