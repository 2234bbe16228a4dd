import { symlinkSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { call, SETTINGS, startTestServer, temporaryFolder } from "./running.ts";

const SCRIPT = "export const words = 'a long file';\n".repeat(200);

function snippetFolder(): string {
	return temporaryFolder({
		"docside.js": SCRIPT,
		"frame.html": "<!doctype html><title>frame</title>",
		"other.html": "<!doctype html><title>other</title>",
		"viewer/pdf.html": "<!doctype html><title>pdf</title>",
		"viewer/wasm/openjpeg.wasm": "\0asm",
		"viewer/cmaps/UniJIS-UCS2-H.bcmap": "map",
		"assets/panel-Ab3_-9xZ.js": SCRIPT,
		"assets/plain.css": "a{}",
		"assets/page-snippets.js": "",
		".env": "SECRET=1",
	});
}

/** A request whose path is sent exactly as written. */
function rawGet(
	port: number,
	path: string,
	headers: Record<string, string> = {},
): Promise<{
	status: number | undefined;
	headers: Record<string, unknown>;
	body: Buffer;
}> {
	return new Promise((resolve, reject) => {
		request({ port, host: "127.0.0.1", path, headers }, (response) => {
			const pieces: Buffer[] = [];
			response.on("data", (piece: Buffer) => pieces.push(piece));
			response.on("end", () =>
				resolve({
					status: response.statusCode,
					headers: response.headers,
					body: Buffer.concat(pieces),
				}),
			);
		})
			.on("error", reject)
			.end();
	});
}

describe("the snippet's files", () => {
	it("come with their types and the headers a frame of opaque origin needs", async () => {
		const server = await startTestServer({ static: snippetFolder() });
		for (const [path, type] of [
			["/docside.js", "text/javascript; charset=utf-8"],
			["/assets/plain.css", "text/css; charset=utf-8"],
			["/viewer/wasm/openjpeg.wasm", "application/wasm"],
			["/viewer/cmaps/UniJIS-UCS2-H.bcmap", "application/octet-stream"],
		]) {
			const { status, headers } = await call(server, path ?? "");
			expect(status).toBe(200);
			expect(Object.fromEntries(headers)).toMatchObject({
				"content-type": type,
				"x-content-type-options": "nosniff",
				"cross-origin-resource-policy": "cross-origin",
				"access-control-allow-origin": "*",
				"referrer-policy": "no-referrer",
			});
			expect(headers.has("strict-transport-security")).toBe(false);
		}
	});

	it("are kept for good only where the name changes with the content", async () => {
		const server = await startTestServer({ static: snippetFolder() });
		const kept = async (path: string) =>
			(await call(server, path)).headers.get("cache-control");
		expect(await kept("/assets/panel-Ab3_-9xZ.js")).toBe(
			"public, max-age=31536000, immutable",
		);
		for (const path of ["/docside.js", "/assets/plain.css", "/viewer/pdf.html"])
			expect(await kept(path)).toBe("no-cache");
	});

	it("are not sent again to who has them", async () => {
		const server = await startTestServer({ static: snippetFolder() });
		const etag = (await call(server, "/docside.js")).headers.get("etag") ?? "";
		for (const known of [etag, `W/${etag}`, `"x", ${etag}`, "*"]) {
			const { status } = await call(server, "/docside.js", {
				headers: { "If-None-Match": known },
			});
			expect(status, known).toBe(304);
		}
		const other = await call(server, "/docside.js", {
			headers: { "If-None-Match": '"x"' },
		});
		expect(other.status).toBe(200);
	});

	it("are compressed as the caller can read them", async () => {
		const server = await startTestServer({ static: snippetFolder() });
		const get = (accepted: string) =>
			rawGet(server.port, "/docside.js", { "Accept-Encoding": accepted });
		for (const [accepted, encoding, read] of [
			["gzip, deflate, br", "br", brotliDecompressSync],
			["gzip, br;q=0", "gzip", gunzipSync],
			["", undefined, (body: Buffer) => body],
		] as const) {
			const { headers, body } = await get(accepted);
			expect(headers["content-encoding"]).toBe(encoding);
			expect(headers.vary).toBe("Accept-Encoding");
			expect(read(body).toString()).toBe(SCRIPT);
		}
	});

	it("answer to GET and HEAD alone", async () => {
		const server = await startTestServer({ static: snippetFolder() });
		const head = await call(server, "/docside.js", { method: "HEAD" });
		expect(head.status).toBe(200);
		expect(await head.text()).toBe("");
		for (const method of ["POST", "PUT", "DELETE", "OPTIONS"])
			expect((await call(server, "/docside.js", { method })).status).toBe(405);
	});

	it("say Strict-Transport-Security when a trusted proxy was reached by TLS", async () => {
		const server = await startTestServer({ proxies: 1 });
		const { headers } = await call(server, "/health", {
			headers: { "X-Forwarded-Proto": "https" },
		});
		expect(headers.get("strict-transport-security")).toBe("max-age=31536000");
	});

	it("cannot be left by any spelling of a path", async () => {
		const parent = temporaryFolder({
			"docside-outside.txt": "outside",
			"snippet/docside.js": SCRIPT,
			"snippet/viewer/pdf.html": "<!doctype html>",
			"snippet/.env": "SECRET=1",
		});
		const folder = join(parent, "snippet");
		symlinkSync("/etc/passwd", join(folder, "link.txt"));
		const server = await startTestServer({ static: folder });
		for (const path of [
			"/../docside-outside.txt",
			"/viewer/../../docside-outside.txt",
			"/%2e%2e/docside-outside.txt",
			"/%2e%2e%2fdocside-outside.txt",
			"/..%2fdocside-outside.txt",
			"/..%5cdocside-outside.txt",
			"/..\\docside-outside.txt",
			"/....//docside-outside.txt",
			"/.%00./docside-outside.txt",
			"/%252e%252e%252fdocside-outside.txt",
			"/..;/docside-outside.txt",
			"/%c0%ae%c0%ae/docside-outside.txt",
			"//etc/passwd",
			"/etc/passwd",
			"/file:///etc/passwd",
			"http://127.0.0.1/etc/passwd",
			"/link.txt",
			"/.env",
			"/",
			"/viewer",
			"/viewer/",
			"/constructor",
			"/__proto__",
			"/%",
		]) {
			const { status, body } = await rawGet(server.port, path);
			expect([400, 404], path).toContain(status);
			expect(body.toString(), path).toMatch(/^\{"error":/);
		}
	});

	it("are refused a Host header that is none", async () => {
		const server = await startTestServer({ static: snippetFolder() });
		for (const host of ["a b", "x;script-src *", "x/y", "x@y", "x:y", "-"]) {
			const { status } = await rawGet(
				server.port,
				"/frame.html?group=acme&site=production",
				{ Host: host },
			);
			expect(status, host).toBe(400);
		}
	});
});

describe("the frame's page", () => {
	const path = "/frame.html?group=acme&site=production";

	it("may be held by the group's sites alone and reaches this server alone", async () => {
		const server = await startTestServer({ static: snippetFolder() });
		const { headers } = await call(server, path);
		const o = server.url;
		expect(headers.get("content-security-policy")).toBe(
			`default-src 'none'; script-src ${o}; style-src ${o}; img-src ${o} blob: data:; font-src ${o}; connect-src ${o} ${o.replace("http", "ws")}; frame-src ${o} blob:; worker-src ${o} blob:; form-action 'none'; base-uri 'none'; frame-ancestors https://www.acme.example http://www.acme.example`,
		);
		expect(headers.get("cross-origin-embedder-policy")).toBe("require-corp");
	});

	describe("of a company with a logo", () => {
		async function framed(logoUrl: string | null, path: string) {
			const server = await startTestServer({
				static: snippetFolder(),
				settings: join(
					temporaryFolder({
						"s.json": JSON.stringify({
							...SETTINGS,
							branding: { accent: null, logoUrl },
						}),
					}),
					"s.json",
				),
			});
			const { headers } = await call(server, path);
			const images = / img-src ([^;]*);/.exec(
				headers.get("content-security-policy") ?? "",
			)?.[1];
			return {
				images: images?.replace(server.url, "SELF"),
				embedder: headers.get("cross-origin-embedder-policy"),
				etag: headers.get("etag"),
			};
		}

		it("may ask that host alone, and for pictures alone", async () => {
			const logo = "https://cdn.acme.example:8443/logo.svg?v=1";
			expect(await framed(logo, path)).toMatchObject({
				images: "SELF blob: data: https://cdn.acme.example:8443",
				embedder: "credentialless",
			});
		});

		it("stays with require-corp in a page that is known to isolate itself", async () => {
			const logo = "https://cdn.acme.example/logo.svg";
			expect(await framed(logo, `${path}&isolated=`)).toMatchObject({
				embedder: "require-corp",
			});
		});

		it("lets no address write into the policy", async () => {
			expect(
				await framed("https://x;connect-src/logo.svg", path),
			).toMatchObject({
				images: "SELF blob: data:",
				embedder: "require-corp",
			});
		});

		it("is another page when the logo's host is another one", async () => {
			const etags = await Promise.all(
				[null, "https://a.example/l.svg", "https://b.example/l.svg"].map(
					async (logo) => (await framed(logo, path)).etag,
				),
			);
			expect(new Set(etags).size).toBe(3);
		});
	});

	it("names the public address where one is configured", async () => {
		const server = await startTestServer({
			static: snippetFolder(),
			publicUrl: "https://share.example.org",
		});
		const { headers } = await call(server, path);
		expect(headers.get("content-security-policy")).toContain(
			"connect-src https://share.example.org wss://share.example.org;",
		);
	});

	it("may be held by nobody when the group has no sites", async () => {
		const settings = join(
			temporaryFolder({ "s.json": JSON.stringify({ ...SETTINGS, sites: [] }) }),
			"s.json",
		);
		const server = await startTestServer({ static: snippetFolder(), settings });
		const { headers } = await call(server, path);
		expect(headers.get("content-security-policy")).toMatch(
			/frame-ancestors 'none'$/,
		);
	});

	it.each([
		"/frame.html",
		"/frame.html?group=&site=production",
		"/frame.html?group=other&site=production",
		"/frame.html?group=acme&site=other",
		"/frame.html?group=__proto__",
	])(
		"%s may stand anywhere, to say that the site is not set up",
		async (wrong) => {
			const server = await startTestServer({ static: snippetFolder() });
			const response = await call(server, wrong);
			expect(response.status).toBe(200);
			expect(response.headers.get("content-security-policy")).toMatch(
				/frame-ancestors https: http:$/,
			);
		},
	);
});

it("seals the viewer's pages off from every network", async () => {
	const server = await startTestServer({ static: snippetFolder() });
	const { headers } = await call(server, "/viewer/pdf.html");
	const o = server.url;
	expect(headers.get("content-security-policy")).toBe(
		`default-src 'none'; script-src ${o} 'wasm-unsafe-eval' blob:; worker-src blob:; style-src ${o} 'unsafe-inline'; img-src blob: data:; font-src data: blob:; connect-src 'none'; form-action 'none'; base-uri 'none'; sandbox allow-scripts`,
	);
});
