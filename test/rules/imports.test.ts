import { describe, expect, it } from "vitest";
import {
	FOLDERS,
	packageOf,
	parseSource,
	readSources,
	type Source,
} from "./sources.ts";

const SCREENS = ["look", "words", "session", "policy", "viewer/port.ts"];

/** Whom a folder may import, besides itself: a folder, or one file of it. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
	policy: [],
	look: [],
	words: [],
	session: ["policy"],
	// The viewer knows documents and no session: of `session` it has the words of its port, and no network.
	viewer: [
		"look",
		"words",
		"policy/kinds.ts",
		"session/place.ts",
		"session/row-map.ts",
		"session/source.ts",
	],
	panel: SCREENS,
	extension: [...SCREENS, "panel"],
	snippet: [...SCREENS, "panel"],
	admin: SCREENS,
	signaling: ["policy"],
	// Its seed sets the group up by the account's own code.
	demo: ["policy", "signaling/account"],
};

/** Where a package may be imported. One that is not here may be imported nowhere. */
const HOMES: Readonly<Record<string, readonly string[]>> = {
	"@libsql/client": ["signaling/account/store.ts"],
	"@noble/curves": ["session/"],
	// Besides the session's: the digests of an old workbook's encryption.
	"@noble/hashes": ["session/", "viewer/sheet/"],
	chardet: ["viewer/sheet/"],
	// The demo writes its own workbook, the viewer unpacks other people's.
	fflate: ["viewer/sheet/", "demo/documents/"],
	filenamify: ["session/"],
	"openid-client": ["signaling/account/oidc-provider.ts"],
	papaparse: ["viewer/sheet/"],
	"pdfjs-dist": ["viewer/pdf/"],
	peerjs: ["session/peer-link.ts"],
	preact: ["look/", "panel/", "viewer/", "extension/", "snippet/", "admin/"],
	valibot: [
		"policy/",
		"session/",
		"signaling/",
		"viewer/",
		"panel/",
		"extension/",
		"snippet/",
		"admin/",
	],
	"webextension-polyfill": ["extension/browser.ts"],
	ws: ["signaling/"],
	xlsx: ["viewer/sheet/"],
};

const ON_NODE = ["signaling", "demo"];

const sources = readSources(FOLDERS);

/** One line for each broken rule, for a message that says what to do. */
function broken(rule: (source: Source) => string[], among = sources): string[] {
	return among.flatMap((source) =>
		rule(source).map((what) => `${source.path}: ${what}`),
	);
}

function forbiddenFolders({ folder, imports }: Source): string[] {
	const allowed = [folder, ...(MAY_IMPORT[folder] ?? [])];
	return imports
		.flatMap(({ own }) => own ?? [])
		.filter(
			(own) => !allowed.some((one) => own === one || own.startsWith(`${one}/`)),
		)
		.map((own) => `may not import ${own}`);
}

function strayPackages({ path, folder, imports }: Source): string[] {
	return imports
		.filter(({ own, specifier }) => own === undefined && specifier !== "")
		.filter(({ specifier }) => {
			if (specifier.startsWith("node:")) return !ON_NODE.includes(folder);
			const homes = HOMES[packageOf(specifier)] ?? [];
			return !homes.some((home) => path.startsWith(home));
		})
		.map(({ specifier }) => `${specifier} has its home elsewhere`);
}

describe("who may import whom", () => {
	it("reads imports of every form, and none from comments or texts", () => {
		const { imports } = parseSource(
			"viewer/pdf/x.ts",
			`import a, { type B } from "./a.ts";
			import type { C } from '../c.ts';
			import "./side.css";
			export { d } from "peerjs";
			// import "./commented.ts";
			/* import "./also.ts"; */
			const url = "https://example.org"; const e = await import("./e.ts?worker");
			const worker = new URL("./worker.ts", import.meta.url);`,
		);
		expect(imports.map(({ own, specifier }) => own ?? specifier)).toEqual([
			"viewer/pdf/a.ts",
			"viewer/c.ts",
			"viewer/pdf/side.css",
			"peerjs",
			"viewer/pdf/e.ts",
			"viewer/pdf/worker.ts",
		]);
	});

	it("notices a forbidden import", () => {
		const stray = parseSource(
			"policy/x.ts",
			'import { a } from "../session/a.ts";\nimport { Peer } from "peerjs";',
		);
		expect(forbiddenFolders(stray)).toEqual(["may not import session/a.ts"]);
		expect(strayPackages(stray)).toEqual(["peerjs has its home elsewhere"]);
	});

	it("has something to look at", () => {
		expect(sources.length).toBeGreaterThan(20);
		expect(sources.flatMap(({ imports }) => imports).length).toBeGreaterThan(
			50,
		);
	});

	it("lets a folder import only what stands below it in the design", () => {
		expect(broken(forbiddenFolders)).toEqual([]);
	});

	it("keeps each library in its one home, and Node out of the browser", () => {
		expect(broken(strayPackages)).toEqual([]);
	});

	it("has no circle between folders", () => {
		const reaches = (from: string, seen = new Set<string>()): Set<string> => {
			for (const { folder, imports } of sources) {
				if (folder !== from) continue;
				for (const { own } of imports) {
					const to = own?.split("/")[0];
					if (to === undefined || to === from || seen.has(to)) continue;
					seen.add(to);
					reaches(to, seen);
				}
			}
			return seen;
		};
		expect(FOLDERS.filter((folder) => reaches(folder).has(folder))).toEqual([]);
	});

	it("has no file that only passes on what others have", () => {
		expect(
			broken(({ path, code, imports }) => {
				const own = code
					.replace(/^\s*(?:import|export)\s[^;]*?from\s*["'][^"']*["'];?/gm, "")
					.trim();
				const wrong = [];
				if (/(^|\/)index\.tsx?$/.test(path)) wrong.push("is called index");
				if (/export\s*\*/.test(code)) wrong.push("exports everything");
				const passesOn = imports.every(({ own }) => own !== undefined);
				if (own === "" && passesOn) wrong.push("has nothing of its own");
				return wrong;
			}),
		).toEqual([]);
	});

	it("writes every own import with its extension", () => {
		const all = [...sources, ...readSources(["test"])];
		expect(
			broken(
				({ imports }) =>
					imports
						.filter(({ own }) => own !== undefined && !/\.[a-z]+$/.test(own))
						.map(({ specifier }) => `${specifier} has no extension`),
				all,
			),
		).toEqual([]);
	});
});
