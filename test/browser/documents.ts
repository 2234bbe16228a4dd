/** The documents of the stories, one a kind, and what a person sees of each. */

import { ordersCsv } from "../fixtures/make-csv.ts";
import { makeTextPdf } from "../fixtures/make-pdf.ts";
import { salesWorkbook } from "../fixtures/make-xlsx.ts";

export type StoryDocument = {
	kind: string;
	name: string;
	bytes: Uint8Array;
	/** Pages, or the names on the tabs. */
	parts: string[];
	/** Words at its very beginning. */
	begins: string;
	/** A word to look for, and how often it is there. */
	word: string;
	count: number;
	/** The sheet that is long enough to scroll; undefined: there is only one view. */
	longSheet?: string;
};

const SHEETS = ["Sales", "Long list", "Notes"];
const SALES = {
	parts: SHEETS,
	begins: "Quarterly report",
	word: "needle",
	count: 7,
	longSheet: "Long list",
};

/** A PDF, both kinds of workbook, and a CSV. */
export const STORY_DOCUMENTS: StoryDocument[] = [
	{
		kind: "a PDF",
		name: "statement.pdf",
		bytes: makeTextPdf(12),
		parts: ["of 12"],
		begins: "Page 1 of 12",
		word: "Opening balance",
		count: 12,
	},
	{
		kind: "an XLS",
		name: "sales.xls",
		bytes: salesWorkbook("biff8"),
		...SALES,
	},
	{
		kind: "an XLSX",
		name: "sales.xlsx",
		bytes: salesWorkbook("xlsx"),
		...SALES,
	},
	{
		kind: "a CSV",
		name: "orders.csv",
		bytes: ordersCsv(3_000),
		parts: ["3,001 rows"],
		begins: "number",
		word: "Customer 2999",
		count: 1,
	},
];
