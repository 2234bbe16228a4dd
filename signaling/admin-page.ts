import type { IncomingMessage, ServerResponse } from "node:http";
import { ADMIN_PAGE_POLICY } from "./page-policy.ts";
import { CallError } from "./reply.ts";
import { replyBody } from "./static-files.ts";
import type { StaticFile } from "./static-folder.ts";

/** Where the administrator's page is served; its API is below it, so that one cookie path covers both. */
const ROOT = "/admin/";

/** Whether the path belongs to the administrator's page. The API below it is asked first. */
export function isAdminPage(path: string): boolean {
	return path === "/admin" || path.startsWith(ROOT);
}

/** Answers with a file of the built page. Throws a CallError where there is none. */
export async function replyAdminPage(
	files: ReadonlyMap<string, StaticFile>,
	path: string,
	request: IncomingMessage,
	response: ServerResponse,
): Promise<void> {
	if (request.method !== "GET" && request.method !== "HEAD")
		throw new CallError(405, "method", "Files answer to GET and HEAD.", {
			Allow: "GET, HEAD",
		});
	// Relative addresses in the page need the slash. The browser keeps the fragment of a set-up link.
	if (path === "/admin") {
		response.writeHead(308, { Location: ROOT }).end();
		return;
	}
	const name = path.slice(ROOT.length - 1);
	const file = files.get(name === "/" ? "/index.html" : name);
	if (file === undefined)
		throw new CallError(404, "not-found", "There is no such address here.");
	response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
	response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
	if (!file.type.startsWith("text/html"))
		return replyBody(file, request, response);
	response.setHeader("Content-Security-Policy", ADMIN_PAGE_POLICY);
	await replyBody(file, request, response, "no-store");
}
