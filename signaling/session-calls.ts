/**
 * The calls of a session: a visitor begins one and gets a route, closes or renews that, and learns who has joined;
 * whoever has a place in it gets what opens their socket again. They prove it by the secret that they began with.
 */
import type { IncomingMessage } from "node:http";
import * as v from "valibot";
import { agentRights, visitorPart } from "../policy/parts.ts";
import {
	type ApiParts,
	bearerOf,
	busy,
	type Call,
	ok,
	type Reply,
} from "./api-call.ts";
import { iceFor } from "./ice-servers.ts";
import { createRateLimit } from "./rate-limit.ts";
import { type Peer, ROUTE_LIFETIME_MS } from "./registry.ts";
import { CallError, readBody, take } from "./reply.ts";

const startSchema = v.strictObject({
	group: v.pipe(v.string(), v.maxLength(64)),
	site: v.picklist(["production", "staging"]),
});

const expiresInSeconds = ROUTE_LIFETIME_MS / 1_000;

export function createSessionCalls({
	groups,
	registry,
	clock,
	limits,
	ice,
}: ApiParts) {
	const sessions = createRateLimit(limits.sessions, clock);

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
				...iceFor(ice),
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
		return ok({ ticket, ...iceFor(ice), ...(await settingsOfVisitor(peer)) });
	}

	async function settingsOfVisitor(peer: Peer) {
		const meeting =
			peer.role === "visitor" ? await registry.meetingOf(peer) : undefined;
		const found = meeting && (await groups.find(peer.group, meeting.site));
		return found && { settings: visitorPart(found) };
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
		startSession,
		closeRoute,
		renewRoute,
		issueTicket,
		introducedAgents,
	};
}

function unknownSession(): CallError {
	return new CallError(
		401,
		"unknown-session",
		"This session is not known here any more. Please start again.",
		{ "WWW-Authenticate": "Bearer" },
	);
}
