import { fileURLToPath } from "node:url";
import type { UserConfig } from "vite";
import { defineConfig } from "vitest/config";
import { flatPageTree } from "./viewer/pdf/flat-page-tree.ts";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** A classic script in one file: for pages that cannot load modules (an opaque origin, somebody else's page). */
function script(entry: string, folder: string, file: string): UserConfig {
	return {
		build: {
			outDir: folder,
			emptyOutDir: false,
			copyPublicDir: false,
			cssCodeSplit: false,
			lib: {
				entry: at(entry),
				formats: ["iife"],
				name: "docside",
				fileName: () => `${file}.js`,
				cssFileName: file,
			},
		},
		worker: { plugins: () => [flatPageTree()] },
		define: {
			"process.env.NODE_ENV": '"production"',
			// A classic script has none; pdf.js only uses it in Node.
			"import.meta.url": '""',
		},
	};
}

/** Pages and module scripts, split into chunks under assets/. */
function pages(root: string, folder: string, input: string[]): UserConfig {
	return {
		root: at(root),
		base: "./",
		build: {
			outDir: at(folder),
			emptyOutDir: false,
			copyPublicDir: false,
			modulePreload: { polyfill: false },
			rollupOptions: {
				input: Object.fromEntries(
					input.map((name) => [
						name.replace(/\.\w+$/, ""),
						at(`${root}/${name}`),
					]),
				),
				output: {
					entryFileNames: (chunk) =>
						chunk.name === "background"
							? "background.js"
							: "assets/[name]-[hash].js",
				},
			},
		},
	};
}

/** Programs for Node, by their names. */
function programs(folder: string, input: Record<string, string>): UserConfig {
	return {
		build: {
			ssr: true,
			outDir: folder,
			emptyOutDir: false,
			copyPublicDir: false,
			rollupOptions: {
				input: Object.fromEntries(
					Object.entries(input).map(([name, entry]) => [name, at(entry)]),
				),
				// Every piece ends in .mjs, so that Node knows it wherever the folder is copied to.
				output: {
					entryFileNames: "[name].mjs",
					chunkFileNames: "[name]-[hash].mjs",
				},
			},
		},
	};
}

/** What is built, chosen by `--mode`. Any other mode is a test run. */
const targets: Record<string, UserConfig> = {
	"viewer-pdf": script("viewer/pdf/main.tsx", "dist/viewer", "pdf"),
	"viewer-sheet": script("viewer/sheet/main.tsx", "dist/viewer", "sheet"),
	extension: pages("extension", "dist/extension", [
		"panel.html",
		"options.html",
		"background.ts",
	]),
	content: script("extension/content.ts", "dist/extension", "content"),
	"administrator-page": script(
		"extension/administrator-page.ts",
		"dist/extension",
		"administrator-page",
	),
	snippet: pages("snippet", "dist/snippet", ["frame.html"]),
	loader: script("snippet/loader.ts", "dist/snippet", "docside"),
	admin: pages("admin", "dist/admin", ["index.html"]),
	bare: pages("test/bare", "dist/bare", ["bare.html"]),
	server: programs("dist/server", {
		signaling: "signaling/main.ts",
		demo: "demo/main.ts",
		"demo-seed": "demo/seed.ts",
		account: "signaling/account/command.ts",
	}),
	"corpus-page": pages("test/corpus", "dist/corpus", ["corpus.html"]),
	corpus: programs("dist/corpus", { corpus: "test/corpus/main.ts" }),
	"bench-page": pages("test/bench", "dist/bench", ["bench.html"]),
	bench: programs("dist/bench", {
		bench: "test/bench/main.ts",
		"udp-path": "test/bench/udp-path.ts",
	}),
};

const ALL = "test/**/*.test.{ts,tsx}";
const BUILD = "test/build.mjs";
/** Tests that open a browser, mostly one page each. */
const BROWSER = [
	"test/viewer/**/*.test.{ts,tsx}",
	"test/*/browser.test.ts",
	"test/*/*.browser.test.ts",
	"test/admin/**/*.test.ts",
];
const FLOWS = [
	"test/browser/**/*.test.ts",
	"test/demo/**/*.test.ts",
	"test/corpus/**/*.test.ts",
];

/** Projects with a higher order begin when those before are through. */
function project(groupOrder: number, name: string, test: ProjectTests) {
	return {
		extends: true as const,
		test: { name, sequence: { groupOrder }, ...test },
	};
}

type ProjectTests = {
	include: string[];
	exclude?: string[];
	globalSetup?: string;
	fileParallelism?: boolean;
};

export default defineConfig(({ mode }) => {
	const shared: UserConfig = {
		oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
	};
	const target = targets[mode];
	if (target) return { ...shared, ...target };
	return {
		...shared,
		test: {
			testTimeout: process.env.DOCSIDE_LONG ? 600_000 : 30_000,
			hookTimeout: 120_000,
			maxWorkers: 2,
			projects: [
				project(0, "node", { include: [ALL], exclude: [...BROWSER, ...FLOWS] }),
				project(1, "browser", { include: BROWSER, globalSetup: BUILD }),
				// Whole stories between browsers: one at a time, they measure time and move windows.
				project(2, "flows", {
					include: FLOWS,
					globalSetup: BUILD,
					fileParallelism: false,
				}),
			],
		},
	};
});
