/**
 * The least signaling server that PeerJS can be used with: ours takes only what the product needs, and stock PeerJS asks
 * for more.
 */
import { createServer } from "node:http";
import { type WebSocket, WebSocketServer } from "ws";
import { listen } from "./listen.ts";

export type ReferenceSignaling = { url: string; close(): void };

export async function startReferenceSignaling(): Promise<ReferenceSignaling> {
	const server = createServer();
	const sockets = new Map<string, WebSocket>();
	new WebSocketServer({ server }).on("connection", (socket, request) => {
		const query = new URL(request.url ?? "/", "http://here").searchParams;
		const src = query.get("id") ?? "";
		sockets.set(src, socket);
		socket.send('{"type":"OPEN"}');
		socket.on("close", () => sockets.delete(src));
		socket.on("message", (text) => {
			const message: { type: string; dst?: string } = JSON.parse(String(text));
			const to = sockets.get(message.dst ?? "");
			to?.send(JSON.stringify({ ...message, src }));
		});
	});
	const url = await listen(server);
	return {
		url,
		close() {
			for (const socket of sockets.values()) socket.terminate();
			server.close();
		},
	};
}
