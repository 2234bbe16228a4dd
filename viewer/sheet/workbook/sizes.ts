import type { WorkSheet } from "xlsx";
import type { Sizes } from "../reader/messages.ts";
import {
	columnPx,
	MAX_COLUMNS,
	MAX_ROWS,
	plainLayout,
	rowPx,
	type SheetLayout,
} from "./sheet-layout.ts";

/** Layout of an .xls, as far as SheetJS tells it. */
export function layoutOf(sheet: WorkSheet): SheetLayout {
	const layout = plainLayout();
	for (const [key, row] of Object.entries(sheet["!rows"] ?? [])) {
		const index = Number(key);
		if (!row || !(index < MAX_ROWS)) continue;
		if (row.hidden) layout.rows.set(index, 0);
		else if (
			row.hpt &&
			rowPx(row.hpt) !== layout.usualRow &&
			Math.abs(row.hpt - 15) > 2.5
		)
			layout.rows.set(index, rowPx(row.hpt));
	}
	for (const [key, column] of Object.entries(sheet["!cols"] ?? [])) {
		const index = Number(key);
		if (!column || !(index < MAX_COLUMNS)) continue;
		if (column.hidden) layout.columns.set(index, 0);
		else if (column.width) layout.columns.set(index, columnPx(column.width));
	}
	return layout;
}

/** Sizes that differ from the usual one, below `end`, ascending. */
export function sizesOf(
	usual: number,
	different: Map<number, number>,
	end: number,
): Sizes {
	const within = [...different].filter(([index]) => index < end);
	within.sort(([a], [b]) => a - b);
	return {
		usual,
		index: Uint32Array.from(within, ([index]) => index),
		size: Float32Array.from(within, ([, size]) => size),
	};
}
