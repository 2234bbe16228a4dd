/**
 * Whether the ranges of one document are worth deflating: a CSV's are, a JPEG's are not, and nobody knows before it was
 * tried. The first ones say, and one in a while is tried again, because a document is not the same throughout.
 */

/** Deflated to more than this part of its length, a range is not worth the time it takes on both ends. */
const WORTH = 0.85;
/** Of ranges that are not worth it, one in so many is tried all the same. */
const TRY_AGAIN_EVERY = 32;
/** The weight of the latest range against all before it. */
const LATEST = 0.25;
/** Shorter ones are mostly headers. */
const MIN_BYTES = 512;

export interface Shrinking {
	/** Whether to deflate the next range, of so many bytes. */
	tries(bytes: number): boolean;
	/** What came of it; whether to send it deflated. */
	tried(bytes: number, deflated: number): boolean;
}

export function createShrinking(): Shrinking {
	let usual = 0;
	let left = 0;
	return {
		tries(bytes) {
			if (bytes < MIN_BYTES) return false;
			if (usual <= WORTH) return true;
			left = (left + 1) % TRY_AGAIN_EVERY;
			return left === 0;
		},
		tried(bytes, deflated) {
			const part = deflated / bytes;
			// The very first stands for all; `usual` is 0 only then.
			usual = usual === 0 ? part : usual + (part - usual) * LATEST;
			return part <= WORTH;
		},
	};
}
