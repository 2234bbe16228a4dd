/** Chromium, pages with a peer in them, and a stand-in signaling server that can be honest or not. */
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import { build } from "vite";
import { type WebSocket, WebSocketServer } from "ws";
import type {} from "./peer-page.ts";

/** A message on PeerJS's wire. */
export type Wire = {
	type: string;
	src?: string;
	dst?: string;
	payload?: { sdp?: { sdp: string }; [key: string]: unknown };
};

/** What becomes of a message: who gets it, and what it says then. Undefined: nobody. */
export type Deliver = (message: Wire, from: string) => Wire | undefined;

export interface PeerWorld {
	openPage(): Promise<Page>;
	/** Changes what the relay does; honest at first. */
	relay(deliver: Deliver): void;
	/** Says something to a peer as the server. */
	say(to: string, message: unknown): void;
	/** Cuts the peers' sockets. */
	cut(): void;
	/** Tickets of the sockets opened so far. */
	readonly tickets: string[];
	close(): Promise<void>;
}

export const honest: Deliver = (message, from) => ({ ...message, src: from });

export async function openPeerWorld(): Promise<PeerWorld> {
	const script = await buildPage();
	const sockets = new Map<string, WebSocket>();
	const tickets: string[] = [];
	let deliver = honest;
	const server = createServer((request, response) => {
		const isScript = request.url === "/page.js";
		response.setHeader(
			"content-type",
			isScript ? "text/javascript" : "text/html",
		);
		response.end(
			isScript ? script : '<script type="module" src="/page.js"></script>',
		);
	});
	const relay = new WebSocketServer({ server });
	relay.on("connection", (socket, request) => {
		const query = new URL(request.url ?? "/", "http://relay").searchParams;
		const id = query.get("id") ?? "";
		sockets.set(id, socket);
		tickets.push(query.get("token") ?? "");
		socket.send('{"type":"OPEN"}');
		socket.on("message", (text) => {
			const message: Wire = JSON.parse(String(text));
			if (message.type === "HEARTBEAT") return;
			const delivered = deliver(message, id);
			if (delivered === undefined) return;
			const to = sockets.get(delivered.dst ?? "");
			if (to?.readyState === to?.OPEN) to?.send(JSON.stringify(delivered));
			if (to === undefined)
				socket.send(JSON.stringify({ type: "EXPIRE", src: message.dst }));
		});
	});
	await new Promise<void>((resolve) =>
		server.listen(0, "127.0.0.1", () => resolve()),
	);
	const address = server.address();
	if (address === null || typeof address === "string")
		throw new Error("no port");
	const browser: Browser = await chromium.launch({
		executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
		args: [
			"--no-sandbox",
			"--disable-dev-shm-usage",
			// No name service here answers for the names that hide local addresses.
			"--disable-features=WebRtcHideLocalIpsWithMdns",
		],
	});
	return {
		tickets,
		async openPage() {
			const page = await browser.newPage();
			await page.goto(`http://127.0.0.1:${address.port}/`);
			await page.waitForFunction(() => "page" in window);
			return page;
		},
		relay(changed) {
			deliver = changed;
		},
		say: (to, message) => sockets.get(to)?.send(JSON.stringify(message)),
		cut() {
			for (const socket of sockets.values()) socket.terminate();
		},
		async close() {
			await browser.close();
			for (const socket of sockets.values()) socket.terminate();
			server.closeAllConnections();
			server.close();
		},
	};
}

async function buildPage(): Promise<string> {
	const built = await build({
		configFile: false,
		logLevel: "error",
		build: {
			write: false,
			rollupOptions: {
				input: fileURLToPath(new URL("peer-page.ts", import.meta.url)),
			},
		},
	});
	const results = Array.isArray(built) ? built : [built];
	for (const result of results) {
		if (!("output" in result)) continue;
		for (const chunk of result.output)
			if (chunk.type === "chunk" && chunk.isEntry) return chunk.code;
	}
	throw new Error("nothing was built");
}
