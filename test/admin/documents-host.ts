import { once } from "node:events";
import { createServer } from "node:http";
import { onTestFinished } from "vitest";

const PDF = "%PDF-1.7\n1 0 obj<<>>endobj\n%%EOF\n";
const EXTENSION = "chrome-extension://pakcnkeioolmfioncnobceoalpdhbcga";

type HostedFile = { body: string; allow?: string; location?: string };

const FILES: Readonly<Record<string, HostedFile>> = {
	"/good.pdf": { body: PDF, allow: "*" },
	"/no-header.pdf": { body: PDF },
	"/extension-only.pdf": { body: PDF, allow: EXTENSION },
	"/page.pdf": { body: "<!doctype html><title>Sign in</title>", allow: "*" },
	// Readable where it points to, for whoever asks there.
	"/moved.pdf": { body: "", allow: EXTENSION, location: "/extension-only.pdf" },
	"/large.pdf": { body: PDF.padEnd(1_048_577, " "), allow: "*" },
};

type DocumentsHost = {
	/** Without a slash at the end. */
	url: string;
	/** The callers' Origin headers. */
	asked: (string | undefined)[];
	/** What came with a cookie, or said where it came from. */
	toldOn: string[];
};

/** The host of approved documents, on an origin of its own. */
export async function startDocumentsHost(): Promise<DocumentsHost> {
	const asked: (string | undefined)[] = [];
	const toldOn: string[] = [];
	const server = createServer((request, response) => {
		const { origin, cookie, referer } = request.headers;
		asked.push(origin);
		if (cookie !== undefined || referer !== undefined)
			toldOn.push(request.url ?? "");
		const file = FILES[request.url ?? ""];
		if (file === undefined) {
			response.setHeader("Access-Control-Allow-Origin", "*");
			response.writeHead(404).end();
			return;
		}
		if (file.allow !== undefined)
			response.setHeader("Access-Control-Allow-Origin", file.allow);
		if (file.location !== undefined) {
			// The same machine under its other name: another origin to a browser.
			const other = `http://127.0.0.1:${request.socket.localPort}`;
			response.writeHead(302, { Location: other + file.location }).end();
			return;
		}
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
	return { url: `http://localhost:${address.port}`, asked, toldOn };
}
