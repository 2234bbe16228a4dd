import { read, type WorkBook, type WorkSheet } from "xlsx";
import { type Book, type Desk, type Look, OpenError } from "../reader/book.ts";
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
import { type Cells, keyOf, packCells } from "./cells.ts";
import { useCodePages } from "./code-pages.ts";
import { unlockXls } from "./locked-xls.ts";
import { unlockXlsx } from "./locked-xlsx.ts";
import { mendTexts } from "./mend-texts.ts";
import { isOleFile, readStreams } from "./ole.ts";
import { packForSheetJs, unpackWorkbook } from "./package.ts";
import {
	countCells,
	MAX_COLUMNS,
	MAX_ROWS,
	plainLayout,
	readLayout,
	type SheetLayout,
} from "./sheet-layout.ts";
import { type ListedSheet, listSheets, MAX_SHEETS } from "./sheet-list.ts";
import { layoutOf, sizesOf } from "./sizes.ts";

const PIECE_BYTES = 1_048_576;
const MAX_MERGES = 100_000;
/** A merged area may reach this far beyond the last cell. */
const MERGE_MARGIN = 200;
/** Cells looked at before a search lets other questions in. */
const SEARCH_STRETCH = 20_000;

type OpenSheet = {
	sheet: number;
	shape: SheetShape;
	cells: Cells;
	links: Map<number, string>;
};

/** Opens a workbook. Formulas never run: what shows is the value and the format that its author saved. */
export async function openWorkbook(desk: Desk): Promise<Book> {
	const bytes = await readAll(desk);
	const { listed, sheets } = isOleFile(bytes)
		? await readCompound(bytes, desk)
		: readXlsx(bytes, desk);
	const open = sheets.filter(({ sheet }) => !listed[sheet]?.hidden);
	desk.post({
		type: "opened",
		summary: {
			kind: "excel",
			sheets: listed.map(({ name }) => name.slice(0, 2_000)),
			hidden: listed.filter(({ hidden }) => hidden).length,
		},
		shapes: open.map(({ shape }) => shape),
	});
	return bookOf(open, desk);
}

async function readAll(desk: Desk): Promise<Uint8Array<ArrayBuffer>> {
	const { size, budget } = desk.open;
	if (size > budget.inflatedBytes)
		throw new OpenError("too-complex", `${size} bytes`);
	const whole = new Uint8Array(size);
	for (let at = 0; at < size; at += PIECE_BYTES) {
		whole.set(await desk.read(at, Math.min(at + PIECE_BYTES, size)), at);
		desk.alive();
	}
	return whole;
}

type ReadSheets = { listed: ListedSheet[]; sheets: OpenSheet[] };

/** An .xls, or an .xlsx with a password, whatever its name says. */
async function readCompound(
	bytes: Uint8Array,
	desk: Desk,
): Promise<ReadSheets> {
	const streams = readStreams(bytes);
	return streams.has("encryptedpackage")
		? readXlsx(await unlockXlsx(streams, desk), desk)
		: readXls(await unlockXls(streams, desk), streams.has("workbook"), desk);
}

function readXlsx(bytes: Uint8Array, desk: Desk): ReadSheets {
	if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) throw otherFile(bytes);
	const { budget } = desk.open;
	const parts = unpackWorkbook(bytes, budget.inflatedBytes, desk.alive);
	const listed = listSheets(parts);
	if (listed.length === 0) throw new OpenError("damaged", "no sheets");
	let cells = 0;
	const layouts = listed.map(({ part }) => {
		if (part === undefined) return plainLayout();
		cells += countCells(parts.get(part) ?? new Uint8Array());
		if (cells > budget.cells)
			throw new OpenError("too-complex", `${cells} cells`);
		return readLayout(parts, part, desk.alive);
	});
	for (const bytes of parts.values()) {
		mendTexts(bytes, "worksheet", desk.alive);
		mendTexts(bytes, "sst", desk.alive);
	}
	const workbook = readWith(packForSheetJs(parts), desk, {});
	const left = { cells: budget.cells };
	const sheets = listed.map(({ name }, sheet) =>
		openSheet(
			sheetNamed(workbook, `s${sheet}`),
			name,
			sheet,
			layouts[sheet] ?? plainLayout(),
			left,
			desk,
		),
	);
	if (
		!listed.some((_, sheet) => sheetNamed(workbook, `s${sheet}`)["!data"]) &&
		listed.some(({ part }) => part)
	)
		throw new OpenError("damaged", "no sheet can be read");
	return { listed, sheets };
}

