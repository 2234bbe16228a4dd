import fc from "fast-check";
import Papa from "papaparse";
import { describe, expect, it } from "vitest";
import { guessDelimiter } from "../../../viewer/sheet/csv/delimiter.ts";
import { detectEncoding } from "../../../viewer/sheet/csv/encoding.ts";
import { createFieldParser } from "../../../viewer/sheet/csv/field-parser.ts";
import { openCsv } from "../../../viewer/sheet/csv/open-csv.ts";
import {
	createRowIndex,
	finishRows,
	isStrayQuote,
	scanRows,
	startBefore,
} from "../../../viewer/sheet/csv/row-index.ts";
import {
	CELL_NUMBER,
	TILE_COLUMNS,
	TILE_ROWS,
} from "../../../viewer/sheet/reader/messages.ts";
import { runs } from "../../counts.ts";
import { csv, latin1, ordersCsv, utf16 } from "../../fixtures/make-csv.ts";
import { type OpenedBook, openBytes } from "./desk.ts";

/** The cells of a small CSV as its tiles have them, without the empty ends of rows. */
async function rowsOf({ book, opened }: OpenedBook): Promise<string[][]> {
	const { rows = 0, columns = 0 } = opened().shapes[0] ?? {};
	const tile = await book.tile({ sheet: 0, row: 0, column: 0 });
	return Array.from({ length: rows }, (_, row) =>
		tile.texts.slice(row * TILE_COLUMNS, row * TILE_COLUMNS + columns),
	);
}

async function openText(bytes: Uint8Array, name = "a.csv") {
	const opened = await openBytes(openCsv, bytes, name);
	await opened.complete();
	return opened;
}

