import type { Desk } from "../reader/book.ts";

/** Rows are read again in pieces of this size, so that scrolling finds the next ones at hand. */
const PIECE_BYTES = 65_536;
const MAX_PIECES = 48;

/**
 * The bytes of a CSV inside the worker: once from front to back for the index, and again wherever rows are shown. A few
 * megabytes of pieces are kept; the panel's source keeps what came from afar.
 */
export function createCsvBytes(desk: Desk) {
	const { size } = desk.open;
	const pieces = new Map<number, Promise<Uint8Array<ArrayBuffer>>>();

	function piece(start: number): Promise<Uint8Array<ArrayBuffer>> {
		const known = pieces.get(start);
		pieces.delete(start);
		const read = known ?? desk.read(start, Math.min(start + PIECE_BYTES, size));
		pieces.set(start, read);
		const oldest = pieces.keys().next().value;
		if (pieces.size > MAX_PIECES && oldest !== undefined) pieces.delete(oldest);
		return read;
	}

	return {
		/** The bytes from front to back, at most `length` at a time. The first ones are kept. */
		async next(
			start: number,
			length: number,
		): Promise<Uint8Array<ArrayBuffer>> {
			const end = Math.min(start + length, size);
			if (start === 0 && end <= PIECE_BYTES) return piece(0);
			return desk.read(start, end);
		},
		/** All bytes from `start` up to `end`, asked for at once. At most 2 MiB: more are not kept. */
		async range(start: number, end: number): Promise<Uint8Array<ArrayBuffer>> {
			const bytes = new Uint8Array(end - start);
			const firsts: number[] = [];
			for (
				let first = start - (start % PIECE_BYTES);
				first < end;
				first += PIECE_BYTES
			)
				firsts.push(first);
			await Promise.all(
				firsts.map(async (first) => {
					const whole = await piece(first);
					const from = Math.max(start, first);
					bytes.set(whole.subarray(from - first, end - first), from - start);
				}),
			);
			return bytes;
		},
		/** Some bytes from `start`, at least one and none beyond `end`. */
		async at(start: number, end: number): Promise<Uint8Array<ArrayBuffer>> {
			const first = start - (start % PIECE_BYTES);
			const bytes = await piece(first);
			return bytes.subarray(start - first, Math.min(end - first, bytes.length));
		},
	};
}
