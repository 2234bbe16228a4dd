import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { openCsv } from "../../../viewer/sheet/csv/open-csv.ts";
import { OpenError } from "../../../viewer/sheet/reader/book.ts";
import { TILE_COLUMNS } from "../../../viewer/sheet/reader/messages.ts";
import { openWorkbook } from "../../../viewer/sheet/workbook/open-workbook.ts";
import { openBytes } from "./desk.ts";

const CORPUS = new URL("../../../../shared/corpus/", import.meta.url);
const MANIFEST = new URL("manifest.tsv", CORPUS);

type Row = { file: string; kind: string; expect: string; detail: string };

function rows(): Row[] {
	if (!existsSync(MANIFEST)) return [];
	const lines = readFileSync(MANIFEST, "utf8").trim().split("\n").slice(1);
	return lines.map((line) => {
		const [file = "", kind = "", expected = "", detail = ""] = line.split("\t");
		return { file, kind, expect: expected, detail };
	});
}

/** `rows=2;cols=5;delimiter=",";…`: values may hold semicolons inside quotes or brackets. */
function detailOf(detail: string): Record<string, string> {
	const pairs = detail.matchAll(
		/(\w+)=("(?:[^"\\]|\\.)*"|\[[^\]]*\]|[^;]*)(?:;|$)/g,
	);
	return Object.fromEntries(
		[...pairs].map(([, key = "", value = ""]) => [key, value]),
	);
}

const bytesOf = (file: string) =>
	new Uint8Array(readFileSync(new URL(file, CORPUS)));
const sheets = rows().filter(({ kind }) => kind.startsWith("sheet:"));
const texts = rows().filter(({ kind }) => kind === "csv");

describe.skipIf(sheets.length === 0)("the corpus of workbooks", () => {
	it.each(sheets.filter((row) => row.expect === "opens"))(
		"opens $file as its manifest says",
		async ({ file, detail }) => {
			const wanted = detailOf(detail);
			const { book, opened } = await openBytes(
				openWorkbook,
				bytesOf(file),
				file,
			);
			const { summary, shapes } = opened();
			expect(summary).toEqual({
				kind: "excel",
				sheets: JSON.parse(wanted.sheets ?? ""),
				hidden: Number(wanted.hidden),
			});
			const merges = shapes.reduce((n, { merges }) => n + merges.length / 4, 0);
			expect(merges).toBe(Number(wanted.merges));
			if (wanted.A1 !== undefined) {
				const tile = await book.tile({ sheet: 0, row: 0, column: 0 });
				expect(tile.texts[0]).toBe(JSON.parse(wanted.A1));
			}
		},
	);

	it.each(sheets.filter((row) => row.expect === "refused"))(
		"refuses $file",
		async ({ file }) => {
			const opening = openBytes(openWorkbook, bytesOf(file), file);
			await expect(opening).rejects.toMatchObject({ failure: "unsupported" });
		},
	);

	it.each(sheets.filter((row) => row.expect === "password"))(
		"asks for the password of $file and opens with it",
		async ({ file, detail }) => {
			const wanted = detailOf(detail);
			const { posted, opened } = await openBytes(
				openWorkbook,
				bytesOf(file),
				file,
				["wrong", wanted.password ?? ""],
			);
			expect(posted.slice(0, 2)).toEqual([
				{ type: "locked", wrong: false },
				{ type: "locked", wrong: true },
			]);
			expect(opened().summary).toMatchObject({
				sheets: JSON.parse(wanted.sheets ?? ""),
			});
		},
	);

	it("calls half a workbook damaged", async () => {
		const half = bytesOf("048-gold.xlsx").slice(0, 4_000);
		const opening = openBytes(openWorkbook, half, "half.xlsx");
		await expect(opening).rejects.toBeInstanceOf(OpenError);
		await expect(opening).rejects.toMatchObject({ failure: "damaged" });
	});
});

describe.skipIf(texts.length === 0)("the corpus of CSV files", () => {
	it.each(texts)("opens $file as its manifest says", async (row) => {
		const wanted = detailOf(row.detail);
		const { book, complete } = await openBytes(
			openCsv,
			bytesOf(row.file),
			row.file,
		);
		const { summary } = await complete();
		const encoding = wanted.encoding === "latin-1" ? "windows-1252" : "utf-8";
		expect(summary).toEqual({
			kind: "csv",
			rows: Number(wanted.rows) + Number(wanted.blank_lines),
			columns: Number(wanted.max_cols),
			delimiter: JSON.parse(wanted.delimiter ?? ""),
			encoding,
			complete: true,
		});
		const { texts } = await book.tile({ sheet: 0, row: 0, column: 0 });
		const first: string[] = JSON.parse(wanted.first_row ?? "");
		const here = first.slice(0, TILE_COLUMNS);
		expect(texts.slice(0, here.length)).toEqual(here);
	});
});