function readXls(
	bytes: Uint8Array,
	isUnicode: boolean,
	desk: Desk,
): ReadSheets {
	if (!isUnicode) useCodePages();
	const workbook = readWith(bytes, desk, { cellStyles: true, type: "buffer" });
	const names = workbook.SheetNames.slice(0, MAX_SHEETS);
	const listed = names.map((name, sheet) => ({
		name: String(name),
		hidden: (workbook.Workbook?.Sheets?.[sheet]?.Hidden ?? 0) !== 0,
		part: undefined,
	}));
	if (listed.length === 0) throw new OpenError("damaged", "no sheets");
	const left = { cells: desk.open.budget.cells };
	const sheets = listed.map(({ name }, sheet) => {
		const worksheet = sheetNamed(workbook, name);
		return openSheet(worksheet, name, sheet, layoutOf(worksheet), left, desk);
	});
	return { listed, sheets };
}

/** Runs SheetJS. Its option `cellFormula` is asked for at every cell, which shows the watchdog that it gets on. */
function readWith(
	bytes: Uint8Array,
	desk: Desk,
	options: { cellStyles?: boolean; type?: "array" | "buffer" },
): WorkBook {
	try {
		return read(bytes, {
			type: "array",
			dense: true,
			cellHTML: false,
			xlfn: false,
			...options,
			get cellFormula() {
				desk.alive();
				return false;
			},
		});
	} catch (error) {
		const detail = error instanceof Error ? error.message : String(error);
		if (/password|encrypt/i.test(detail))
			throw new OpenError("encrypted", detail);
		throw new OpenError("damaged", detail);
	}
}

function sheetNamed(workbook: WorkBook, name: string): WorkSheet {
	const sheet: unknown = workbook.Sheets[name];
	return typeof sheet === "object" && sheet !== null
		? (sheet as WorkSheet)
		: {};
}

/** Not a ZIP and not an old workbook: another program's file by its first bytes, or damage. */
function otherFile(bytes: Uint8Array): OpenError {
	const start = new TextDecoder("latin1").decode(bytes.subarray(0, 512));
	const known =
		/^(\xef\xbb\xbf|\xff\xfe)?\s*<|^%PDF|^MZ|^\x89PNG|^\xff\xd8|^GIF8|^\{\\rtf|^ID;|^PK/.test(
			start.replaceAll("\0", ""),
		);
	return new OpenError(known ? "unsupported" : "damaged", "not a workbook");
}

function openSheet(
	worksheet: WorkSheet,
	name: string,
	sheet: number,
	layout: SheetLayout,
	left: { cells: number },
	desk: Desk,
): OpenSheet {
	const merges = mergesOf(worksheet);
	const cells = packCells(worksheet, left, desk.alive);
	let rows = cells.height;
	let columns = cells.width;
	for (const [top, start, bottom, end] of merges) {
		if (top >= rows || start >= columns) continue;
		rows = Math.max(
			rows,
			Math.min(bottom + 1, cells.height + MERGE_MARGIN, MAX_ROWS),
		);
		columns = Math.max(
			columns,
			Math.min(end + 1, cells.width + MERGE_MARGIN, MAX_COLUMNS),
		);
	}
	const within = merges
		.filter(([top, start]) => top < rows && start < columns)
		.flatMap(([top, start, bottom, end]) => [
			top,
			start,
			Math.min(bottom, rows - 1),
			Math.min(end, columns - 1),
		]);
	const shape: SheetShape = {
		name: name.slice(0, 200),
		sheet,
		rows,
		columns,
		rowSizes: sizesOf(layout.usualRow, layout.rows, rows),
		columnSizes: sizesOf(layout.usualColumn, layout.columns, columns),
		frozenRows: Math.min(layout.frozenRows, Math.max(0, rows - 1)),
		frozenColumns: Math.min(layout.frozenColumns, Math.max(0, columns - 1)),
		headerRow: false,
		spills: true,
		merges: Uint32Array.from(within),
	};
	const links = new Map<number, string>();
	for (const [row, column, address] of layout.links)
		links.set(keyOf(row, column), address);
	return { sheet, shape, cells, links };
}

function mergesOf(worksheet: WorkSheet): [number, number, number, number][] {
	const merges: [number, number, number, number][] = [];
	for (const merge of worksheet["!merges"] ?? []) {
		if (merges.length === MAX_MERGES) break;
		const { s, e } = merge ?? {};
		const sides = [s?.r, s?.c, e?.r, e?.c];
		if (!sides.every((side) => Number.isInteger(side) && side >= 0)) continue;
		if (e.r < s.r || e.c < s.c || (e.r === s.r && e.c === s.c)) continue;
		merges.push([
			s.r,
			s.c,
			Math.min(e.r, MAX_ROWS - 1),
			Math.min(e.c, MAX_COLUMNS - 1),
		]);
	}
	return merges;
}

function bookOf(sheets: OpenSheet[], desk: Desk): Book {
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
