/**
 * The administrator's JSON API, for our own page alone: a cookie says who calls, and every write needs our own Origin
 * and the token that `GET me` has given. The group comes from the session and never from the call.
 */
import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Caller } from "../caller.ts";
import type { Clock } from "../clock.ts";
import type { Limits } from "../limits.ts";
import { createRateLimit } from "../rate-limit.ts";
import { CallError, replyJson, take } from "../reply.ts";
import { sessionCookie, sessionCookieOf } from "./admin-cookie.ts";
import type {
	AdminCall,
	AdminParts,
	AdminReply,
	AdminRoute,
} from "./admin-route.ts";
import { type AdminSession, readAdminSession } from "./admin-sessions.ts";
import { administratorRoutes } from "./administrator-routes.ts";
import { agentRoutes } from "./agent-routes.ts";
import { changeRoutes } from "./change-routes.ts";
import { draftRoutes } from "./draft-routes.ts";
import { signInRoutes } from "./sign-in-routes.ts";
import { versionRoutes } from "./version-routes.ts";

const ROOT = "/admin/api/";

export interface AdminApi {
	/** Everything it answers to, for tests that must not forget any. */
	routes: readonly AdminRoute[];
	has(path: string): boolean;
	/** Answers a call to a path it has. Throws a CallError for what goes wrong. */
	answer(
		url: URL,
		request: IncomingMessage,
		response: ServerResponse,
		caller: Caller,
	): Promise<void>;
}

export function createAdminApi(
	parts: AdminParts & { clock: Clock; limits: Limits },
): AdminApi {
	const { store, now, clock, limits } = parts;
	const calls = createRateLimit(limits.calls, clock);
	const routes = [
		...signInRoutes(parts),
		...draftRoutes(parts),
		...versionRoutes(parts),
		...changeRoutes(parts),
		...agentRoutes(parts),
		...administratorRoutes(parts),
	];

	async function answerRoute(
		route: AdminRoute,
		call: AdminCall,
	): Promise<AdminReply> {
		if (route.needs === "nobody") return route.answer(call);
		const session = await sessionOf(call.request);
		if (isWrite(route.method)) checkCsrf(call.request, session);
		return route.answer({ ...call, session });
	}

	async function sessionOf(request: IncomingMessage): Promise<AdminSession> {
		const token = sessionCookieOf(request);
		const session =
			token === undefined
				? undefined
				: await readAdminSession(store, now(), token);
		if (session !== undefined) return session;
		throw new CallError(401, "sign-in", "Please sign in.");
	}

	return {
		routes,
		has: (path) => path.startsWith(ROOT),
		async answer(url, request, response, caller) {
			response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
			take(calls.take(caller.address));
			const path = url.pathname.slice(ROOT.length);
			const found = routes.filter((route) => idIn(route.path, path) !== null);
			// A path that is written out goes before one with an id in it.
			const known = found.filter((route) => route.path === path);
			const these = known.length > 0 ? known : found;
			if (these.length === 0)
				throw new CallError(404, "not-found", "There is no such address here.");
			const route = these.find(({ method }) => method === request.method);
			if (route === undefined) {
				const methods = these.map(({ method }) => method).join(", ");
				throw new CallError(
					405,
					"method",
					`This address answers to ${methods}.`,
					{ Allow: methods },
				);
			}
			checkOrigin(route.method, caller);
			const id = idIn(route.path, path) ?? "";
			const query = url.searchParams;
			const reply = await answerRoute(route, { request, caller, id, query });
			send(response, reply, caller);
		},
	};
}

/** What stands for `:id`, empty where the pattern has none; null where the path is another one. */
function idIn(pattern: string, path: string): string | null {
	const [before = "", after] = pattern.split(":id");
	if (after === undefined) return pattern === path ? "" : null;
	if (!path.startsWith(before) || !path.endsWith(after)) return null;
	const id = path.slice(before.length, path.length - after.length);
	return /^[A-Za-z0-9_-]{1,64}$/.test(id) ? id : null;
}

function isWrite(method: AdminRoute["method"]): boolean {
	return method !== "GET";
}

/** Browsers name the page on every write. A read may come without: then it is our own page's, or none that reads it. */
function checkOrigin(
	method: AdminRoute["method"],
	{ origin, ownOrigin }: Caller,
): void {
	if (origin === undefined ? !isWrite(method) : origin === ownOrigin) return;
	throw new CallError(
		403,
		"origin",
		"Only this server's own pages may call this.",
	);
}

function checkCsrf({ headers }: IncomingMessage, { csrf }: AdminSession): void {
	const given = headers["x-docside-csrf"];
	if (typeof given === "string" && isSame(given, csrf)) return;
	throw new CallError(
		403,
		"csrf",
		"This page is out of date. Please load it again.",
	);
}

function isSame(one: string, other: string): boolean {
	const digest = (text: string) => createHash("sha256").update(text).digest();
	return timingSafeEqual(digest(one), digest(other));
}

function send(
	response: ServerResponse,
	{ status, body, file, cookie }: AdminReply,
	{ tls }: Caller,
): void {
	if (cookie !== undefined)
		response.setHeader("Set-Cookie", sessionCookie(cookie, tls));
	if (file === undefined) {
		replyJson(response, status, body);
		return;
	}
	response.setHeader("Cache-Control", "no-store");
	response.setHeader("Content-Type", file.type);
	response.setHeader(
		"Content-Disposition",
		`attachment; filename="${file.name}"`,
	);
	response.setHeader("Content-Length", Buffer.byteLength(file.text));
	response.writeHead(status).end(file.text);
}
