import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Caller } from "./caller.ts";
import type { Groups } from "./groups.ts";
import {
	BARE_POLICY,
	frameEmbedderPolicy,
	framePolicy,
	viewerPolicy,
} from "./page-policy.ts";
import { CallError, replyError } from "./reply.ts";
import type { Encoding, StaticFile } from "./static-folder.ts";

/** Answers with a file of the snippet's folder, or with a sentence when there is none. */
export async function replyStaticFile(
	files: ReadonlyMap<string, StaticFile>,
	groups: Groups,
	url: URL,
	request: IncomingMessage,
	response: ServerResponse,
	caller: Caller,
): Promise<void> {
	if (request.method !== "GET" && request.method !== "HEAD")
		throw new CallError(405, "method", "Files answer to GET and HEAD.", {
			Allow: "GET, HEAD",
		});
	// The sandboxed frame has an opaque origin: to it even its own files come from another one.
	response.setHeader("Access-Control-Allow-Origin", "*");
	const file = files.get(url.pathname);
	if (file === undefined)
		return replyError(
			response,
			new CallError(404, "not-found", "There is no such address here."),
		);
	if (file.type.startsWith("text/html")) {
		const policies = await policiesOf(url, groups, caller);
		for (const [name, value] of Object.entries(policies))
			response.setHeader(name, value);
		// A browser that asks whether its copy is good keeps the policies it came with: others are another page.
		const variant = createHash("sha256").update(JSON.stringify(policies));
		const digest = `${file.digest}-${variant.digest("hex").slice(0, 16)}`;
		return replyBody({ ...file, digest }, request, response);
	}
	await replyBody(file, request, response);
}

type Policies = {
	"Content-Security-Policy": string;
	"Cross-Origin-Embedder-Policy": string;
};

async function policiesOf(
	url: URL,
	groups: Groups,
	{ ownOrigin }: Caller,
): Promise<Policies> {
	const policies = (content: string, embedder = "require-corp"): Policies => ({
		"Content-Security-Policy": content,
		"Cross-Origin-Embedder-Policy": embedder,
	});
	if (ownOrigin === undefined) return policies(BARE_POLICY);
	if (url.pathname === "/frame.html") {
		const site = url.searchParams.get("site") ?? "production";
		const name = url.searchParams.get("group") ?? "";
		const known = site === "production" || site === "staging";
		const group = known ? await groups.find(name, site) : undefined;
		const isolated = url.searchParams.has("isolated");
		return policies(
			framePolicy(ownOrigin, group),
			frameEmbedderPolicy(group, isolated),
		);
	}
	return policies(
		url.pathname.startsWith("/viewer/") ? viewerPolicy(ownOrigin) : BARE_POLICY,
	);
}

/** Sends a file as its asker can read it. Without `caching`, what never changes is kept and all else asked for again. */
export async function replyBody(
	file: StaticFile,
	request: IncomingMessage,
	response: ServerResponse,
	caching = file.hashed ? "public, max-age=31536000, immutable" : "no-cache",
): Promise<void> {
	const encoding = file.compressible
		? preferredEncoding(request.headers["accept-encoding"])
		: "identity";
	const etag = `"${file.digest}${encoding === "identity" ? "" : `-${encoding}`}"`;
	response.setHeader("ETag", etag);
	response.setHeader("Cache-Control", caching);
	if (file.compressible) response.setHeader("Vary", "Accept-Encoding");
	if (isKnown(request.headers["if-none-match"], etag)) {
		response.writeHead(304).end();
		return;
	}
	const body = await file.body(encoding);
	response.setHeader("Content-Type", file.type);
	response.setHeader("Content-Length", body.length);
	if (encoding !== "identity") response.setHeader("Content-Encoding", encoding);
	response.writeHead(200).end(request.method === "HEAD" ? undefined : body);
}

function isKnown(ifNoneMatch: string | undefined, etag: string): boolean {
	return (ifNoneMatch ?? "")
		.split(",")
		.map((tag) => tag.trim().replace(/^W\//, ""))
		.some((tag) => tag === etag || tag === "*");
}

function preferredEncoding(accepted: string | undefined): Encoding {
	const offered = (accepted ?? "")
		.toLowerCase()
		.split(",")
		.map((entry) => entry.split(";").map((part) => part.trim()))
		.filter(([, quality]) => !/^q=0(?:\.0*)?$/.test(quality ?? ""))
		.map(([name]) => name);
	if (offered.includes("br")) return "br";
	return offered.includes("gzip") ? "gzip" : "identity";
}
