import { fileURLToPath } from "node:url";
import type { UserConfig } from "vite";
import { defineConfig } from "vitest/config";

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
		define: { "process.env.NODE_ENV": '"production"' },
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
	snippet: pages("snippet", "dist/snippet", ["frame.html"]),
	loader: script("snippet/loader.ts", "dist/snippet", "docside"),
	bare: pages("test/bare", "dist/bare", ["bare.html"]),
	server: {
		build: {
			ssr: true,
			outDir: "dist/server",
			emptyOutDir: false,
			copyPublicDir: false,
			rollupOptions: {
				input: { signaling: at("signaling/main.ts"), demo: at("demo/main.ts") },
				output: { entryFileNames: "[name].mjs" },
			},
		},
	},
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
			include: ["test/**/*.test.{ts,tsx}"],
			testTimeout: 30_000,
			hookTimeout: 120_000,
			maxWorkers: 2,
		},
	};
});
