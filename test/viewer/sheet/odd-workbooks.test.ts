import { describe, expect, it } from "vitest";
import { openWorkbook } from "../../../viewer/sheet/workbook/open-workbook.ts";
import { utf16 } from "../../fixtures/make-csv.ts";
import {
	codePageWorkbook,
	oneCell,
	rawWorkbook,
} from "../../fixtures/make-xlsx.ts";
import { openBytes } from "./desk.ts";

async function open(bytes: Uint8Array) {
	const { book, opened } = await openBytes(openWorkbook, bytes, "a.xlsx");
	const { texts } = await book.tile({ sheet: 0, row: 0, column: 0 });
	const { summary, shapes } = opened();
	return { texts: texts.filter(Boolean), summary, shape: shapes[0] };
}

const sheet = (cells: string) => [
	{ name: "One", xml: `<sheetData><row r="1">${cells}</row></sheetData>` },
];
const SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml";

describe("a cell's text", () => {
	const runs =
		'<t xml:space="preserve">plain </t><r><rPr><b/></rPr><t>bold &amp; </t></r><r><t>more</t></r><rPh sb="0" eb="1"><t>spoken</t></rPh><phoneticPr fontId="1"/>';

	it("of its own with both a plain text and runs is whole", async () => {
		const inline = (xml: string) => `<c t="inlineStr"><is>${xml}</is></c>`;
		const cells = [runs, "<t>alone</t>", "<r><t>a</t></r><r><t>b</t></r>"];
		const { texts } = await open(
			rawWorkbook(sheet(cells.map(inline).join(""))),
		);
		expect(texts).toEqual(["plain bold & more", "alone", "ab"]);
	});

	it("among the shared ones is whole, whatever prefix the tags have", async () => {
		const prefixed = runs.replace(/<(\/?)(\w)/g, "<$1x:$2");
		const texts = [prefixed, "<x:t>alone</x:t>"].map(
			(text) => `<x:si>${text}</x:si>`,
		);
		const workbook = rawWorkbook(
			sheet('<c t="s"><v>0</v></c><c t="s"><v>1</v></c>'),
			{
				"xl/sharedStrings.xml": `<x:sst xmlns:x="${SPREADSHEET}" count="2" uniqueCount="2">${texts.join("")}</x:sst>`,
				"[Content_Types].xml": `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${MAIN}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${MAIN}.worksheet+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="${MAIN}.sharedStrings+xml"/></Types>`,
			},
		);
		expect((await open(workbook)).texts).toEqual([
			"plain bold & more",
			"alone",
		]);
	});
});

describe("a part", () => {
	const part = (encoding: string) =>
		`<?xml version="1.0" encoding="${encoding}"?><worksheet xmlns="${SPREADSHEET}">${oneCell("A1", "wïde")}</worksheet>`;

	it.each([
		["UTF-16", utf16(part("UTF-16"))],
		["UTF-16, big end first", utf16(part("UTF-16"), { big: true })],
		["UTF-16 without a mark", utf16(part("UTF-16"), { mark: false })],
		[
			"UTF-16, big end first, without a mark",
			utf16(part("UTF-16"), { big: true, mark: false }),
		],
		[
			"Windows-1252",
			Uint8Array.from(part("windows-1252"), (c) => c.charCodeAt(0)),
		],
	])("may be in %s", async (_name, bytes) => {
		const { texts } = await open(
			rawWorkbook([{ name: "One", xml: "" }], {
				"xl/worksheets/sheet1.xml": bytes,
			}),
		);
		expect(texts).toEqual(["wïde"]);
	});

	it("of styles may be missing, also where cells name a style", async () => {
		const { texts } = await open(
			rawWorkbook(sheet('<c r="A1" s="3"><v>45000.5</v></c>')),
		);
		expect(texts).toEqual(["45000.5"]);
	});
});

describe("an .xls from before Unicode", () => {
	it.each([
		[1251, "windows-1251", "Москва и Новгород"],
		[1250, "windows-1250", "Łódź"],
		// Node decodes this one as Latin-1: no quotation marks here.
		[1252, "windows-1252", "Müller & Søn"],
		[1253, "windows-1253", "Αθήνα"],
		[932, "shift_jis", "東京"],
		[10_000, "macintosh", "Åse"],
	])("shows its texts by its code page %i", async (page, label, text) => {
		const { texts, summary } = await open(codePageWorkbook(page, label, text));
		expect(texts).toEqual([text]);
		expect(summary).toMatchObject({ sheets: [text] });
	});
});

describe("frozen panes", () => {
	const pane = (attributes: string) =>
		`<sheetViews><sheetView workbookViewId="0"><pane ${attributes}/></sheetView></sheetViews>`;
	const cells = `<sheetData><row r="9"><c r="H9"><v>1</v></c></row></sheetData>`;
	it.each([
		['xSplit="2" ySplit="3" topLeftCell="C4" state="frozen"', 3, 2],
		['ySplit="1" state="frozenSplit"', 1, 0],
		['xSplit="1200" ySplit="900" state="split"', 0, 0],
		['xSplit="-1" ySplit="1e9" state="frozen"', 8, 0],
	])("are those of the author: %s", async (attributes, rows, columns) => {
		const xml = `${pane(attributes)}${cells}`;
		const { shape } = await open(rawWorkbook([{ name: "One", xml }]));
		expect([shape?.frozenRows, shape?.frozenColumns]).toEqual([rows, columns]);
	});
});
