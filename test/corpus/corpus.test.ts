import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DEMO_DOCUMENTS } from "../../demo/documents/documents.ts";
import { DOCUMENT_KINDS } from "../../policy/kinds.ts";
import { en } from "../../words/en.ts";
import { serveBare } from "../bare/serve.ts";
import { startOpener } from "./open-files.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const CORPUS = join(ROOT, "../shared/corpus");

/** What `npm run corpus -- DIR` writes to standard output, and how it ends. */
async function runCorpus(folder: string) {
	const child = spawn(process.execPath, ["test/corpus.mjs", folder], {
		cwd: ROOT,
		stdio: ["ignore", "pipe", "pipe"],
		env: { ...process.env, DOCSIDE_AS_BUILT: "1" },
	});
	let [out, err] = ["", ""];
	child.stdout.setEncoding("utf8").on("data", (text) => {
		out += text;
	});
	child.stderr.setEncoding("utf8").on("data", (text) => {
		err += text;
	});
	const code = await new Promise((resolve) => child.once("close", resolve));
	const lines = out
		.split("\n")
		.filter((line) => line !== "")
		.map((line) => line.split("\t"));
	return { code, err, lines };
}

describe("npm run corpus", () => {
	let folder: string;

	beforeAll(async () => {
		folder = await mkdtemp(join(tmpdir(), "docside-corpus-"));
	});

	afterAll(() => rm(folder, { recursive: true, force: true }));

	it("says on one line a file what a person would see", async () => {
		const demo = (name: string) =>
			DEMO_DOCUMENTS.get(name)?.bytes ?? new Uint8Array();
		const files: Record<string, Uint8Array | string> = {
			"a terms.pdf": demo("account-terms.pdf"),
			"b fees.xlsx": demo("fees.xlsx"),
			"c fees\twith a tab.csv": demo("fees.csv"),
			// 0x80 is the euro sign in windows-1252 and no character in ISO-8859.
			"d latin.tsv": Buffer.from("größe\tpreis\nJörg\t5 \x80\n", "latin1"),
			"e damaged.pdf": "%PDF-1.7\nnothing else",
			"f picture.pdf": Buffer.from("89504e470d0a1a0a0000000d49484452", "hex"),
			"g empty.csv": "",
			"h note.docx": "PK\u0003\u0004",
			"manifest.tsv": "file\tkind\n",
		};
		for (const [name, bytes] of Object.entries(files))
			await writeFile(join(folder, name), bytes);

		const { code, lines, err } = await runCorpus(folder);

		expect(
			lines.map((line) => line.slice(0, -1)),
			err,
		).toEqual([
			["a terms.pdf", "opens", "pages=3"],
			["b fees.xlsx", "opens", 'sheets=["Fees","Interest"];hidden=0'],
			[
				"c fees\\twith a tab.csv",
				"opens",
				'rows=10;cols=3;delimiter=",";encoding=utf-8',
			],
			[
				"d latin.tsv",
				"opens",
				'rows=2;cols=2;delimiter="\\t";encoding=windows-1252',
			],
			["e damaged.pdf", "error", en.failure.damaged],
			[
				"f picture.pdf",
				"refused",
				en.refusal.mismatch("f picture.pdf", DOCUMENT_KINDS),
			],
			["g empty.csv", "refused", en.refusal.empty],
			[
				"h note.docx",
				"refused",
				en.refusal.unsupported("h note.docx", DOCUMENT_KINDS),
			],
		]);
		for (const line of lines) expect(line.at(-1)).toMatch(/^\d+$/);
		expect(code).toBe(0);
	});

	it("says in a sentence that a folder is missing", async () => {
		const { code, err, lines } = await runCorpus(join(folder, "nowhere"));
		expect(lines).toEqual([]);
		expect(err).toContain("There is no folder");
		expect(code).toBe(1);
	});

	it("gives up on a file that takes too long, and goes on with the next", async () => {
		const path = join(folder, "a terms.pdf");
		const server = await serveBare(join(ROOT, "dist/corpus"));
		const url = `${server.url}corpus.html`;
		const hasty = await startOpener(url, 1);
		const patient = await startOpener(url);
		try {
			expect(await hasty.open(path)).toMatchObject({
				result: "error",
				detail: en.failure.hung,
			});
			expect(await hasty.open(path)).toMatchObject({ result: "error" });
			expect(await patient.open(path)).toMatchObject({ result: "opens" });
		} finally {
			await hasty.close();
			await patient.close();
			server.close();
		}
	});

	it.skipIf(!existsSync(CORPUS))(
		"agrees with the manifest of the shared corpus",
		{ timeout: 300_000 },
		async () => {
			const [, ...expected] = readFileSync(join(CORPUS, "manifest.tsv"), "utf8")
				.trimEnd()
				.split("\n")
				.map((line) => line.split("\t"));
			const { lines } = await runCorpus(CORPUS);
			const found = new Map(lines.map(([name, ...rest]) => [name, rest]));
			const wrong = expected.filter(
				([name = "", , expect = "", detail = ""]) =>
					!agrees(expect, detail, found.get(name) ?? []),
			);
			const workbooks = wrong.filter(
				([, kind, expect]) =>
					kind?.startsWith("sheet:") && expect !== "refused",
			);
			const report = wrong.map(
				([name = "", , expect, detail]) =>
					`${name}: expected ${expect} ${detail}, found ${found.get(name)?.join(" ")}`,
			);
			// One workbook of twelve may fail, nothing else.
			expect(lines).toHaveLength(expected.length);
			expect(workbooks.length, report.join("\n")).toBeLessThanOrEqual(1);
			expect(wrong.length, report.join("\n")).toBe(workbooks.length);
		},
	);
});

/** Compares what the manifest gives: the result, and where both have them pages, sheet names, hidden ones and rows. */
function agrees(
	expected: string,
	detail: string,
	[result, found = ""]: string[],
): boolean {
	if (result !== expected) return false;
	if (result !== "opens") return true;
	const names = (text: string) =>
		JSON.stringify(JSON.parse(/sheets=(\[.*?\])(;|$)/.exec(text)?.[1] ?? "[]"));
	const number = (name: string, text: string) =>
		new RegExp(`(?:^|;)${name}=(\\d+)`).exec(text)?.[1];
	return (
		names(detail) === names(found) &&
		["pages", "rows", "hidden"].every(
			(name) =>
				number(name, detail) === undefined ||
				number(name, detail) === number(name, found),
		)
	);
}
