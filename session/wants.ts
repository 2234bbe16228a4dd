/** The watcher's queue of what somebody waits for: what is on screen before what is fetched for later. */
import type { AskedRead, AskedReads } from "./asked-reads.ts";
import type { BlockStore } from "./block-store.ts";
import { type Arrived, BLOCK_BYTES, type Blocks, overlap } from "./blocks.ts";

export const ON_SCREEN = 0;
export const PREFETCH = 1;
export const SAVE = 2;

/** Blocks somebody waits for. */
export type Want = Blocks & {
	priority: typeof ON_SCREEN | typeof PREFETCH | typeof SAVE;
	/** Everything before it is here or on its way. */
	next: number;
	/** Blocks have arrived, some of them ours. True when that was all. */
	take(arrived: Arrived): boolean;
	/** Whether the want itself holds this block, whatever the store has forgotten. */
	holds(block: number): boolean;
	fail(reason: unknown): void;
};

export interface Wants {
	add(want: Want): void;
	remove(want: Want): void;
	/** The next missing blocks, those on screen first, as many in a row as `readBytes` take. Undefined: none is missing. */
	next(
		readBytes: number,
	): Omit<AskedRead, "askedAtMs" | "outstanding"> | undefined;
	/** Whether anybody waits for what this read brings. */
	needs(read: AskedRead): boolean;
	/** Blocks have arrived. Wants that are filled by them are gone. */
	take(arrived: Arrived): void;
	/** Nothing is on its way any more: every want is looked at from its beginning. */
	restart(): void;
	/** Fails every want with an error of its own. */
	fail(reason: () => unknown): void;
}

/** `size`: bytes of the document. */
export function createWants(
	size: number,
	store: Pick<BlockStore, "has">,
	asked: Pick<AskedReads, "has">,
): Wants {
	let wants: Want[] = [];

	function isMissing(want: Want, block: number): boolean {
		return !store.has(block) && !asked.has(block) && !want.holds(block);
	}

	function isWanted(block: number, priority: number): boolean {
		return wants.some(
			(want) =>
				want.priority <= priority &&
				covers(want, block) &&
				isMissing(want, block),
		);
	}

	return {
		add(want) {
			const behind = wants.findIndex(
				({ priority }) => priority > want.priority,
			);
			wants.splice(behind < 0 ? wants.length : behind, 0, want);
		},
		remove(want) {
			wants = wants.filter((other) => other !== want);
		},
		next(readBytes) {
			for (const want of wants) {
				while (want.next < want.last && !isMissing(want, want.next))
					want.next++;
				if (want.next === want.last) continue;
				const first = want.next;
				const most = first + readBytes / BLOCK_BYTES;
				let last = first + 1;
				while (last < most && isWanted(last, want.priority)) last++;
				const start = first * BLOCK_BYTES;
				const end = Math.min(last * BLOCK_BYTES, size);
				return { first, last, start, end, priority: want.priority };
			}
			return undefined;
		},
		needs(read) {
			return wants.some((want) => {
				const { first, last } = overlap(read, want);
				for (let block = first; block < last; block++)
					if (!want.holds(block)) return true;
				return false;
			});
		},
		take(arrived) {
			// What a want does with its bytes may be to give another one up.
			const filled = wants.filter((want) => {
				const { first, last } = overlap(want, arrived);
				return first < last && want.take(arrived);
			});
			if (filled.length > 0)
				wants = wants.filter((want) => !filled.includes(want));
		},
		restart() {
			for (const want of wants) want.next = want.first;
		},
		fail(reason) {
			const failed = wants;
			wants = [];
			for (const want of failed) want.fail(reason());
		},
	};
}

function covers(range: { first: number; last: number }, block: number) {
	return range.first <= block && block < range.last;
}
