import { strToU8, zipSync } from "fflate";

/** A number with a format: `money` £ 1,234.50, `percent` 2.40 %, `date` days since 1899-12-30. */
export type Cell =
	| string
	| { value: number; format: "money" | "percent" | "date" }
	| { heading: string };

export type Sheet = {
	name: string;
	/** Widths of the columns in characters. */
	widths: number[];
	rows: Cell[][];
	/** Ranges such as `A1:C1`. */
	merged?: string[];
};

const STYLE = { plain: 0, money: 1, percent: 2, date: 3, heading: 4 };
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE =
	"http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml";
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';

const STYLES = `${HEAD}<styleSheet xmlns="${MAIN}"><numFmts count="2"><numFmt numFmtId="164" formatCode="&quot;£&quot;\\ #,##0.00"/><numFmt numFmtId="165" formatCode="d\\ mmmm\\ yyyy"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="5"><xf/><xf numFmtId="164" applyNumberFormat="1"/><xf numFmtId="10" applyNumberFormat="1"/><xf numFmtId="165" applyNumberFormat="1"/><xf fontId="1" applyFont="1"/></cellXfs></styleSheet>`;

/** An .xlsx workbook (ECMA-376) with what a demo needs of it. */
export function writeWorkbook(sheets: readonly Sheet[]): Uint8Array {
	const parts: Record<string, string> = {
		"[Content_Types].xml": `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${TYPE}.styles+xml"/>${each(sheets, (_, n) => `<Override PartName="/xl/worksheets/sheet${n}.xml" ContentType="${TYPE}.worksheet+xml"/>`)}</Types>`,
		"_rels/.rels": `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml": `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${each(sheets, ({ name }, n) => `<sheet name="${escaped(name)}" sheetId="${n}" r:id="rId${n}"/>`)}</sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${each(sheets, (_, n) => `<Relationship Id="rId${n}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${n}.xml"/>`)}<Relationship Id="rId${sheets.length + 1}" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`,
		"xl/styles.xml": STYLES,
	};
	sheets.forEach((sheet, index) => {
		parts[`xl/worksheets/sheet${index + 1}.xml`] = worksheet(sheet);
	});
	return zipSync(
		Object.fromEntries(
			Object.entries(parts).map(([path, xml]) => [path, strToU8(xml)]),
		),
		// A fixed moment: the same workbook is the same bytes.
		{ mtime: new Date(2026, 0, 1) },
	);
}

function worksheet({ widths, rows, merged = [] }: Sheet): string {
	const columns = each(
		widths,
		(width, n) =>
			`<col min="${n}" max="${n}" width="${width}" customWidth="1"/>`,
	);
	const data = each(
		rows,
		(row, n) =>
			`<row r="${n}">${each(row, (value, column) => cell(value, `${String.fromCharCode(64 + column)}${n}`))}</row>`,
	);
	const merges =
		merged.length === 0
			? ""
			: `<mergeCells count="${merged.length}">${each(merged, (range) => `<mergeCell ref="${range}"/>`)}</mergeCells>`;
	return `${HEAD}<worksheet xmlns="${MAIN}"><cols>${columns}</cols><sheetData>${data}</sheetData>${merges}</worksheet>`;
}

function cell(value: Cell, at: string): string {
	if (typeof value === "object" && "value" in value)
		return `<c r="${at}" s="${STYLE[value.format]}"><v>${value.value}</v></c>`;
	const heading = typeof value === "object";
	const style = heading ? STYLE.heading : STYLE.plain;
	const text = escaped(heading ? value.heading : value);
	return `<c r="${at}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${text}</t></is></c>`;
}

function each<T>(
	list: readonly T[],
	write: (value: T, n: number) => string,
): string {
	return list.map((value, index) => write(value, index + 1)).join("");
}

function escaped(text: string): string {
	return text
		.replaceAll("&", "&amp;")
		.replaceAll("<", "&lt;")
		.replaceAll('"', "&quot;");
}
