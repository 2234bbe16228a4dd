/** A site of its own for the tests: one page with the tag, and documents that are there, gone, or not what they say. */
import { createServer } from "node:http";
import { makeTextPdf } from "../fixtures/make-pdf.ts";
import { changeSettings } from "./demo-settings.ts";
import { PATIENCE, type Room } from "./room.ts";

export type Site = {
	/** Without a slash at the end. */
	address: string;
	/** Paths that were asked for, with the cookie they were asked with. */
	asked: { path: string; cookie: string }[];
	close(): void;
};

export const TERMS = makeTextPdf(12);

/** Serves the site and lets the demo's group be used on it. */
export async function openSite(room: Room): Promise<Site> {
	const asked: Site["asked"] = [];
	const server = createServer((request, response) => {
		const path = request.url ?? "";
		if (path !== "/favicon.ico")
			asked.push({ path, cookie: request.headers.cookie ?? "" });
		switch (path) {
			case "/":
				response.setHeader("content-type", "text/html");
				response.setHeader("set-cookie", "visitor=robin; HttpOnly");
				return response.end(page(room.demo.server));
			case "/strict":
				response.setHeader("content-type", "text/html");
				response.setHeader(
					"content-security-policy",
					`default-src 'none'; script-src ${room.demo.server}; frame-src ${room.demo.server}`,
				);
				return response.end(page(room.demo.server));
			case "/documents/Terms.pdf":
				response.setHeader("content-type", "application/pdf");
				return response.end(TERMS);
			case "/documents/4711":
				response.setHeader("content-type", "application/pdf");
				return response.end(TERMS);
			case "/documents/login.pdf":
				response.setHeader("content-type", "text/html");
				return response.end("<!doctype html><title>Sign in</title>");
			case "/documents/large.pdf":
				response.setHeader("content-length", 104_857_601);
				return response.write("%PDF-1.7");
			case "/documents/slow.pdf":
				return response.write("%PDF-1.7");
			case "/favicon.ico":
				response.statusCode = 204;
				return response.end();
			default:
				response.statusCode = 404;
				return response.end("Not here");
		}
	});
	await new Promise<void>((resolve) =>
		server.listen(0, "127.0.0.1", () => resolve()),
	);
	const bound = server.address();
	if (bound === null || typeof bound === "string") throw new Error("port");
	const address = `http://localhost:${bound.port}`;
	await changeSettings(room.demo, { sites: [room.demo.site, address] });
	return {
		address,
		asked,
		close() {
			server.closeAllConnections();
			server.close();
		},
	};
}

const page = (server: string) => `<!doctype html>
<html lang="en"><title>A shop</title>
<script src="${server}/docside.js" data-group="demo" data-site="production"></script>
<button data-docside="start">Share documents with an agent</button>
${["Terms.pdf", "4711", "missing.pdf", "login.pdf", "large.pdf", "slow.pdf"]
	.map(
		(name) =>
			`<p><a href="/documents/${name}" data-docside="open"><b>Our ${name}</b></a></p>`,
	)
	.join("")}
<p><a href="/documents/missing.pdf" target="_blank" data-docside="open">Elsewhere</a></p>
</html>`;

/** Fresh pages, the visitor's on the site. */
export async function visit(room: Room, site: Site): Promise<void> {
	await room.renew();
	await room.visitor.page.goto(site.address, { timeout: PATIENCE });
}
