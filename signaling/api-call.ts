/** What the calls of the JSON API have in common. */
import type { IncomingMessage } from "node:http";
import type { Caller } from "./caller.ts";
import type { Clock } from "./clock.ts";
import type { CompanySignIn } from "./company-sign-in.ts";
import type { Groups } from "./groups.ts";
import type { ConfiguredIce } from "./ice-servers.ts";
import type { Limits } from "./limits.ts";
import type { Registry } from "./registry.ts";
import { CallError } from "./reply.ts";

export type ApiParts = {
	groups: Groups;
	registry: Registry;
	clock: Clock;
	limits: Limits;
	extensionOrigins: readonly string[];
	ice: ConfiguredIce;
	/** Where agents sign in with their company. */
	company?: CompanySignIn | undefined;
};

export type Call = { request: IncomingMessage; caller: Caller };
export type Reply = { status: number; body?: unknown };

export function ok(body: unknown): Reply {
	return { status: 200, body };
}

/** The token of `Authorization: Bearer`; undefined where there is none, or nothing that could be one. */
export function bearerOf(request: IncomingMessage): string | undefined {
	return /^Bearer ([\x21-\x7e]{1,512})$/i.exec(
		request.headers.authorization ?? "",
	)?.[1];
}

export function busy(): CallError {
	return new CallError(
		503,
		"busy",
		"There are too many sessions at the moment. Please try again in a minute.",
		{ "Retry-After": "60" },
	);
}
