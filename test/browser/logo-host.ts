import { once } from "node:events";
import {
	createServer,
	type IncomingHttpHeaders,
	type RequestListener,
} from "node:http";

const LOGO = `<svg xmlns="http://www.w3.org/2000/svg" width="240" height="80" viewBox="0 0 240 80"><rect width="80" height="80" rx="16" fill="#e2007a"/><circle cx="40" cy="40" r="20" fill="#fff"/><text x="96" y="54" font-family="sans-serif" font-weight="700" font-size="40" fill="#1b1464">Alder</text></svg>`;

/** What a host says about who may show its pictures. */
const SAYS: Readonly<Record<string, Record<string, string>>> = {
	"/silent.svg": {},
	"/cors.svg": { "Access-Control-Allow-Origin": "*" },
	"/corp.svg": { "Cross-Origin-Resource-Policy": "cross-origin" },
};

export type LogoHost = {
	/** Without a slash at the end. It is on another site than the demo's server. */
	url: string;
	/** The headers of what was asked for, newest last. */
	asked: { path: string; headers: IncomingHttpHeaders }[];
	close(): Promise<void>;
};

/** Somebody's server with pictures; on any path that is not in SAYS there is none. */
export async function openLogoHost(): Promise<LogoHost> {
	const asked: LogoHost["asked"] = [];
	const host = await listen("127.0.0.1", ({ url = "", headers }, response) => {
		asked.push({ path: url, headers });
		const says = SAYS[url];
		if (says === undefined) return response.writeHead(404).end();
		response.writeHead(200, {
			"Content-Type": "image/svg+xml",
			"Cache-Control": "no-store",
			"Set-Cookie": "seen=1",
			...says,
		});
		return response.end(LOGO);
	});
	return { ...host, asked };
}

/** A site with the tag that keeps out what does not let itself be embedded. */
export function openIsolatedSite(server: string) {
	return listen("localhost", (_, response) =>
		response
			.writeHead(200, {
				"Content-Type": "text/html",
				"Cross-Origin-Embedder-Policy": "require-corp",
				"Cross-Origin-Opener-Policy": "same-origin",
			})
			.end(
				`<!doctype html><title>A shop</title>
				<script src="${server}/docside.js" data-group="demo"></script>
				<button data-docside="start">Share documents with an agent</button>`,
			),
	);
}

async function listen(name: string, answer: RequestListener) {
	const server = createServer(answer).listen(0, "127.0.0.1");
	await once(server, "listening");
	const address = server.address();
	if (typeof address !== "object" || address === null)
		throw new Error("no port");
	return {
		url: `http://${name}:${address.port}`,
		async close() {
			server.close();
			server.closeAllConnections();
			await once(server, "close");
		},
	};
}
