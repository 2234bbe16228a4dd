import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { detectKind } from "../../session/kind.ts";
import { createCompound } from "./compound.ts";

const encode = (text: string) => new TextEncoder().encode(text);
const binary = (text: string) =>
	Uint8Array.from(text, (character) => character.charCodeAt(0));

function detect(name: string, bytes: Uint8Array) {
	return detectKind(name, bytes.length, async (start, end) => {
		expect(end).toBeLessThanOrEqual(bytes.length);
		expect(end).toBeGreaterThan(start);
		return bytes.subarray(start, end);
	});
}

const verdict = async (name: string, bytes: Uint8Array) => {
	const found = await detect(name, bytes);
	return found.ok ? found.kind : found.reason;
};

function packageOf(...names: string[]): Uint8Array {
	return zipSync(
		Object.fromEntries(names.map((name) => [name, encode("<x/>")])),
	);
}

const workbook = ["[Content_Types].xml", "_rels/.rels", "xl/workbook.xml"];
const utf16 = (text: string) => new Uint8Array(Buffer.from(text, "utf16le"));

describe("detectKind allows", () => {
	it.each<[string, string, Uint8Array]>([
		["a PDF", "a.pdf", encode("%PDF-1.7\n")],
		["a PDF behind a mail header", "a.PDF", encode("X-Mail: 1\n\n%PDF-1.4")],
		["a workbook", "a.xlsx", packageOf(...workbook)],
		["a workbook under the old ending", "a.xls", packageOf(...workbook)],
		[
			"a workbook cut off in the middle",
			"a.xlsx",
			packageOf(...workbook).subarray(0, 120),
		],
		["an old workbook", "a.xls", createCompound("Workbook")],
		["an older workbook", "a.xls", createCompound("Book")],
		[
			"a workbook with a password",
			"a.xlsx",
			createCompound("EncryptedPackage", "EncryptionInfo"),
		],
		[
			"an old workbook cut off in its header",
			"a.xls",
			createCompound("Workbook").subarray(0, 300),
		],
		[
			"a bare sheet of Excel 4",
			"a.xls",
			Uint8Array.of(9, 4, 6, 0, 0, 0, 16, 0, 0, 0),
		],
		["a CSV", "a.csv", encode("a,b\n1,2\n")],
		["a CSV whose first column is MZ", "a.csv", encode("MZ,Intensity\n1,2\n")],
		["a TSV", "a.tsv", encode("a\tb\n")],
		["a CSV in Windows-1252", "a.csv", binary("n\xe4me;wert\r\n")],
		["a CSV in UTF-16 with its mark", "a.csv", utf16("\ufeffa;b\n")],
		["a CSV in UTF-16 without a mark", "a.csv", utf16("name;value\n1;2\n")],
		["a CSV with a line of one less-than sign", "a.csv", encode("<5,10\n")],
	])("%s", async (_, name, bytes) => {
		expect(await detect(name, bytes)).toMatchObject({ ok: true });
	});
});

