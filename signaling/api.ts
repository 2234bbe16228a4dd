/**
 * The JSON API. A visitor begins a session and gets a route; an agent joins by the route; both get what opens their
 * socket. Nothing here knows the secret half of a session key, and no answer tells whether a route exists.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import * as v from "valibot";
import { agentPart, agentRights, visitorPart } from "../policy/parts.ts";
import { admit } from "./admit.ts";
import type { Audience, Caller } from "./caller.ts";
import type { Clock } from "./clock.ts";
import { type CompanySignIn, createCompanyCalls } from "./company-sign-in.ts";
import type { Groups, SignedIn } from "./groups.ts";
import { type ConfiguredIce, iceFor } from "./ice-servers.ts";
import type { Limits } from "./limits.ts";
import { createRateLimit } from "./rate-limit.ts";
import { type Peer, type Registry, ROUTE_LIFETIME_MS } from "./registry.ts";
import { CallError, readBody, replyJson, take } from "./reply.ts";

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

type Call = { request: IncomingMessage; caller: Caller };
type Reply = { status: number; body?: unknown };
type Endpoint = {
	method: "GET" | "POST" | "DELETE";
	audience: Audience;
	answer(call: Call): Promise<Reply>;
};

export interface Api {
	/** Everything it answers to, for tests that must not forget any. */
	routes: readonly { method: string; path: string; audience: Audience }[];
	has(path: string): boolean;
	/** Answers a call to a path it has. Throws a CallError for what goes wrong. */
	answer(
		path: string,
		request: IncomingMessage,
		response: ServerResponse,
		caller: Caller,
	): Promise<void>;
}

const startSchema = v.strictObject({
	group: v.pipe(v.string(), v.maxLength(64)),
	site: v.picklist(["production", "staging"]),
});
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

const expiresInSeconds = ROUTE_LIFETIME_MS / 1_000;

