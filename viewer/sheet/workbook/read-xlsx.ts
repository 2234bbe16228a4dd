import { type Desk, OpenError } from "../reader/book.ts";
import { mendTexts } from "./mend-texts.ts";
import { openSheet } from "./open-sheet.ts";
import { packForSheetJs, unpackWorkbook } from "./package.ts";
import type { ReadSheets } from "./read-xls.ts";
import { countCells, plainLayout, readLayout } from "./sheet-layout.ts";
import { listSheets } from "./sheet-list.ts";
import { readBySheetJs, sheetNamed } from "./sheetjs.ts";

/** The sheets of an .xlsx. Throws an OpenError. */
export function readXlsx(bytes: Uint8Array, desk: Desk): ReadSheets {
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
	const workbook = readBySheetJs(packForSheetJs(parts), desk, {});
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

/** Not a ZIP and not an old workbook: another program's file by its first bytes, or damage. */
function otherFile(bytes: Uint8Array): OpenError {
	const start = new TextDecoder("latin1").decode(bytes.subarray(0, 512));
	const known =
		/^(\xef\xbb\xbf|\xff\xfe)?\s*<|^%PDF|^MZ|^\x89PNG|^\xff\xd8|^GIF8|^\{\\rtf|^ID;|^PK/.test(
			start.replaceAll("\0", ""),
		);
	return new OpenError(known ? "unsupported" : "damaged", "not a workbook");
}
