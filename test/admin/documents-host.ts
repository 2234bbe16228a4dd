import { once } from "node:events";
import { createServer } from "node:http";
import { onTestFinished } from "vitest";

const PDF = "%PDF-1.7\n1 0 obj<<>>endobj\n%%EOF\n";
const EXTENSION = "chrome-extension://pakcnkeioolmfioncnobceoalpdhbcga";

const FILES: Readonly<Record<string, { body: string; allow?: string }>> = {
	"/good.pdf": { body: PDF, allow: "*" },
	"/no-header.pdf": { body: PDF },
	"/extension-only.pdf": { body: PDF, allow: EXTENSION },
	"/page.pdf": { body: "<!doctype html><title>Sign in</title>", allow: "*" },
	"/large.pdf": { body: PDF.padEnd(1_048_577, " "), allow: "*" },
};

/** The host of approved documents, on an origin of its own. `asked` are the callers' Origin headers. */
export async function startDocumentsHost(): Promise<{
	url: string;
	asked: (string | undefined)[];
}> {
	const asked: (string | undefined)[] = [];
	const server = createServer((request, response) => {
		asked.push(request.headers.origin);
		const file = FILES[request.url ?? ""];
		if (file === undefined) {
			response.setHeader("Access-Control-Allow-Origin", "*");
			response.writeHead(404).end();
			return;
		}
		if (file.allow !== undefined)
			response.setHeader("Access-Control-Allow-Origin", file.allow);
		response.writeHead(200).end(file.body);
	});
	server.listen(0, "127.0.0.1");
	await once(server, "listening");
	onTestFinished(() => {
		server.closeAllConnections();
		server.close();
	});
	const address = server.address();
	if (typeof address !== "object" || address === null) throw new Error("port");
	return { url: `http://localhost:${address.port}`, asked };
}
