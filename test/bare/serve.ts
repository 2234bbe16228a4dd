import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

const BARE = fileURLToPath(new URL("../../dist/bare/", import.meta.url));

const TYPES: Readonly<Record<string, string>> = {
	".html": "text/html; charset=utf-8",
	".js": "text/javascript; charset=utf-8",
	".css": "text/css; charset=utf-8",
	".wasm": "application/wasm",
};

export type BareServer = {
	/** Ends in a slash. */
	url: string;
	/** Served under `given/<key>`: how a test hands bytes to the page. */
	given: Map<string, Uint8Array<ArrayBuffer>>;
	close(): void;
};

/**
 * Serves `dist/bare` as the snippet's server serves its own files: the viewer's pages get the policy that seals them.
 * Needs `node build.mjs bare` first.
 */
export async function serveBare(folder = BARE): Promise<BareServer> {
	if (!existsSync(join(folder, "viewer")))
		throw new Error(`${folder} is missing: run node build.mjs first`);
	const given: BareServer["given"] = new Map();
	const server = createServer(async (request, response) => {
		const { pathname, origin } = new URL(request.url ?? "/", url);
		const path = normalize(decodeURIComponent(pathname)).slice(1);
		response.setHeader("access-control-allow-origin", "*");
		response.setHeader("cache-control", "no-store");
		if (path === "favicon.ico") {
			response.writeHead(204).end();
			return;
		}
		try {
			const bytes = path.startsWith("given/")
				? given.get(path.slice("given/".length))
				: await readFile(join(folder, path));
			if (!bytes) throw new Error("not given");
			if (/^viewer\/\w+\.html$/.test(path))
				response.setHeader("content-security-policy", sealedPolicy(origin));
			const type = TYPES[extname(path)] ?? "application/octet-stream";
			response.setHeader("content-type", type);
			response.end(bytes);
		} catch {
			response.statusCode = 404;
			response.end();
		}
	});
	await new Promise<void>((resolve) =>
		server.listen(0, "127.0.0.1", () => resolve()),
	);
	const address = server.address();
	if (address === null || typeof address === "string")
		throw new Error("the server has no port");
	const url = `http://127.0.0.1:${address.port}/`;
	return {
		url,
		given,
		close() {
			server.closeAllConnections();
			server.close();
		},
	};
}

/** What a sealed frame may do: run our scripts, start a worker from a blob, nothing on any network. */
function sealedPolicy(self: string): string {
	return [
		"default-src 'none'",
		`script-src ${self} 'wasm-unsafe-eval' blob:`,
		"worker-src blob:",
		`style-src ${self} 'unsafe-inline'`,
		"img-src blob: data:",
		"font-src data: blob:",
		"connect-src 'none'",
		"base-uri 'none'",
		"form-action 'none'",
		"sandbox allow-scripts",
	].join("; ");
}
