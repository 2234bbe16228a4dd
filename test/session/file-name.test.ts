import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DOCUMENT_KINDS, kindOfName } from "../../policy/kinds.ts";
import { cleanFileName } from "../../session/file-name.ts";

const bytesOf = (text: string) => new TextEncoder().encode(text).length;

describe("cleanFileName", () => {
	it.each([
		["Angebot Müller & Söhne (2).pdf", "Angebot Müller & Söhne (2).pdf"],
		["RECHNUNG.PDF", "RECHNUNG.PDF"],
		["請求書.pdf", "請求書.pdf"],
		["v1.2.final.pdf", "v1.2.final.pdf"],
		["exe.\u202efdp.pdf", "exe.fdp.pdf"],
		["a\u200bb\ufeff.pdf", "ab.pdf"],
		["a \u200d b.pdf", "a b.pdf"],
		["e\u200d\u0301.pdf", "\u00e9.pdf"],
		["../../etc/passwd.pdf", "_.._etc_passwd.pdf"],
		["C:\\temp\\a.pdf", "C_temp_a.pdf"],
		["CON.pdf", "CON_.pdf"],
		["nul.tar.pdf", "nul_.tar.pdf"],
		["a\nb\tc\u0000.pdf", "a b c.pdf"],
		[".hidden.pdf", "hidden.pdf"],
		["  spaced . pdf", "spaced . pdf.pdf"],
		["invoice.pdf.exe", "invoice.pdf.exe.pdf"],
		["notes", "notes.pdf"],
		["", "document.pdf"],
		["...", "document.pdf"],
		[".pdf", "document.pdf"],
		["\u3164\u2800.pdf", "document.pdf"],
		["\ud800x.pdf", "_x.pdf"],
	])("makes of %j %j", (name, clean) => {
		expect(cleanFileName(name, "pdf")).toBe(clean);
	});

	it("puts the ending of the kind where the name has another", () => {
		expect(cleanFileName("a.tsv", "csv")).toBe("a.tsv");
		expect(cleanFileName("a.xls", "excel")).toBe("a.xls");
		expect(cleanFileName("a.csv", "excel")).toBe("a.csv.xlsx");
	});

	it("cuts long names in whole letters and keeps the ending", () => {
		const clean = cleanFileName(`${"é👩🏽".repeat(100)}.pdf`, "pdf");
		expect(bytesOf(clean)).toBeLessThanOrEqual(200);
		expect(clean).toMatch(/(é|👩🏽)\.pdf$/u);
	});

	it("gives a short, visible, well-formed name of the kind and leaves it at that", () => {
		fc.assert(
			fc.property(
				fc.oneof(
					fc.string({ unit: "binary", maxLength: 400 }),
					fc.string({
						unit: fc.constantFrom(..."./\\ CONAUX12\u202e\n:e\u0301\u200d"),
					}),
				),
				fc.constantFrom(...DOCUMENT_KINDS),
				(name, kind) => {
					const clean = cleanFileName(name, kind);
					expect(kindOfName(clean)).toBe(kind);
					expect(bytesOf(clean)).toBeLessThanOrEqual(200);
					expect(clean).not.toMatch(/[/\\:*?"<>|\p{Cc}\p{Cf}]/u);
					expect(clean).not.toMatch(/^[. ]|[. ]$/);
					expect(cleanFileName(clean, kind)).toBe(clean);
				},
			),
		);
	});
});
