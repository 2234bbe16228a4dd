/** `docside.d.ts`, as a site that is written in TypeScript uses it: by itself, and as strictly as the compiler can be. */
import { execFile } from "node:child_process";
import { copyFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const at = (path: string) =>
	fileURLToPath(new URL(`../../${path}`, import.meta.url));
const STRICT = {
	compilerOptions: {
		noEmit: true,
		strict: true,
		exactOptionalPropertyTypes: true,
		skipLibCheck: false,
		target: "es2022",
		module: "esnext",
		moduleResolution: "bundler",
		lib: ["es2022", "dom", "dom.iterable"],
		types: [],
	},
};
let folder = "";

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), "docside-types-"));
	await writeFile(join(folder, "tsconfig.json"), JSON.stringify(STRICT));
	await copyFile(at("snippet/docside.d.ts"), join(folder, "docside.d.ts"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What the compiler says of a site's script, a line each; nothing when it is content. */
async function compile(script: string): Promise<string[]> {
	await writeFile(join(folder, "site.ts"), script);
	const tsc = at("node_modules/typescript/bin/tsc");
	try {
		await promisify(execFile)(process.execPath, [tsc, "--pretty", "false"], {
			cwd: folder,
		});
		return [];
	} catch (error) {
		const said: unknown =
			typeof error === "object" && error && Reflect.get(error, "stdout");
		return String(said)
			.split("\n")
			.filter((line) => line.includes("error TS"));
	}
}

describe("the types of Docside", () => {
	it("fit a script that uses all of it", async () => {
		const said = await compile(`
			const leave: () => void = Docside.on("documentShared", ({ sharedBy, name }) => {
				const who: "agent" | "visitor" = sharedBy;
				console.info(who, name.length);
			});
			Docside.on("agents", ({ agents }) => agents.map((name) => name.trim()));
			Docside.on("connection", async ({ state }) => state === "reconnecting");
			Docside.on("documentrequested", (request) => {
				request.signal.addEventListener("abort", () => request.decline());
				return request.accept();
			});
			Docside.beforeShare(async ({ name, kind, size, sharedBy }) =>
				kind === "pdf" && size < 1_000 && sharedBy === "visitor" && name !== ""
					? true
					: { deny: "Only a PDF, please." });
			window.Docside?.start();
			document.querySelector("script")?.addEventListener("documentrequested", (event) => {
				event.preventDefault();
				event.detail.decline();
			});
			document.querySelector("script")?.addEventListener("load", () => leave());
		`);
		expect(said).toEqual([]);
	});

	it.each([
		["an unknown event", 'Docside.on("documentshared", () => {});'],
		[
			"a detail that is not there",
			'Docside.on("sessionend", ({ agent }) => agent);',
		],
		["a check that says false", "Docside.beforeShare(() => false);"],
		[
			"a check that wants the content",
			"Docside.beforeShare((file) => file.bytes);",
		],
		["a part that is not there", "Docside.share();"],
	])("find %s", async (_, script) => {
		const said = await compile(script);
		expect(said).toHaveLength(1);
		expect(said[0]).toMatch(/^site\.ts/);
	});
});
