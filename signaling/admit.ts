import type { IncomingMessage, ServerResponse } from "node:http";
import { type Audience, type Caller, isAllowedOrigin } from "./caller.ts";
import { CallError } from "./reply.ts";

/**
 * Finds what a call is for among those of its address, and lets only the pages in that may make it. Sets the headers
 * that let such a page read the answer. Throws a CallError for the others.
 */
export function admit<E extends { method: string; audience: Audience }>(
	known: readonly E[],
	request: IncomingMessage,
	response: ServerResponse,
	caller: Caller,
	extensionOrigins: readonly string[],
): { endpoint: E; preflight: boolean } {
	const methods = known.map(({ method }) => method).join(", ");
	const preflight = request.method === "OPTIONS";
	const wanted = preflight
		? // A preflight names the method that will follow.
			request.headers["access-control-request-method"]
		: request.method === "HEAD"
			? "GET"
			: request.method;
	const endpoint = known.find(({ method }) => method === wanted);
	response.setHeader("Vary", "Origin");
	if (endpoint === undefined)
		throw new CallError(405, "method", `This address answers to ${methods}.`, {
			Allow: methods,
		});
	if (caller.origin !== undefined) {
		if (!isAllowedOrigin(caller, endpoint.audience, extensionOrigins))
			throw new CallError(
				403,
				"origin",
				"Pages of this origin may not call this server.",
			);
		response.setHeader("Access-Control-Allow-Origin", caller.origin);
		response.setHeader("Access-Control-Expose-Headers", "Retry-After");
	}
	if (preflight) {
		response.setHeader("Access-Control-Allow-Methods", methods);
		response.setHeader(
			"Access-Control-Allow-Headers",
			"Authorization, Content-Type",
		);
		response.setHeader("Access-Control-Max-Age", "600");
	}
	return { endpoint, preflight };
}
