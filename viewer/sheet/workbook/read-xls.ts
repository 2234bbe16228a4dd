import { type Desk, OpenError } from "../reader/book.ts";
import { useCodePages } from "./code-pages.ts";
import { type OpenSheet, openSheet } from "./open-sheet.ts";
import { type ListedSheet, MAX_SHEETS } from "./sheet-list.ts";
import { readBySheetJs, sheetNamed } from "./sheetjs.ts";
import { layoutOf } from "./sizes.ts";

export type ReadSheets = { listed: ListedSheet[]; sheets: OpenSheet[] };

/** The sheets of an .xls, from the stream that holds them, unlocked. `isUnicode`: BIFF8. Throws an OpenError. */
export function readXls(
	bytes: Uint8Array,
	isUnicode: boolean,
	desk: Desk,
): ReadSheets {
	if (!isUnicode) useCodePages();
	const workbook = readBySheetJs(bytes, desk, {
		cellStyles: true,
		type: "buffer",
	});
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
