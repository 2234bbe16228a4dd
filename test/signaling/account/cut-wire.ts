import { once } from "node:events";
import { createServer } from "node:http";
import { onTestFinished } from "vitest";

export type Wire = {
	/** Where the server behind it can be reached through it. Without a slash at the end. */
	url: string;
	/**
	 * From now on: what has this text in it still reaches the server and is done there, `then` runs, and neither its
	 * answer nor anything after it comes through.
	 */
	cutAt(text: string, then?: () => Promise<void>): void;
	/** From now on nothing is answered, and nothing is refused either. */
	fallSilent(): void;
	/** Whether it was cut. */
	readonly cut: boolean;
};

/** A wire to an HTTP server, gone with the test. */
export async function layWire(to: string): Promise<Wire> {
	let at: string | undefined;
	let then = async () => {};
	let cut = false;
	let silent = false;
	const server = createServer(async (request, response) => {
		if (cut) return request.socket.destroy();
		if (silent) return undefined;
		const pieces: Buffer[] = [];
		for await (const piece of request) pieces.push(piece);
		const body = Buffer.concat(pieces);
		const { authorization = "" } = request.headers;
		const type = request.headers["content-type"] ?? "";
		const answer = await fetch(`${to}${request.url}`, {
			method: request.method ?? "GET",
			headers: { authorization, "content-type": type },
			...(body.length > 0 && { body }),
		});
		const answered = Buffer.from(await answer.arrayBuffer());
		if (at !== undefined && body.includes(at)) {
			cut = true;
			await then();
			return request.socket.destroy();
		}
		return response
			.writeHead(answer.status, {
				"content-type": answer.headers.get("content-type") ?? "",
			})
			.end(answered);
	}).listen(0, "127.0.0.1");
	await once(server, "listening");
	onTestFinished(() => {
		server.closeAllConnections();
		server.close();
	});
	const address = server.address();
	if (typeof address !== "object" || address === null)
		throw new Error("no port");
	return {
		url: `http://127.0.0.1:${address.port}`,
		cutAt(text, after = async () => {}) {
			at = text;
			then = after;
		},
		fallSilent() {
			silent = true;
		},
		get cut() {
			return cut;
		},
	};
}
