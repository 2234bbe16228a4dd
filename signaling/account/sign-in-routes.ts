import * as v from "valibot";
import { text } from "../../policy/settings.ts";
import type { Clock } from "../clock.ts";
import type { Limits } from "../limits.ts";
import { createRateLimit } from "../rate-limit.ts";
import { CallError, take } from "../reply.ts";
import { sessionCookieOf } from "./admin-cookie.ts";
import {
	type AdminCall,
	type AdminParts,
	type AdminReply,
	type AdminRoute,
	bodyOf,
	ok,
} from "./admin-route.ts";
import { type AdminSession, endAdminSession } from "./admin-sessions.ts";
import { setUpAdministrator, signInAdministrator } from "./administrators.ts";
import { hashPassword } from "./password.ts";
import { signInByLink } from "./sign-in-links.ts";

const name = text(80);
/** Length is what makes a password strong; its kind is nobody's business (NIST SP 800-63B). */
const newPassword = v.pipe(v.string(), v.minLength(12), v.maxLength(200));
const setupSchema = v.strictObject({
	setup: v.pipe(v.string(), v.minLength(1), v.maxLength(128)),
	name,
	password: newPassword,
});
const signInSchema = v.strictObject({
	name,
	password: v.pipe(v.string(), v.maxLength(200)),
});
const linkSchema = v.strictObject({
	token: v.pipe(v.string(), v.minLength(1), v.maxLength(128)),
});

export function signInRoutes(
	parts: AdminParts & { clock: Clock; limits: Limits },
): AdminRoute[] {
	const { store, now, clock, limits, extensionOrigins } = parts;
	const tries = createRateLimit(limits.signIns, clock);
	const triesOfName = createRateLimit(limits.signInsOfName, clock);

	function me(
		{ name, group, csrf }: AdminSession,
		{ caller }: AdminCall,
	): unknown {
		const publicUrl = caller.ownOrigin;
		return { name, group, csrf, publicUrl, extensionOrigins };
	}

	async function setUp(call: AdminCall): Promise<AdminReply> {
		take(tries.take(call.caller.address));
		const { setup, name, password } = await bodyOf(call, setupSchema);
		const hash = await hashPassword(password);
		const chosen = { name, password: hash };
		const outcome = await setUpAdministrator(store, now(), setup, chosen);
		switch (outcome.done) {
			case "set-up": {
				const { session } = outcome;
				return { status: 201, body: me(session, call), cookie: session.token };
			}
			case "taken":
				throw new CallError(
					409,
					"taken",
					"Somebody else here has this name. Please choose another one.",
				);
			case "unknown":
				throw new CallError(
					404,
					"setup",
					"This link was used or is too old. Another administrator, or whoever runs the server, can make a new one.",
				);
			default:
				return outcome satisfies never;
		}
	}

	async function signIn(call: AdminCall): Promise<AdminReply> {
		take(tries.take(call.caller.address));
		const given = await bodyOf(call, signInSchema);
		take(triesOfName.take(given.name.normalize("NFKC").toLowerCase()));
		const session = await signInAdministrator(store, now(), given);
		if (session === undefined)
			throw new CallError(
				401,
				"sign-in",
				"The name or the password is not right.",
			);
		return { status: 200, body: me(session, call), cookie: session.token };
	}

	async function followLink(call: AdminCall): Promise<AdminReply> {
		const { address } = call.caller;
		take(tries.take(address));
		const { token } = await bodyOf(call, linkSchema);
		const session = await signInByLink(store, now(), token);
		if (session === undefined)
			throw new CallError(
				404,
				"link",
				"This sign-in link was used already, or it is too old.",
			);
		// Guessing is what is limited, and this was none.
		tries.giveBack(address);
		return { status: 200, body: me(session, call), cookie: session.token };
	}

	return [
		{ method: "POST", path: "setup", needs: "nobody", answer: setUp },
		{ method: "POST", path: "sign-in", needs: "nobody", answer: signIn },
		{
			method: "POST",
			path: "sign-in/link",
			needs: "nobody",
			answer: followLink,
		},
		{
			method: "POST",
			path: "sign-out",
			needs: "administrator",
			async answer({ request }) {
				const token = sessionCookieOf(request);
				if (token !== undefined) await endAdminSession(store, token);
				return { status: 204, cookie: null };
			},
		},
		{
			method: "GET",
			path: "me",
			needs: "administrator",
			answer: async (call) => ok(me(call.session, call)),
		},
	];
}
