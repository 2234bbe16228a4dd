/** The bytes of a document that have arrived, in blocks of 4 KiB: sparse, and bounded by what has really come. */

export const BLOCK_BYTES = 4_096;

type Block = Uint8Array<ArrayBuffer>;

export interface BlockStore {
	has(block: number): boolean;
	/** The block, now the most lately used. */
	get(block: number): Block | undefined;
	/** Keeps a copy and forgets the least lately used beyond the bound. */
	put(block: number, bytes: Block): Block;
	clear(): void;
	/** Bytes held. */
	readonly bytes: number;
}

/** `keepBytes`: how much to hold at most. Infinity holds everything. */
export function createBlockStore(keepBytes: number): BlockStore {
	/** Least lately used first, where there is a bound. */
	const blocks = new Map<number, Block>();
	const bounded = Number.isFinite(keepBytes);
	let held = 0;

	function remove(block: number): void {
		held -= blocks.get(block)?.length ?? 0;
		blocks.delete(block);
	}

	return {
		has: (block) => blocks.has(block),
		get(block) {
			const bytes = blocks.get(block);
			if (bytes !== undefined && bounded) {
				blocks.delete(block);
				blocks.set(block, bytes);
			}
			return bytes;
		},
		put(block, bytes) {
			remove(block);
			// A copy: a view would keep the whole message it came in.
			const copy = bytes.slice();
			blocks.set(block, copy);
			held += copy.length;
			for (const oldest of blocks.keys()) {
				if (held <= keepBytes) break;
				remove(oldest);
			}
			return copy;
		},
		clear() {
			blocks.clear();
			held = 0;
		},
		get bytes() {
			return held;
		},
	};
}
