import type { IncomingMessage } from "node:http";
import type { GenericSchema } from "valibot";
import type { Remark } from "../../policy/check-settings.ts";
import type { Caller } from "../caller.ts";
import { CallError, readBody } from "../reply.ts";
import type { AdminSession } from "./admin-sessions.ts";
import type { Store } from "./store.ts";

/** What every call of the administrator's API works with. */
export type AdminParts = {
	store: Store;
	/** Milliseconds since 1970. */
	now: () => number;
	extensionOrigins: readonly string[];
	/** Ends what a revoked agent has open. */
	onAgentRevoked(group: string, agent: string): Promise<void>;
};

/** A call that has come past the guards. */
export type AdminCall = {
	request: IncomingMessage;
	caller: Caller;
	/** What stood in the place of `:id`; else empty. */
	id: string;
	query: URLSearchParams;
};

export type SignedCall = AdminCall & { session: AdminSession };

export type AdminReply = {
	status: number;
	body?: unknown;
	/** A file in the place of JSON. */
	file?: { name: string; type: string; text: string };
	/** The session the answer opens, or null when it ends one. */
	cookie?: string | null;
};

type Address = {
	method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
	/** Below `/admin/api/`. A part `:id` takes any id. */
	path: string;
};

/** Who may call: anybody from our own page, or a signed-in administrator, who acts in their own group alone. */
export type AdminRoute = Address &
	(
		| { needs: "nobody"; answer(call: AdminCall): Promise<AdminReply> }
		| { needs: "administrator"; answer(call: SignedCall): Promise<AdminReply> }
	);

export const MAX_ADMIN_BODY_BYTES = 65_536;

export function bodyOf<T>(
	{ request }: AdminCall,
	schema: GenericSchema<unknown, T>,
): Promise<T> {
	return readBody(request, schema, MAX_ADMIN_BODY_BYTES);
}

export function ok(body: unknown): AdminReply {
	return { status: 200, body };
}

export function isoTime(at: number): string {
	return new Date(at).toISOString();
}

/** 422 with every mistake and its path. */
export function invalid(errors: readonly Remark[]): CallError {
	return new CallError(
		422,
		"invalid",
		"Some of this cannot be saved. See each field.",
		{},
		{ errors },
	);
}

/** 409: somebody was faster. `what` says what they have changed. */
export function stale(
	what: "draft" | "production",
	{ by, at }: { by: string; at: number },
): CallError {
	const done =
		what === "draft" ? "has changed the draft" : "has changed production";
	return new CallError(
		409,
		"stale",
		`${by} ${done} meanwhile. Load it again to see how.`,
		{},
		{ what, by, at: isoTime(at) },
	);
}

export function unknown(what: string): CallError {
	return new CallError(404, "not-found", `There is no such ${what} here.`);
}
