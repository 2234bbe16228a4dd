import { describe, expect, it } from "vitest";
import { checkFile, singleFile } from "../../panel/chosen-file.ts";
import { decodeText } from "../../panel/text-format.ts";
import { DOCUMENT_KINDS } from "../../policy/kinds.ts";
import { en } from "../../words/en.ts";

const pdf = new File(["%PDF-1.7\n"], "a.pdf");

/** As a browser's list of files is, for what is asked of it here. */
function list(...files: File[]): FileList {
	return Object.assign(files, { item: (at: number) => files[at] ?? null });
}

describe("a chosen file", () => {
	it("is a source under its cleaned name", async () => {
		const file = new File(["%PDF-1.7\n"], "../b\u202Efdp.pdf");
		const chosen = await checkFile(file, DOCUMENT_KINDS, en);
		if (!chosen.ok) return expect.unreachable(chosen.why);
		expect(chosen.source).toMatchObject({ kind: "pdf", size: 9 });
		expect(chosen.source.name).not.toMatch(/[/\u202E]/);
	});

	it.each<[string, File, string]>([
		["nothing in it", new File([], "a.pdf"), en.refusal.empty],
		[
			"a kind that is not shared",
			new File(["x"], "a.docx"),
			en.refusal.unsupported("a.docx", DOCUMENT_KINDS),
		],
		[
			"another content than its name says",
			new File(["MZ\u0090"], "a.pdf"),
			en.refusal.mismatch("a.pdf", DOCUMENT_KINDS),
		],
	])("is refused in words with %s", async (_, file, why) => {
		expect(await checkFile(file, DOCUMENT_KINDS, en)).toEqual({
			ok: false,
			why,
		});
	});

	it.each<[string, File]>([
		["allowed by nobody", new File(["a;b\n"], "a.csv")],
		["of a forbidden kind under an allowed name", new File(["a;b\n"], "b.pdf")],
		[
			"of an allowed kind under a forbidden name",
			new File(["%PDF-1.7\n"], "c.csv"),
		],
	])(
		"is refused, naming only what the administrator allows, when it is %s",
		async (_, file) => {
			const checked = await checkFile(file, ["pdf"], en);
			expect(checked).toMatchObject({
				ok: false,
				why: expect.stringMatching(/^.* Allowed: PDF\.$/),
			});
		},
	);

	it("is gone, in words, when it cannot be read any more", async () => {
		const file = new File(["%PDF-1.7\n"], "a.pdf");
		file.slice = () => {
			throw new DOMException("gone", "NotFoundError");
		};
		const why = en.notice.gone("a.pdf");
		expect(await checkFile(file, DOCUMENT_KINDS, en)).toEqual({
			ok: false,
			why,
		});
	});

	it("is one", () => {
		expect(singleFile(list(pdf), en)).toBe(pdf);
		expect(singleFile(list(pdf, pdf), en)).toBe(en.refusal.twoFiles);
		expect(singleFile(list(), en)).toBe(en.refusal.noFile);
		expect(singleFile(null, en)).toBe(en.refusal.noFile);
	});
});

describe("decodeText", () => {
	const format = (encoding: string) => ({ delimiter: ",", encoding });

	it("reads what the viewer found out, without its mark", () => {
		const utf16 = new Uint8Array([0xff, 0xfe, 0x41, 0x00, 0xe9, 0x00]);
		expect(decodeText(utf16, format("utf-16le"))).toBe("Aé");
		const utf8 = new Uint8Array([0xef, 0xbb, 0xbf, 0x41]);
		expect(decodeText(utf8, format("utf-8"))).toBe("A");
		const cyrillic = new Uint8Array([0xc1]);
		expect(decodeText(cyrillic, format("koi8-r"))).toBe("а");
	});

	it("reads UTF-8 when the label is none", () => {
		const bytes = new TextEncoder().encode("é");
		expect(decodeText(bytes, format("no such thing"))).toBe("é");
	});
});