export function createApi(parts: ApiParts): Api {
	const { groups, registry, clock, limits } = parts;
	const calls = createRateLimit(limits.calls, clock);
	const sessions = createRateLimit(limits.sessions, clock);
	const joins = createRateLimit(limits.joins, clock);
	const redeems = createRateLimit(limits.redeems, clock);
	const company = createCompanyCalls({ company: undefined, ...parts });
	const joinsOfAgent = createRateLimit(limits.joinsOfAgent, clock);

	const endpoints: Readonly<Record<string, readonly Endpoint[]>> = {
		"/health": [
			{
				method: "GET",
				audience: "both",
				answer: async () => ok({ status: "ok" }),
			},
		],
		"/sessions": [
			{ method: "POST", audience: "visitor", answer: startSession },
			{ method: "DELETE", audience: "visitor", answer: closeRoute },
		],
		"/sessions/route": [
			{ method: "POST", audience: "visitor", answer: renewRoute },
		],
		"/sessions/agents": [
			{ method: "GET", audience: "visitor", answer: introducedAgents },
		],
		"/tickets": [{ method: "POST", audience: "both", answer: issueTicket }],
		"/joins": [{ method: "POST", audience: "agent", answer: join }],
		"/settings": [{ method: "GET", audience: "agent", answer: settings }],
		"/agents/redeem": [{ method: "POST", audience: "agent", answer: redeem }],
		"/agents/oidc": [
			{ method: "GET", audience: "agent", answer: company.way },
			{ method: "POST", audience: "agent", answer: company.signIn },
		],
	};

	async function startSession({ request, caller }: Call): Promise<Reply> {
		take(sessions.take(caller.address));
		const { group, site } = await readBody(request, startSchema);
		const found = await groups.find(group, site);
		if (found === undefined)
			throw new CallError(
				404,
				"unknown-group",
				"This server knows no group of that name. Check data-group in the tag.",
			);
		const started = await registry.startSession(group, site);
		if (started === undefined) throw busy();
		const { route, peerId, ticket, manage } = started;
		return {
			status: 201,
			body: {
				route,
				peerId,
				ticket,
				manage,
				...iceFor(parts.ice),
				settings: visitorPart(found),
				expiresInSeconds,
			},
		};
	}

	async function closeRoute({ request }: Call): Promise<Reply> {
		await registry.closeRoute(await visitorOf(request));
		return { status: 204 };
	}

	async function renewRoute({ request, caller }: Call): Promise<Reply> {
		take(sessions.take(caller.address));
		const route = await registry.renewRoute(await visitorOf(request));
		if (route === undefined) throw unknownSession();
		return ok({ route, expiresInSeconds });
	}

	async function issueTicket({ request }: Call): Promise<Reply> {
		const peer = await peerOf(request);
		const ticket = await registry.issueTicket(peer);
		if (ticket === undefined) throw unknownSession();
		// A page that was loaded anew has kept as little as it could, and TURN credentials end: what it needs besides
		// comes from here.
		const { ice } = parts;
		return ok({ ticket, ...iceFor(ice), ...(await settingsOfVisitor(peer)) });
	}

	async function settingsOfVisitor(peer: Peer) {
		const meeting =
			peer.role === "visitor" ? await registry.meetingOf(peer) : undefined;
		const found = meeting && (await groups.find(peer.group, meeting.site));
		return found && { settings: visitorPart(found) };
	}

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
		return ok({ visitorPeerId, peerId, ticket, manage, ...iceFor(parts.ice) });
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

	/** Whom the visitor deals with, and what each may do: said by us, so that no agent need be believed. */
	async function introducedAgents({ request }: Call): Promise<Reply> {
		const visitor = await visitorOf(request);
		const meeting = await registry.meetingOf(visitor);
		const found = meeting && (await groups.find(visitor.group, meeting.site));
		if (meeting === undefined || found === undefined) throw unknownSession();
		const agents = [];
		for (const { peerId, agent: id } of meeting.agents) {
			const agent = await groups.findAgent(visitor.group, id);
			if (agent === undefined) continue;
			const { sharing, links } = agentRights(found, agent.role);
			agents.push({ peerId, name: agent.name, sharing, links });
		}
		return ok({ agents });
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

	async function peerOf(request: IncomingMessage): Promise<Peer> {
		const manage = bearerOf(request);
		const peer =
			manage === undefined ? undefined : await registry.peerOf(manage);
		if (peer === undefined) throw unknownSession();
		return peer;
	}

	async function visitorOf(request: IncomingMessage): Promise<Peer> {
		const peer = await peerOf(request);
		if (peer.role !== "visitor") throw unknownSession();
		return peer;
	}

	return {
		routes: Object.entries(endpoints).flatMap(([path, known]) =>
			known.map(({ method, audience }) => ({ method, path, audience })),
		),
		has: (path) => Object.hasOwn(endpoints, path),
		async answer(path, request, response, caller) {
			const { endpoint, preflight } = admit(
				endpoints[path] ?? [],
				request,
				response,
				caller,
				parts.extensionOrigins,
			);
			// After the headers that let the page read why it is refused.
			take(calls.take(caller.address));
			if (preflight) {
				replyJson(response, 204, undefined);
				return;
			}
			const { status, body } = await endpoint.answer({ request, caller });
			replyJson(response, status, body);
		},
	};
}

function ok(body: unknown): Reply {
	return { status: 200, body };
}

function bearerOf(request: IncomingMessage): string | undefined {
	return /^Bearer ([\x21-\x7e]{1,512})$/i.exec(
		request.headers.authorization ?? "",
	)?.[1];
}

function notSignedIn(): CallError {
	return new CallError(
		401,
		"sign-in",
		"This sign-in is not known here. Check the token in the extension's options.",
		{ "WWW-Authenticate": "Bearer" },
	);
}

function unknownSession(): CallError {
	return new CallError(
		401,
		"unknown-session",
		"This session is not known here any more. Please start again.",
		{ "WWW-Authenticate": "Bearer" },
	);
}

function busy(): CallError {
	return new CallError(
		503,
		"busy",
		"There are too many sessions at the moment. Please try again in a minute.",
		{ "Retry-After": "60" },
	);
}
