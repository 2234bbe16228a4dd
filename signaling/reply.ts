import type { IncomingMessage, ServerResponse } from "node:http";
import * as v from "valibot";

/** Bytes of the body of a call. */
export const MAX_BODY_BYTES = 16_384;

/** A call that is answered with an error: `{ "error": code, "message": sentence }`. */
export class CallError extends Error {
	override name = "CallError";
	constructor(
		readonly status: number,
		readonly code: string,
		message: string,
		readonly headers: Readonly<Record<string, string>> = {},
		/** What the answer says besides. */
		readonly details: Readonly<Record<string, unknown>> = {},
	) {
		super(message);
	}
}

export function tooMany(seconds: number): CallError {
	return new CallError(
		429,
		"too-many",
		`That was too often. Please try again in ${seconds} s.`,
		{ "Retry-After": String(seconds) },
	);
}

/** Turns a rate that is used up into the answer that says so. */
export function take(waitSeconds: number): void {
	if (waitSeconds > 0) throw tooMany(waitSeconds);
}

/** On everything this server sends. Its files are there for other sites' pages. */
export function setCommonHeaders(response: ServerResponse, tls: boolean): void {
	response.setHeader("X-Content-Type-Options", "nosniff");
	response.setHeader("Cross-Origin-Resource-Policy", "cross-origin");
	response.setHeader("Referrer-Policy", "no-referrer");
	if (tls) response.setHeader("Strict-Transport-Security", "max-age=31536000");
}

export function replyJson(
	response: ServerResponse,
	status: number,
	body: unknown,
): void {
	const text = body === undefined ? "" : JSON.stringify(body);
	if (text !== "")
		response.setHeader("Content-Type", "application/json; charset=utf-8");
	response.setHeader("Cache-Control", "no-store");
	if (status !== 204)
		response.setHeader("Content-Length", Buffer.byteLength(text));
	response.writeHead(status).end(text);
}

export function replyError(response: ServerResponse, error: CallError): void {
	for (const [name, value] of Object.entries(error.headers))
		response.setHeader(name, value);
	replyJson(response, error.status, {
		error: error.code,
		message: error.message,
		...error.details,
	});
}

/** Reads and checks the JSON body of a call. Throws a CallError for anything that is not exactly one. */
export async function readBody<T>(
	request: IncomingMessage,
	schema: v.GenericSchema<unknown, T>,
	maxBytes = MAX_BODY_BYTES,
): Promise<T> {
	const type = request.headers["content-type"]?.split(";")[0]?.trim();
	if (type?.toLowerCase() !== "application/json")
		throw new CallError(
			415,
			"content-type",
			"The body must be sent as application/json.",
		);
	const text = await readText(request, maxBytes);
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		throw new CallError(400, "bad-request", "The body is not JSON.");
	}
	const result = v.safeParse(schema, value);
	if (result.success) return result.output;
	// The path is made of the names in our own schema or of the caller's: bounded either way.
	const path = v.getDotPath(result.issues[0])?.slice(0, 40) ?? "the top";
	throw new CallError(400, "bad-request", `The body is wrong at ${path}.`);
}

async function readText(
	request: IncomingMessage,
	maxBytes: number,
): Promise<string> {
	const pieces: Buffer[] = [];
	let length = 0;
	for await (const piece of request) {
		if (!Buffer.isBuffer(piece)) continue;
		length += piece.length;
		if (length > maxBytes)
			throw new CallError(
				413,
				"too-large",
				`The body is larger than ${maxBytes} bytes.`,
				// The rest is not read: the connection cannot be used again.
				{ Connection: "close" },
			);
		pieces.push(piece);
	}
	return Buffer.concat(pieces).toString("utf8");
}
