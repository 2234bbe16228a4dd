/** The blocks of one read as they arrive, held here until all are, whatever the store forgets. */
import type { BlockStore } from "./block-store.ts";
import {
	type Arrived,
	BLOCK_BYTES,
	type Blocks,
	blockOf,
	blocksOf,
	overlap,
} from "./blocks.ts";

export interface BlockRange extends Blocks {
	has(block: number): boolean;
	isFull(): boolean;
	take(arrived: Arrived): void;
	/** The bytes of the range, once it is full. */
	join(): Uint8Array<ArrayBuffer>;
}

/** `start` to `end`: bytes. What the store has of them is held at once. */
export function createBlockRange(
	start: number,
	end: number,
	store: Pick<BlockStore, "get">,
): BlockRange {
	const { first, last } = blocksOf(start, end);
	const held = new Map<number, Uint8Array<ArrayBuffer>>();
	for (let block = first; block < last; block++) {
		const bytes = store.get(block);
		if (bytes !== undefined) held.set(block, bytes);
	}
	return {
		first,
		last,
		has: (block) => held.has(block),
		isFull: () => held.size === last - first,
		take(arrived) {
			const ours = overlap(arrived, { first, last });
			for (let block = ours.first; block < ours.last; block++)
				held.set(block, blockOf(arrived.bytes, block - arrived.first));
		},
		// The only place that allocates by a length: all of it is here.
		join() {
			const joined = new Uint8Array(end - start);
			for (const [block, bytes] of held) {
				const at = block * BLOCK_BYTES;
				const from = Math.max(start, at) - at;
				const to = Math.min(end, at + bytes.length) - at;
				joined.set(bytes.subarray(from, to), at + from - start);
			}
			return joined;
		},
	};
}
