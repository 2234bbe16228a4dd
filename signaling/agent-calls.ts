/**
 * The calls of an agent: join a visitor by the route, read the settings, make an invitation into a sign-in. No answer
 * tells whether a route exists.
 */
import type { IncomingMessage } from "node:http";
import * as v from "valibot";
import { agentPart } from "../policy/parts.ts";
import {
	type ApiParts,
	bearerOf,
	busy,
	type Call,
	ok,
	type Reply,
} from "./api-call.ts";
import type { SignedIn } from "./groups.ts";
import { iceFor } from "./ice-servers.ts";
import { createRateLimit } from "./rate-limit.ts";
import { CallError, readBody, take } from "./reply.ts";

const siteSchema = v.optional(
	v.picklist(["production", "staging"]),
	"production",
);
const redeemSchema = v.strictObject({
	invitation: v.pipe(v.string(), v.minLength(1), v.maxLength(128)),
});
const joinSchema = v.strictObject({
	route: v.pipe(v.string(), v.regex(/^[0-9]{4,8}$/)),
});

export function createAgentCalls({
	groups,
	registry,
	clock,
	limits,
	ice,
}: ApiParts) {
	const joins = createRateLimit(limits.joins, clock);
	const joinsOfAgent = createRateLimit(limits.joinsOfAgent, clock);
	const redeems = createRateLimit(limits.redeems, clock);

	async function join({ request, caller }: Call): Promise<Reply> {
		take(joins.take(caller.address));
		const { group, agent } = await agentOf(request);
		take(joinsOfAgent.take(agent.id));
		const { route } = await readBody(request, joinSchema);
		const joined = await registry.join(group, route, agent.id);
		if (joined === undefined) throw busy();
		// Revoked while the body came in: then nobody has ended the peer that was just made.
		if ((await groups.findAgent(group, agent.id)) === undefined) {
			await registry.endAgent(group, agent.id);
			throw notSignedIn();
		}
		const { visitorPeerId, peerId, ticket, manage } = joined;
		return ok({ visitorPeerId, peerId, ticket, manage, ...iceFor(ice) });
	}

	async function settings({ request }: Call): Promise<Reply> {
		const { group, agent } = await agentOf(request);
		const { searchParams } = new URL(request.url ?? "/", "http://localhost");
		const site = v.safeParse(siteSchema, searchParams.get("site") ?? undefined);
		if (!site.success)
			throw new CallError(
				400,
				"bad-request",
				"The site must be production or staging.",
			);
		const found = await groups.find(group, site.output);
		if (found === undefined) throw notSignedIn();
		return ok(agentPart(found, agent));
	}

	async function redeem({ request, caller }: Call): Promise<Reply> {
		take(redeems.take(caller.address));
		const { invitation } = await readBody(request, redeemSchema);
		const token = await groups.redeem(invitation.trim());
		if (token === undefined)
			throw new CallError(
				404,
				"invitation",
				"This invitation is not known, was used or is too old. Ask your administrator for another one.",
			);
		return { status: 201, body: { token } };
	}

	async function agentOf(request: IncomingMessage): Promise<SignedIn> {
		const token = bearerOf(request);
		const found = token === undefined ? undefined : await groups.signIn(token);
		if (found === undefined) throw notSignedIn();
		return found;
	}

	return { join, settings, redeem };
}

function notSignedIn(): CallError {
	return new CallError(
		401,
		"sign-in",
		"This sign-in is not known here. Check the token in the extension's options.",
		{ "WWW-Authenticate": "Bearer" },
	);
}
