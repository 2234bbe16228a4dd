import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { extname, join, relative, sep } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const MAX_FILES = 5_000;
const MAX_FOLDER_BYTES = 134_217_728;
/** Smaller bodies do not gain from it. */
const MIN_COMPRESSED_BYTES = 1_024;

const TYPES: Readonly<Record<string, string>> = {
	".html": "text/html; charset=utf-8",
	".js": "text/javascript; charset=utf-8",
	".mjs": "text/javascript; charset=utf-8",
	".css": "text/css; charset=utf-8",
	".json": "application/json; charset=utf-8",
	".map": "application/json; charset=utf-8",
	".svg": "image/svg+xml",
	".txt": "text/plain; charset=utf-8",
	// The types of `window.Docside`. A browser would take a guessed type for a film.
	".ts": "text/plain; charset=utf-8",
	".wasm": "application/wasm",
	".png": "image/png",
	".ico": "image/x-icon",
	".webp": "image/webp",
	".woff2": "font/woff2",
	".ttf": "font/ttf",
	".webmanifest": "application/manifest+json",
};
const ALREADY_COMPRESSED = new Set([".png", ".webp", ".woff2"]);
/** Vite's names end in eight characters of a hash. Eight small letters are rather a word. */
const HASHED =
	/^\/(?:.*\/)?assets\/[^/]*-(?![a-z]{8}\.)[A-Za-z0-9_-]{8}\.[a-z0-9]+$/;

export type Encoding = "br" | "gzip" | "identity";

export interface StaticFile {
	readonly type: string;
	/** Strong, for the plain body. */
	readonly digest: string;
	/** Its name changes with its content, so it may be kept for good. */
	readonly hashed: boolean;
	readonly compressible: boolean;
	/** The body; compressed ones are made once, on first use. */
	body(encoding: Encoding): Promise<Buffer>;
}

/**
 * Reads a built folder into memory, so that a request is a look-up of an exact name and nothing outside the folder can
 * be reached by any spelling. Throws when the folder cannot be read or is larger than a snippet can be.
 */
export function readStaticFolder(
	folder: string,
): ReadonlyMap<string, StaticFile> {
	const files = new Map<string, StaticFile>();
	let bytes = 0;
	const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
	for (const entry of entries) {
		// A symbolic link is no file here: it could lead anywhere.
		if (!entry.isFile() || entry.name.startsWith(".")) continue;
		const path = join(entry.parentPath, entry.name);
		const body = readFileSync(path);
		bytes += body.length;
		if (files.size >= MAX_FILES || bytes > MAX_FOLDER_BYTES)
			throw new Error(`The folder ${folder} is too large to be a snippet.`);
		const name = `/${relative(folder, path).split(sep).join("/")}`;
		files.set(name, staticFile(name, body));
	}
	return files;
}

function staticFile(name: string, plain: Buffer): StaticFile {
	const ending = extname(name).toLowerCase();
	const made = new Map<Encoding, Promise<Buffer>>();
	return {
		type: TYPES[ending] ?? "application/octet-stream",
		digest: createHash("sha256").update(plain).digest("base64url").slice(0, 27),
		hashed: HASHED.test(name),
		compressible:
			plain.length >= MIN_COMPRESSED_BYTES && !ALREADY_COMPRESSED.has(ending),
		body(encoding) {
			if (encoding === "identity") return Promise.resolve(plain);
			const known = made.get(encoding) ?? compress(plain, encoding);
			made.set(encoding, known);
			return known;
		},
	};
}

function compress(plain: Buffer, encoding: "br" | "gzip"): Promise<Buffer> {
	if (encoding === "gzip") return promisify(gzip)(plain, { level: 9 });
	return promisify(brotliCompress)(plain, {
		// 9 of 11: the last two levels take ten times as long for one percent.
		params: { [constants.BROTLI_PARAM_QUALITY]: 9 },
	});
}
