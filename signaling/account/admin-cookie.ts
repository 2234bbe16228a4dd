import type { IncomingMessage } from "node:http";
import { ADMIN_SESSION_LIFETIME_MS } from "./admin-sessions.ts";

const NAME = "docside-admin";

/** The token in the cookie of a request, if there is one that could be. */
export function sessionCookieOf({
	headers,
}: IncomingMessage): string | undefined {
	for (const part of (headers.cookie ?? "").split(";")) {
		const [name, value = ""] = part.trim().split("=", 2);
		if (name === NAME && /^[A-Za-z0-9_-]{43}$/.test(value)) return value;
	}
	return undefined;
}

/** The header that sets the cookie, or with null takes it away. No script reads it, no other site sends it. */
export function sessionCookie(token: string | null, tls: boolean): string {
	const seconds = token === null ? 0 : ADMIN_SESSION_LIFETIME_MS / 1_000;
	return [
		`${NAME}=${token ?? ""}`,
		"Path=/admin",
		`Max-Age=${seconds}`,
		"HttpOnly",
		"SameSite=Strict",
		...(tls ? ["Secure"] : []),
	].join("; ");
}
