import { read, type WorkBook, type WorkSheet } from "xlsx";
import { type Desk, OpenError } from "../reader/book.ts";

/**
 * Runs SheetJS. Throws an OpenError `damaged` or `encrypted`. Its option `cellFormula` is asked for at every cell, which shows the watchdog that it gets on.
 */
export function readBySheetJs(
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

/** One sheet; an empty one where it is missing. */
export function sheetNamed(workbook: WorkBook, name: string): WorkSheet {
	const sheet: unknown = workbook.Sheets[name];
	return typeof sheet === "object" && sheet !== null
		? (sheet as WorkSheet)
		: {};
}
