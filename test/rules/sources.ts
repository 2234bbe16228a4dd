import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** The folders that hold the product. `admin` is planned: its rule waits for it. */
export const FOLDERS = [
	"admin",
	"demo",
	"extension",
	"look",
	"panel",
	"policy",
	"session",
	"signaling",
	"snippet",
	"viewer",
	"words",
];

export type Import = {
	/** As written. */
	specifier: string;
	/** Path from the root for one of our own files, without `?…`; undefined for a package. */
	own: string | undefined;
};

export type Source = {
	/** Path from the root. */
	path: string;
	folder: string;
	/** Without comments. */
	code: string;
	imports: Import[];
};

/** Every module below the folders. */
export function readSources(folders: readonly string[]): Source[] {
	return folders.flatMap((folder) =>
		filesBelow(folder)
			.filter((path) => /\.(ts|tsx|mjs)$/.test(path))
			.map((path) => parseSource(path, readFileSync(join(ROOT, path), "utf8"))),
	);
}

/** Reads the imports of a module. Texts are told from comments, nothing else is parsed. */
export function parseSource(path: string, text: string): Source {
	const code = text.replace(
		/("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`)|\/\*[\s\S]*?\*\/|(?<!:)\/\/.*$/gm,
		(_, quoted?: string) => quoted ?? "",
	);
	const found = code.matchAll(
		/(?:^|[\s;}])(?:import|export)\s+(?:[^"'`;()]*?\sfrom\s*)?["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']|\bnew URL\(\s*["'](\.[^"']*\.(?:ts|tsx))["']/g,
	);
	const imports = [...found].map((match) => {
		const specifier = match[1] ?? match[2] ?? match[3] ?? "";
		const own = specifier.startsWith(".")
			? normalize(join(dirname(path), specifier.replace(/\?.*$/, "")))
			: undefined;
		return { specifier, own };
	});
	return { path, folder: path.split("/")[0] ?? "", code, imports };
}

/** `@scope/name` or `name` of a package import. */
export function packageOf(specifier: string): string {
	return /^(@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier;
}

function filesBelow(folder: string): string[] {
	try {
		return readdirSync(join(ROOT, folder), {
			recursive: true,
			withFileTypes: true,
		})
			.filter((entry) => entry.isFile())
			.map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length));
	} catch {
		// Not written yet.
		return [];
	}
}
