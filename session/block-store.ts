/**
 * The bytes of a document that have arrived, in blocks of 4 KiB: sparse, and bounded by what has really come. What came
 * together is kept together, as it came: a copy of each block would take longer than all else that is done with it.
 */
import { BLOCK_BYTES, blockOf } from "./blocks.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** Blocks that came together. */
type Run = {
	/** First block. */
	first: number;
	bytes: Bytes;
	/** Bytes of it that no run before has brought. */
	fresh: number;
};

export interface BlockStore {
	has(block: number): boolean;
	/** The block; what it came with is now the most lately used. A view: nobody may change it or give it away. */
	get(block: number): Bytes | undefined;
	/** Keeps what has come from this block on, and forgets the least lately used beyond the bound. */
	put(first: number, bytes: Bytes): void;
	clear(): void;
	/** Bytes of the document that are held. */
	readonly bytes: number;
}

/** `keepBytes`: how much to hold at most. Infinity holds everything. */
export function createBlockStore(keepBytes: number): BlockStore {
	const blocks = new Map<number, Run>();
	/** Least lately used first, where there is a bound. */
	const runs = new Set<Run>();
	const bounded = Number.isFinite(keepBytes);
	let held = 0;
	/** With what came twice. */
	let memory = 0;

	function remove(run: Run): void {
		runs.delete(run);
		held -= run.fresh;
		memory -= run.bytes.length;
		const last = run.first + blocksIn(run.bytes);
		for (let block = run.first; block < last; block++)
			if (blocks.get(block) === run) blocks.delete(block);
	}

	return {
		has: (block) => blocks.has(block),
		get(block) {
			const run = blocks.get(block);
			if (run === undefined) return undefined;
			if (bounded) {
				runs.delete(run);
				runs.add(run);
			}
			return blockOf(run.bytes, block - run.first);
		},
		put(first, bytes) {
			const run: Run = { first, bytes, fresh: 0 };
			for (let index = 0; index < blocksIn(bytes); index++) {
				if (blocks.has(first + index)) continue;
				blocks.set(first + index, run);
				run.fresh += Math.min(BLOCK_BYTES, bytes.length - index * BLOCK_BYTES);
			}
			if (run.fresh === 0) return;
			runs.add(run);
			held += run.fresh;
			memory += bytes.length;
			for (const oldest of runs) {
				if (memory <= keepBytes) break;
				remove(oldest);
			}
		},
		clear() {
			blocks.clear();
			runs.clear();
			held = 0;
			memory = 0;
		},
		get bytes() {
			return held;
		},
	};
}

const blocksIn = (bytes: Bytes) => Math.ceil(bytes.length / BLOCK_BYTES);
