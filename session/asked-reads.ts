/**
 * The watcher's book of what it has asked for: no frame is taken that is not an answer to a line of it, and no byte is
 * asked for twice at the same time.
 */
import type { Blocks } from "./blocks.ts";
import { documentBytes } from "./data-frame.ts";
import type { DataFrame } from "./link.ts";

export type AskedRead = Blocks & {
	/** Bytes. */
	start: number;
	end: number;
	priority: number;
	askedAtMs: number;
	/** Bytes outstanding when it was asked for, with itself. */
	outstanding: number;
};

/** Taken back but perhaps on its way. More than a sharer may have queued, so that no honest late answer is refused. */
const MAX_TAKEN_BACK = 4_096;

export interface AskedReads {
	/** Bytes asked for and not yet received. */
	readonly outstanding: number;
	readonly reads: Iterable<AskedRead>;
	/** Whether this block is on its way. */
	has(block: number): boolean;
	add(read: Omit<AskedRead, "outstanding">): void;
	/** Not wanted any more; its answer may still come. */
	takeBack(read: AskedRead): void;
	/**
	 * The read that a frame answers, which is then over. `late`: one that was taken back. Undefined: nobody asked for
	 * it, or it has another length.
	 */
	answer(frame: DataFrame): { read: AskedRead; late: boolean } | undefined;
	/** What answered this read is still being inflated: until `inflated` its blocks count as on their way. */
	inflating(read: AskedRead): void;
	/** Its bytes are here now. */
	inflated(read: AskedRead): void;
	/** The link is another one: nothing is on its way any more. */
	clear(): void;
}

export function createAskedReads(): AskedReads {
	/** By start, bytes. */
	const reads = new Map<number, AskedRead>();
	const blocks = new Set<number>();
	const beingInflated = new Set<AskedRead>();
	let takenBack: AskedRead[] = [];
	let outstanding = 0;

	function remove(read: AskedRead): void {
		reads.delete(read.start);
		outstanding -= read.end - read.start;
		for (let block = read.first; block < read.last; block++)
			blocks.delete(block);
	}

	return {
		get outstanding() {
			return outstanding;
		},
		get reads() {
			return reads.values();
		},
		has: (block) => blocks.has(block),
		add(read) {
			outstanding += read.end - read.start;
			reads.set(read.start, { ...read, outstanding });
			for (let block = read.first; block < read.last; block++)
				blocks.add(block);
		},
		takeBack(read) {
			remove(read);
			takenBack.push(read);
			if (takenBack.length > MAX_TAKEN_BACK) takenBack.shift();
		},
		answer(frame) {
			const { start } = frame;
			const length = documentBytes(frame);
			const isAnswered = (read: AskedRead) =>
				read.start === start && read.end - read.start === length;
			const read = reads.get(start);
			if (read !== undefined && isAnswered(read)) {
				remove(read);
				return { read, late: false };
			}
			const index = takenBack.findIndex(isAnswered);
			const [late] = index < 0 ? [] : takenBack.splice(index, 1);
			return late && { read: late, late: true };
		},
		inflating(read) {
			beingInflated.add(read);
			for (let block = read.first; block < read.last; block++)
				blocks.add(block);
		},
		inflated(read) {
			// Another link has taken over meanwhile: the blocks may have been asked for again.
			if (!beingInflated.delete(read)) return;
			for (let block = read.first; block < read.last; block++)
				blocks.delete(block);
		},
		clear() {
			reads.clear();
			beingInflated.clear();
			blocks.clear();
			takenBack = [];
			outstanding = 0;
		},
	};
}
