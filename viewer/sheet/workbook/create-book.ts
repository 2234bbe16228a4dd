import type { Book, Desk, Look } from "../reader/book.ts";
import {
	type CellAt,
	FULL_TEXT_CHARS,
	type SheetShape,
	TILE_COLUMNS,
	TILE_ROWS,
	TILE_TEXT_CHARS,
	type Tile,
} from "../reader/messages.ts";
import { pause } from "../reader/pause.ts";
import { keyOf } from "./cells.ts";
import type { OpenSheet } from "./open-sheet.ts";

/** Cells looked at before a search lets other questions in. */
const SEARCH_STRETCH = 20_000;

/** Answers for the cells of the sheets that can be seen. */
export function createBook(sheets: OpenSheet[], desk: Desk): Book {
	const bySheet = new Map(sheets.map((open) => [open.sheet, open]));

	async function tile(at: CellAt): Promise<Tile> {
		const texts = new Array<string>(TILE_ROWS * TILE_COLUMNS).fill("");
		const kinds = new Uint8Array(texts.length);
		const links: [number, string][] = [];
		const notes: [number, string][] = [];
		const open = bySheet.get(at.sheet);
		if (!open) return { texts, kinds, links, notes, complete: true };
		const { cells } = open;
		const first = lowerBound(cells.rows, at.row, 0, cells.rows.length);
		for (let i = first; i < cells.rows.length; i++) {
			const row = cells.rows[i] ?? 0;
			if (row >= at.row + TILE_ROWS) break;
			const end = cells.starts[i + 1] ?? 0;
			let cell = lowerBound(
				cells.columns,
				at.column,
				cells.starts[i] ?? 0,
				end,
			);
			for (; cell < end; cell++) {
				const column = cells.columns[cell] ?? 0;
				if (column >= at.column + TILE_COLUMNS) break;
				const offset = (row - at.row) * TILE_COLUMNS + column - at.column;
				texts[offset] = (cells.texts[cell] ?? "").slice(0, TILE_TEXT_CHARS);
				kinds[offset] = cells.kinds[cell] ?? 0;
				const key = keyOf(row, column);
				const link = open.links.get(key);
				if (link && isSafeLink(link)) links.push([offset, link]);
				const note = cells.notes.get(key);
				if (note) notes.push([offset, note]);
			}
		}
		return { texts, kinds, links, notes, complete: true };
	}

	async function text({ sheet, row, column }: CellAt): Promise<string> {
		const open = bySheet.get(sheet);
		if (!open) return "";
		const { cells } = open;
		const i = lowerBound(cells.rows, row, 0, cells.rows.length);
		if (cells.rows[i] !== row) return "";
		const end = cells.starts[i + 1] ?? 0;
		const cell = lowerBound(cells.columns, column, cells.starts[i] ?? 0, end);
		const found = cell < end && cells.columns[cell] === column;
		return found ? (cells.texts[cell] ?? "").slice(0, FULL_TEXT_CHARS) : "";
	}

	async function search(look: Look, signal: AbortSignal) {
		let looked = 0;
		for (const { sheet, cells, shape } of sheets) {
			const hiddenRows = hiddenIn(shape.rowSizes, shape.rows);
			const hiddenColumns = hiddenIn(shape.columnSizes, shape.columns);
			for (let i = 0; i < cells.rows.length; i++) {
				const row = cells.rows[i] ?? 0;
				if (hiddenRows(row)) continue;
				const end = cells.starts[i + 1] ?? 0;
				for (let cell = cells.starts[i] ?? 0; cell < end; cell++) {
					const column = cells.columns[cell] ?? 0;
					if (look.test(cells.texts[cell] ?? "") && !hiddenColumns(column))
						look.hit(sheet, row, column);
				}
				looked += end - (cells.starts[i] ?? 0);
				if (looked < SEARCH_STRETCH) continue;
				looked = 0;
				desk.alive();
				await pause();
				if (signal.aborted) return;
			}
		}
	}

	return {
		tile,
		text,
		search,
		isEmpty: () => sheets.every(({ cells }) => cells.texts.length === 0),
	};
}

/** Only these leave the document; where they lead is shown and confirmed first. */
function isSafeLink(address: string): boolean {
	return address.length <= 2_048 && /^(https?:\/\/|mailto:)/i.test(address);
}

function hiddenIn({ usual, index, size }: SheetShape["rowSizes"], end: number) {
	if (usual === 0) {
		const shown = new Set<number>();
		for (const [i, at] of index.entries())
			if ((size[i] ?? 0) > 0) shown.add(at);
		return (at: number) => at < end && !shown.has(at);
	}
	const hidden = new Set<number>();
	for (const [i, at] of index.entries()) if (size[i] === 0) hidden.add(at);
	return (at: number) => hidden.has(at);
}

/** The first place in `values[low, high)` that is not below `wanted`. */
function lowerBound(
	values: Uint32Array | Uint16Array,
	wanted: number,
	low: number,
	high: number,
): number {
	let from = low;
	let to = high;
	while (from < to) {
		const middle = (from + to) >> 1;
		if ((values[middle] ?? 0) < wanted) from = middle + 1;
		else to = middle;
	}
	return from;
}
