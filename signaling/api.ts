/**
 * The JSON API. A visitor begins a session and gets a route; an agent joins by the route; both get what opens their
 * socket. Nothing here knows the secret half of a session key, and no answer tells whether a route exists.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import { admit } from "./admit.ts";
import { createAgentCalls } from "./agent-calls.ts";
import { type ApiParts, type Call, ok, type Reply } from "./api-call.ts";
import type { Audience, Caller } from "./caller.ts";
import { createCompanyCalls } from "./company-sign-in.ts";
import { createRateLimit } from "./rate-limit.ts";
import { replyJson, take } from "./reply.ts";
import { createSessionCalls } from "./session-calls.ts";

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

export function createApi(parts: ApiParts): Api {
	const calls = createRateLimit(parts.limits.calls, parts.clock);
	const session = createSessionCalls(parts);
	const agent = createAgentCalls(parts);
	const company = createCompanyCalls({ company: undefined, ...parts });

	const endpoints: Readonly<Record<string, readonly Endpoint[]>> = {
		"/health": [
			{
				method: "GET",
				audience: "both",
				answer: async () => ok({ status: "ok" }),
			},
		],
		"/sessions": [
			{ method: "POST", audience: "visitor", answer: session.startSession },
			{ method: "DELETE", audience: "visitor", answer: session.closeRoute },
		],
		"/sessions/route": [
			{ method: "POST", audience: "visitor", answer: session.renewRoute },
		],
		"/sessions/agents": [
			{ method: "GET", audience: "visitor", answer: session.introducedAgents },
		],
		"/tickets": [
			{ method: "POST", audience: "both", answer: session.issueTicket },
		],
		"/joins": [{ method: "POST", audience: "agent", answer: agent.join }],
		"/settings": [{ method: "GET", audience: "agent", answer: agent.settings }],
		"/agents/redeem": [
			{ method: "POST", audience: "agent", answer: agent.redeem },
		],
		"/agents/oidc": [
			{ method: "GET", audience: "agent", answer: company.way },
			{ method: "POST", audience: "agent", answer: company.signIn },
		],
	};

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
