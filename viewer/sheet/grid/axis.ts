import type { Sizes } from "../reader/messages.ts";

/** Rows or columns laid end to end, in CSS pixels at the zoom of this screen. */
export interface Axis {
	readonly count: number;
	/** Pixels from the first to the end of the last. */
	readonly total: number;
	/** Where an index begins. */
	offset(index: number): number;
	/** 0: hidden. */
	size(index: number): number;
	/** The index that holds an offset; the last one for anything beyond. */
	at(offset: number): number;
	/** The nearest index from here on in a direction that is not hidden; -1 when there is none. */
	visible(from: number, by: 1 | -1): number;
}

/** Lays out an axis. Only what differs from the usual size is stored, so a million rows cost nothing. */
export function createAxis(sizes: Sizes, count: number, scale: number): Axis {
	const { usual, index, size } = sizes;
	/** Pixels by which everything before the i-th exception differs from the usual. */
	const extra = new Float64Array(index.length + 1);
	for (let i = 0; i < index.length; i++)
		extra[i + 1] = (extra[i] ?? 0) + (size[i] ?? usual) - usual;

	/** How many exceptions stand before an index. */
	function exceptionsBefore(wanted: number): number {
		let low = 0;
		let high = index.length;
		while (low < high) {
			const middle = (low + high) >> 1;
			if ((index[middle] ?? 0) < wanted) low = middle + 1;
			else high = middle;
		}
		return low;
	}

	const offset = (wanted: number) =>
		(wanted * usual + (extra[exceptionsBefore(wanted)] ?? 0)) * scale;

	function sizeOf(wanted: number): number {
		if (wanted < 0 || wanted >= count) return 0;
		const i = exceptionsBefore(wanted);
		return (index[i] === wanted ? (size[i] ?? usual) : usual) * scale;
	}

	function at(wanted: number): number {
		let low = 0;
		let high = Math.max(0, count - 1);
		while (low < high) {
			const middle = (low + high + 1) >> 1;
			if (offset(middle) <= wanted) low = middle;
			else high = middle - 1;
		}
		return low;
	}

	return {
		count,
		total: offset(count),
		offset,
		size: sizeOf,
		at,
		visible(from, by) {
			for (let i = from; i >= 0 && i < count; ) {
				if (sizeOf(i) > 0) return i;
				// A run of hidden rows may be a million long: what shares its offset is stepped over at once.
				i = by === 1 ? Math.max(i + 1, at(offset(i))) : at(offset(i) - 0.01);
				if (by === -1 && sizeOf(i) === 0) return -1;
			}
			return -1;
		},
	};
}
