/** A document in blocks of 4 KiB: the last one may be shorter. */

export const BLOCK_BYTES = 4_096;

/** Blocks in a row: from `first` up to but not including `last`. */
export type Blocks = { readonly first: number; readonly last: number };

/** Blocks that came together. */
export type Arrived = Blocks & { readonly bytes: Uint8Array<ArrayBuffer> };

/** The blocks that hold the bytes from `start` up to but not including `end`. */
export function blocksOf(start: number, end: number): Blocks {
	return {
		first: Math.floor(start / BLOCK_BYTES),
		last: Math.ceil(end / BLOCK_BYTES),
	};
}

/** A block of what came together, by its place in it. A view. */
export function blockOf(
	bytes: Uint8Array<ArrayBuffer>,
	index: number,
): Uint8Array<ArrayBuffer> {
	return bytes.subarray(index * BLOCK_BYTES, (index + 1) * BLOCK_BYTES);
}

/** The blocks in both. In none, `first` is not before `last`. */
export function overlap(one: Blocks, other: Blocks): Blocks {
	return {
		first: Math.max(one.first, other.first),
		last: Math.min(one.last, other.last),
	};
}