describe("detectKind refuses", () => {
	it.each<[string, string, Uint8Array, string]>([
		["nothing", "a.pdf", new Uint8Array(0), "empty"],
		["another ending", "a.png", binary("\x89PNG"), "unsupported"],
		[
			"an ending that looks right",
			"a.pdf.exe",
			encode("%PDF-1.7"),
			"unsupported",
		],
		["a name without an ending", "pdf", encode("%PDF-1.7"), "unsupported"],
		["a renamed program", "a.pdf", binary("MZ\x90\0\x03\0\0\0"), "mismatch"],
		[
			"a program with a PDF inside",
			"a.pdf",
			encode("MZ....%PDF-1.7"),
			"mismatch",
		],
		[
			"a ZIP with a PDF inside",
			"a.pdf",
			binary("PK\x03\x04....%PDF-1.7"),
			"mismatch",
		],
		[
			"a picture with a PDF inside",
			"a.pdf",
			binary("\x89PNG....%PDF-1.7"),
			"mismatch",
		],
		[
			"a page with a PDF inside",
			"a.pdf",
			encode(" \n<!DOCTYPE html>%PDF-1.7"),
			"mismatch",
		],
		[
			"a PDF that begins too late",
			"a.pdf",
			encode(`${"x".repeat(1_025)}%PDF-1.7`),
			"mismatch",
		],
		["a page named .xls", "a.xls", encode("\ufeff<html><table>"), "mismatch"],
		[
			"an XML workbook named .xls",
			"a.xls",
			encode('<?xml version="1.0"?><Workbook/>'),
			"mismatch",
		],
		["text named .xls", "a.xls", encode("a\tb\n1\t2\n"), "mismatch"],
		[
			"macros",
			"a.xlsx",
			packageOf(...workbook, "xl/vbaProject.bin"),
			"unsupported",
		],
		[
			"macros behind a backslash",
			"a.xlsx",
			packageOf(...workbook, "XL\\vbaProject.bin"),
			"unsupported",
		],
		[
			"a macro sheet",
			"a.xlsx",
			packageOf(...workbook, "xl/macrosheets/sheet1.xml"),
			"unsupported",
		],
		[
			"a binary workbook",
			"a.xlsx",
			packageOf("[Content_Types].xml", "xl/workbook.bin"),
			"unsupported",
		],
		[
			"an OpenDocument",
			"a.xlsx",
			packageOf("mimetype", "content.xml"),
			"unsupported",
		],
		[
			"a Word document",
			"a.xlsx",
			packageOf("[Content_Types].xml", "word/document.xml"),
			"mismatch",
		],
		[
			"a presentation",
			"a.xlsx",
			packageOf("[Content_Types].xml", "ppt/presentation.xml"),
			"mismatch",
		],
		["any other ZIP", "a.xlsx", packageOf("photo.jpg"), "mismatch"],
		[
			"an old Word document",
			"a.xls",
			createCompound("WordDocument", "1Table"),
			"mismatch",
		],
		[
			"a macro sheet of Excel 4",
			"a.xls",
			Uint8Array.of(9, 4, 6, 0, 0, 0, 64, 0, 0, 0),
			"mismatch",
		],
		["a PDF named .csv", "a.csv", encode("%PDF-1.7"), "mismatch"],
		[
			"a page named .csv",
			"a.csv",
			encode("<script>alert(1)</script>"),
			"mismatch",
		],
		["a page in UTF-16 named .csv", "a.csv", utf16("\ufeff<html>"), "mismatch"],
		["RTF named .csv", "a.csv", encode("{\\rtf1"), "mismatch"],
		["zeros named .csv", "a.csv", binary("a,b\0\0\0,c"), "mismatch"],
		[
			"controls named .csv",
			"a.csv",
			binary("\x01\x02\x03\x04\x05\x06"),
			"mismatch",
		],
		["a workbook named .pdf", "a.pdf", packageOf(...workbook), "mismatch"],
	])("%s", async (_, name, bytes, reason) => {
		expect(await detect(name, bytes)).toMatchObject({ ok: false, reason });
	});
});

it("gives a verdict on any bytes behind any beginning", async () => {
	const beginning = fc.constantFrom(
		"",
		"%PDF-",
		"PK\x03\x04",
		"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
		"\xff\xfe",
	);
	const random = fc.uint8Array({ minLength: 1, maxLength: 2_000 });
	const end = fc.constantFrom("", `PK\x05\x06${"\xff".repeat(18)}`);
	const name = fc.constantFrom("a.pdf", "a.xls", "a.xlsx", "a.csv");
	await fc.assert(
		fc.asyncProperty(name, beginning, random, end, async (...parts) => {
			const [name, start, middle, end] = parts;
			const bytes = Buffer.concat([binary(start), middle, binary(end)]);
			await detect(name, new Uint8Array(bytes));
		}),
	);
});

const CORPUS = new URL("../../../shared/corpus", import.meta.url).pathname;
const manifest = join(process.env.CORPUS ?? CORPUS, "manifest.tsv");

describe.skipIf(!existsSync(manifest))("detectKind, over the corpus", () => {
	const lines = existsSync(manifest)
		? readFileSync(manifest, "utf8").trim().split("\n").slice(1)
		: [];
	it.each(lines.map((line) => line.split("\t").slice(0, 3)))(
		"judges %s (%s): %s",
		async (file = "", kind, expected) => {
			const bytes = readFileSync(join(manifest, "..", file));
			const wanted = kind?.startsWith("sheet") ? "excel" : kind;
			const found = await verdict(file, new Uint8Array(bytes));
			if (expected === "refused") expect(found).toBe("unsupported");
			else expect(found).toBe(wanted);
		},
	);
});
