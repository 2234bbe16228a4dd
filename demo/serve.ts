import {
	createServer,
	type IncomingMessage,
	type Server,
	type ServerResponse,
} from "node:http";

/** What is answered, by path. Everything else is 404. */
export type Answers = Map<
	string,
	{ headers: Record<string, string>; body: Uint8Array }
>;

/** Both addresses that a browser may take `localhost` for. */
const LOOPBACK = ["127.0.0.1", "::1"];

/** Serves the answers at http://localhost:<port>. Resolves when it answers, with a way to stop. */
export async function serve(
	port: number,
	answers: Answers,
): Promise<() => Promise<void>> {
	const open: Server[] = [];
	for (const host of LOOPBACK) {
		const server = createServer((request, response) =>
			answer(answers, request, response),
		);
		try {
			await listen(server, port, host);
			open.push(server);
		} catch (error) {
			// A machine without IPv6 has the first address only.
			if (host === LOOPBACK[0] || !isMissingAddress(error)) throw error;
		}
	}
	return async () => {
		await Promise.all(
			open.map(
				(server) =>
					new Promise((resolve) => {
						server.close(resolve);
						server.closeAllConnections();
					}),
			),
		);
	};
}

function answer(
	answers: Answers,
	request: IncomingMessage,
	response: ServerResponse,
) {
	const path = request.url?.split("?")[0] ?? "/";
	const found = answers.get(path);
	if (request.method !== "GET" && request.method !== "HEAD")
		response.writeHead(405, { allow: "GET, HEAD" }).end();
	else if (found === undefined)
		response
			.writeHead(404, { "content-type": "text/plain; charset=utf-8" })
			.end("There is no such page.\n");
	else
		response
			.writeHead(200, {
				"cache-control": "no-cache",
				"x-content-type-options": "nosniff",
				"content-length": found.body.byteLength,
				...found.headers,
			})
			.end(request.method === "HEAD" ? undefined : found.body);
}

function listen(server: Server, port: number, host: string): Promise<void> {
	return new Promise((resolve, reject) => {
		server.once("error", reject);
		server.listen({ port, host, ipv6Only: host === "::1" }, () => resolve());
	});
}

function isMissingAddress(error: unknown): boolean {
	return (
		error instanceof Error &&
		"code" in error &&
		["EADDRNOTAVAIL", "EAFNOSUPPORT"].includes(String(error.code))
	);
}