const field = fc.stringMatching(/^[a-zé€😀0-9 ,;"\n\r|\t']{0,12}$/u);
/** Tables as programs write them: every row has the same number of fields, and one that is not empty. */
const table = fc
	.tuple(fc.integer({ min: 2, max: 6 }), fc.integer({ min: 1, max: 40 }))
	.chain(([columns, rows]) =>
		fc.array(fc.array(field, { minLength: columns, maxLength: columns }), {
			minLength: rows,
			maxLength: rows,
		}),
	);
const delimiter = fc.constantFrom(",", ";", "\t", "|");
const newline = fc.constantFrom("\n", "\r\n", "\r");

describe("the row index", () => {
	it("agrees with papaparse about every field of ordinary files, in pieces of any size", () => {
		fc.assert(
			fc.property(
				table,
				delimiter,
				newline,
				fc.integer({ min: 1, max: 64 }),
				(rows, delimiter, newline, size) => {
					const text = Papa.unparse(rows, { delimiter, newline });
					const bytes = csv(text);
					const index = createRowIndex(delimiter);
					for (let at = 0; at < bytes.length; at += size)
						scanRows(index, bytes.subarray(at, at + size));
					const reference = Papa.parse<string[]>(text, { delimiter, newline });
					expect(index.rows).toBe(reference.data.length);
					expect(index.columns).toBe(
						Math.max(...reference.data.map((row) => row.length)),
					);
					const parsed: string[][] = [];
					const parser = createFieldParser(delimiter, 1_000, {
						onField(row, _column, value) {
							parsed[row] ??= [];
							parsed[row]?.push(value);
							return true;
						},
					});
					for (let at = 0; at < text.length; at += size)
						parser.push(text.slice(at, at + size));
					parser.end();
					expect(parsed).toEqual(reference.data);
				},
			),
			runs(300),
		);
	});

	it("agrees with the parser about what quotes never close, in pieces of any size", () => {
		const torn = fc.stringMatching(/^[ab",\n\r]{0,60}$/);
		fc.assert(
			fc.property(torn, fc.integer({ min: 1, max: 9 }), (text, size) => {
				const bytes = csv(text);
				const index = createRowIndex(",");
				for (let at = 0; at < bytes.length; at += size)
					scanRows(index, bytes.subarray(at, at + size));
				finishRows(index);
				const widths: number[] = [];
				const parser = createFieldParser(",", 1_000, {
					onField(row, column) {
						widths[row] = column + 1;
						return true;
					},
					isStray: (row, column) => isStrayQuote(index, row, column),
				});
				parser.push(text);
				parser.end();
				expect(index.rows).toBe(widths.length);
				expect(index.columns).toBe(Math.max(0, ...widths));
				expect(index.scanned).toBe(bytes.length);
			}),
			runs(500),
		);
	});

	it("keeps a list of bounded length, and still finds rows by it", () => {
		const index = createRowIndex(",");
		const piece = csv("ab\n".repeat(400_000));
		for (let i = 0; i < 50; i++) scanRows(index, piece);
		expect(index.rows).toBe(20_000_000);
		expect(index.count).toBeLessThanOrEqual(524_288);
		expect(index.step).toBeGreaterThan(32);
		const start = startBefore(index, 19_999_999);
		expect(start.offset).toBe(start.row * 3);
		expect(19_999_999 - start.row).toBeLessThan(index.step);
	});
});

describe("the encoding", () => {
	it.each([
		["utf-8", csv("a,b\né,ü\n"), 0],
		["utf-8", csv("\ufeffa,b\n1,2\n"), 3],
		["utf-16le", utf16("a,b\n1,2\n"), 2],
		["utf-16be", utf16("a,b\n1,2\n", { big: true }), 2],
		["utf-16le", utf16("name,town\nKim,Oslo\n", { mark: false }), 0],
		["utf-16be", utf16("name,town\nKim,Oslo\n", { big: true, mark: false }), 0],
		["windows-1252", latin1("id;name\n1;Müller\n2;Gonçalves\n"), 0],
	])("is %s", (label, bytes, bom) => {
		const encoding = detectEncoding(bytes);
		expect(encoding).toMatchObject({ label, bom });
		expect(new TextDecoder(label).encoding).toBe(label);
	});

	it("is guessed for Cyrillic text from before Unicode", () => {
		const russian = "имя;город\nАнна Петровна;Москва\nИван Сидоров;Новгород\n";
		const bytes = Uint8Array.from(russian.repeat(5), (char) => {
			const code = char.charCodeAt(0);
			return code < 128 ? code : code - 0x410 + 0xc0;
		});
		expect(detectEncoding(bytes).label).toBe("windows-1251");
	});

	it("stays UTF-8 when one byte of many is damaged", () => {
		const bytes = csv("naïve,café,über\n".repeat(100));
		bytes[5] = 0xff;
		expect(detectEncoding(bytes).label).toBe("utf-8");
	});

	it("is corrected when the first byte beyond ASCII comes late", async () => {
		const bytes = latin1(`${"plain,text\n".repeat(200_000)}Müller,Köln\n`);
		const { opened, book } = await openText(bytes);
		expect(opened().summary).toMatchObject({
			encoding: "windows-1252",
			rows: 200_001,
		});
		const text = await book.text({ sheet: 0, row: 200_000, column: 0 });
		expect(text).toBe("Müller");
	});

	it("of every tile is UTF-16 where the file is", async () => {
		const opened = await openText(utf16("a;b\n1,5;é\n", { big: true }));
		expect(await rowsOf(opened)).toEqual([
			["a", "b"],
			["1,5", "é"],
		]);
	});
});

describe("the delimiter", () => {
	it.each([
		[",", "a,b,c\n1,2,3\n"],
		[";", "name;price\nTea;1,50\nCoffee;12,25\nCake;3\n"],
		["\t", "a\tb, c\n1\t2, 3\n"],
		["|", "a|b|c\n1|2|3\n"],
		[",", "one column\nand no other\n"],
		[",", 'a,b\n"x;y;z;\n;;;;",2\n"p;q",3\n'],
		[";", '"a";"b, c";"d"\n"1,5";"2, 3";"4"\n'],
	])("is %j", (wanted, text) => {
		expect(guessDelimiter(text, true)).toBe(wanted);
	});

	it("is the tab in a .tsv, also where commas are more regular", () => {
		expect(guessDelimiter("a,b\tc,d\ne,f\tg\n", true, "\t")).toBe("\t");
		expect(guessDelimiter("a,b\nc,d\n", true, "\t")).toBe(",");
	});
});

describe("a CSV", () => {
	it("shows values exactly as they are written", async () => {
		const opened = await openText(
			csv('id,day,long,sum\n007,2026-01-02,12345678901234567890," =1+1 "\n'),
		);
		expect((await rowsOf(opened))[1]).toEqual([
			"007",
			"2026-01-02",
			"12345678901234567890",
			" =1+1 ",
		]);
		const tile = await opened.book.tile({ sheet: 0, row: 0, column: 0 });
		expect(tile.kinds[TILE_COLUMNS]).toBe(CELL_NUMBER);
	});

	it("honours quotes only where a field begins", async () => {
		const opened = await openText(csv('a,5" pipe,"b ""c"" d"\n"x"y,2,\n'));
		expect(await rowsOf(opened)).toEqual([
			["a", '5" pipe', 'b "c" d'],
			["xy", "2", ""],
		]);
	});

	it("takes a quote that is never closed for a letter", async () => {
		const opened = await openText(csv('a,b\n1,"19"" rack\n2,x\n3,y'));
		expect(await rowsOf(opened)).toEqual([
			["a", "b"],
			["1", '"19"" rack'],
			["2", "x"],
			["3", "y"],
		]);
	});

	it("takes it so in its first field, and still finds the delimiter", async () => {
		const opened = await openText(csv('"id;size\n1;2\n3;4\n'));
		expect(opened.opened().summary).toMatchObject({ delimiter: ";", rows: 3 });
		expect((await rowsOf(opened))[0]).toEqual(['"id', "size"]);
	});

	it("takes a quote that is closed a megabyte on for a letter, and a nearer one for what it is", async () => {
		const lines = (count: number) => "1,2,3\n".repeat(count);
		const text = `n,"open,x\n${lines(400_000)}m,"all\n${lines(100_000)}",y\n${lines(10)}`;
		for (const bytes of [csv(text), utf16(text, { big: true })]) {
			const { book, opened } = await openText(bytes);
			expect(opened().summary).toMatchObject({ rows: 400_012, columns: 3 });
			const at = (row: number, column: number) =>
				book.text({ sheet: 0, row, column });
			expect(await at(0, 1)).toBe('"open');
			expect(await at(400_000, 2)).toBe("3");
			expect((await at(400_001, 1)).slice(0, 10)).toBe("all\n1,2,3\n");
			expect(await at(400_001, 2)).toBe("y");
			const found: number[][] = [];
			const test = (cell: string) => cell.includes("open") || cell === "y";
			const hit = (_: number, ...at: number[]) => found.push(at);
			const look = { test, maybe: () => true, hit };
			await book.search(look, new AbortController().signal);
			expect(found).toEqual([
				[0, 1],
				[400_001, 2],
			]);
		}
	});

	it("counts empty lines as rows and bears ragged rows and NULs", async () => {
		const opened = await openText(csv("a,b,c\r\n\r\nd\r\ne,f\0,g,h"));
		expect(opened.opened().summary).toMatchObject({ rows: 4, columns: 4 });
		expect(await rowsOf(opened)).toEqual([
			["a", "b", "c", ""],
			["", "", "", ""],
			["d", "", "", ""],
			["e", "f\0", "g", "h"],
		]);
	});

	it("of nothing but a mark has no rows", async () => {
		const opened = await openText(csv("\ufeff"));
		expect(opened.opened().summary).toMatchObject({ rows: 0, columns: 0 });
		expect(opened.book.isEmpty()).toBe(true);
	});

	it("shows its first rows after 64 kB, and every row in the end", async () => {
		const bytes = ordersCsv(100_000);
		const opened = await openBytes(openCsv, bytes, "orders.csv");
		expect(opened.opened().summary).toMatchObject({ complete: false });
		expect(opened.reads[0]).toEqual([0, 65_536]);
		await opened.complete();
		expect(opened.opened().summary).toMatchObject({
			rows: 100_001,
			complete: true,
		});
		for (const row of [0, 1, 31, 32, 63, 64, 50_000, 100_000]) {
			const start = row - (row % TILE_ROWS);
			const tile = await opened.book.tile({ sheet: 0, row: start, column: 0 });
			expect(tile.texts[(row - start) * TILE_COLUMNS]).toBe(
				row === 0 ? "number" : String(row).padStart(7, "0"),
			);
		}
	});

	it("with one line of 100 MB neither hangs nor keeps it", async () => {
		const bytes = new Uint8Array(100 * 1_048_576).fill(0x61);
		bytes[1_000_000] = 0x2c;
		const { book, opened } = await openText(bytes);
		expect(opened().summary).toMatchObject({ rows: 1, columns: 2 });
		const tile = await book.tile({ sheet: 0, row: 0, column: 0 });
		expect(tile.texts[0]?.length).toBe(500);
		expect((await book.text({ sheet: 0, row: 0, column: 1 })).length).toBe(
			100_000,
		);
	});

	it("of 9,000 columns shows the last ones", async () => {
		const row = (n: number) =>
			Array.from({ length: 9_000 }, (_, i) => `${n}.${i}`).join(",");
		const { book } = await openText(csv(`${row(0)}\n${row(1)}\n`));
		const column = 9_000 - (9_000 % TILE_COLUMNS) - TILE_COLUMNS;
		const tile = await book.tile({ sheet: 0, row: 0, column });
		expect(tile.texts[TILE_COLUMNS]).toBe(`1.${column}`);
	});

	it("is searched while it still arrives, and no match is told twice", async () => {
		const { book } = await openBytes(openCsv, ordersCsv(50_000), "o.csv");
		const rows: number[] = [];
		await book.search(
			{
				test: (text) => text.includes("Customer 4999"),
				maybe: (stretch) => stretch.includes("Customer 4999"),
				hit: (_sheet, row) => rows.push(row),
			},
			new AbortController().signal,
		);
		const wanted = [4_999];
		for (let n = 49_990; n <= 49_999; n++) wanted.push(n);
		expect(rows).toEqual(wanted);
	});
});
