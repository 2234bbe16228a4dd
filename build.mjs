/** Builds everything into dist/, or only the targets named: `node build.mjs [extension|snippet|admin|server …]`. */
import { cp, mkdir, rm, writeFile } from "node:fs/promises";
import { build } from "vite";

const PDFJS = "node_modules/pdfjs-dist";

/** The viewer is built once and copied to both sides, so that they show a document with the same code. */
async function buildViewer() {
	await rm("dist/viewer", { recursive: true, force: true });
	for (const mode of ["viewer-pdf", "viewer-sheet"]) await run(mode);
	for (const page of ["pdf.html", "sheet.html"])
		await cp(`viewer/${page}`, `dist/viewer/${page}`);
	for (const folder of ["cmaps", "standard_fonts", "iccs", "wasm"]) {
		await cp(`${PDFJS}/${folder}`, `dist/viewer/${folder}`, {
			recursive: true,
			// quickjs runs a document's own scripts: left out, so that it cannot.
			filter: (file) => !/quickjs|LICENSE/i.test(file),
		});
	}
}

const targets = {
	async extension() {
		await rm("dist/extension", { recursive: true, force: true });
		await run("extension");
		for (const mode of ["content", "administrator-page"]) await run(mode);
		await cp("manifest.json", "dist/extension/manifest.json");
		await cp("extension/icons", "dist/extension/icons", { recursive: true });
		for (const file of ["defaults.json", "managed-schema.json"])
			await cp(`extension/${file}`, `dist/extension/${file}`);
		await cp("dist/viewer", "dist/extension/viewer", { recursive: true });
	},
	async snippet() {
		await rm("dist/snippet", { recursive: true, force: true });
		await run("snippet");
		await run("loader");
		await cp("snippet/docside.d.ts", "dist/snippet/docside.d.ts");
		await cp("dist/viewer", "dist/snippet/viewer", { recursive: true });
	},
	async admin() {
		await rm("dist/admin", { recursive: true, force: true });
		await run("admin");
	},
	async server() {
		await rm("dist/server", { recursive: true, force: true });
		await run("server");
	},
	/** The page and the program behind `npm run corpus`. */
	async corpus() {
		await rm("dist/corpus", { recursive: true, force: true });
		await run("corpus-page");
		await run("corpus");
		await cp("dist/viewer", "dist/corpus/viewer", { recursive: true });
	},
	/** A bare panel around the viewer, for `npm run corpus` and the viewer's tests. */
	async bare() {
		await rm("dist/bare", { recursive: true, force: true });
		await run("bare");
		await cp("dist/viewer", "dist/bare/viewer", { recursive: true });
	},
	/** The pages and the programs behind `npm run bench`. */
	async bench() {
		await rm("dist/bench", { recursive: true, force: true });
		await run("bench-page");
		await run("bench");
		await cp("dist/viewer", "dist/bench/viewer", { recursive: true });
	},
};

async function run(mode) {
	const start = Date.now();
	try {
		await build({ mode, logLevel: "warn" });
	} catch (error) {
		console.error(`"${mode}" could not be built. ${error.message}`);
		process.exit(1);
	}
	console.error(`  built ${mode} in ${Date.now() - start} ms`);
}

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !Object.hasOwn(targets, name));
if (unknown.length > 0) {
	console.error(
		`There is no target "${unknown.join(" ")}". Targets: ${Object.keys(targets).join(", ")}.`,
	);
	process.exit(1);
}
await mkdir("dist", { recursive: true });
const names = asked.length > 0 ? asked : Object.keys(targets);
if (names.some((name) => name !== "server" && name !== "admin"))
	await buildViewer();
for (const name of names) {
	await targets[name]();
	// The last thing written: what is newer than this has not been built.
	await writeFile(`dist/${name}/built`, "");
}
