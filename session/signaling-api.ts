import * as v from "valibot";
import {
	type AgentSettings,
	agentSettingsSchema,
	type VisitorSettings,
	visitorSettingsSchema,
	webAddress,
} from "../policy/settings.ts";
import { countBody } from "./server-bytes.ts";

/** What the signaling server can answer instead of what was asked. */
export type SignalingFailure =
	/** It cannot be reached. */
	| "offline"
	/** Too many tries: wait. */
	| "rate-limited"
	/** The agent's sign-in token is not known. */
	| "sign-in"
	/** What was named is not known: the group in the tag, or the invitation. */
	| "unknown"
	/** It answered something else. */
	| "unexpected";

export class SignalingError extends Error {
	override name = "SignalingError";
	constructor(
		readonly failure: SignalingFailure,
		message: string,
		/** The server's own name for what is wrong, where it says one. */
		readonly code?: string,
	) {
		super(message);
	}
}

const token = v.pipe(v.string(), v.minLength(8), v.maxLength(256));
const iceServers = v.pipe(
	v.array(
		v.object({
			urls: v.union([v.string(), v.array(v.string())]),
			username: v.optional(v.string()),
			credential: v.optional(v.string()),
		}),
	),
	v.maxLength(16),
);
/** How the two browsers may reach each other. */
const ice = {
	iceServers,
	icePolicy: v.optional(v.picklist(["all", "relay"]), "all"),
	/** Where the credentials in it end. */
	iceExpiresInSeconds: v.optional(
		v.pipe(v.number(), v.minValue(1), v.maxValue(86_400)),
	),
};
const route = v.pipe(v.string(), v.regex(/^\d{4,8}$/));
const seconds = v.pipe(v.number(), v.minValue(1), v.maxValue(86_400));

const startedSchema = v.object({
	route,
	peerId: token,
	ticket: token,
	manage: token,
	...ice,
	settings: visitorSettingsSchema,
	expiresInSeconds: seconds,
});
const routeSchema = v.object({ route, expiresInSeconds: seconds });
const joinedSchema = v.object({
	visitorPeerId: token,
	peerId: token,
	ticket: token,
	manage: token,
	...ice,
});
const introducedSchema = v.object({
	agents: v.pipe(
		v.array(
			v.object({
				peerId: token,
				name: v.pipe(v.string(), v.minLength(1), v.maxLength(80)),
				sharing: visitorSettingsSchema.entries.sharing,
				links: v.pipe(v.array(v.string()), v.maxLength(100)),
			}),
		),
		v.maxLength(64),
	),
});
const redeemedSchema = v.object({ token });
const companyWaySchema = v.object({
	authorizationEndpoint: webAddress,
	clientId: v.pipe(v.string(), v.minLength(1), v.maxLength(512)),
	scope: v.pipe(v.string(), v.maxLength(512)),
});
const errorSchema = v.object({ error: v.pipe(v.string(), v.maxLength(40)) });
const ticketSchema = v.object({
	ticket: token,
	...ice,
	/** For a visitor. */
	settings: v.optional(visitorSettingsSchema),
});

export type Started = v.InferOutput<typeof startedSchema>;
/** An agent as the server knows them: their name, and what their role may do. */
export type IntroducedAgent = v.InferOutput<
	typeof introducedSchema
>["agents"][number];
/** Where an agent signs in with their company, and as whom the extension asks there. */
export type CompanyWay = v.InferOutput<typeof companyWaySchema>;
export type Joined = v.InferOutput<typeof joinedSchema>;
export type Readmitted = v.InferOutput<typeof ticketSchema>;
export type { AgentSettings, VisitorSettings };

/** The visitor asks for a route. */
export function startSession(
	server: string,
	asked: { group: string; site: string },
): Promise<Started> {
	return call(server, "POST", "sessions", startedSchema, { body: asked });
}

/** The key was used or is too old: another route for the same visitor. */
export function renewRoute(server: string, manage: string) {
	return call(server, "POST", "sessions/route", routeSchema, {
		bearer: manage,
	});
}

/** Nobody can join by this route any more. Never rejects: a route ends by itself too. */
export async function endRoute(server: string, manage: string): Promise<void> {
	try {
		await call(server, "DELETE", "sessions", v.unknown(), { bearer: manage });
	} catch {
		// It lapses in minutes.
	}
}

/** The agents whom the server has introduced to this visitor and who are agents still. */
export async function introducedAgents(
	server: string,
	manage: string,
): Promise<IntroducedAgent[]> {
	const { agents } = await call(
		server,
		"GET",
		"sessions/agents",
		introducedSchema,
		{ bearer: manage },
	);
	return agents;
}

/** A ticket opens the signaling socket once, within seconds. With it comes what a page that was loaded anew needs. */
export function newTicket(server: string, manage: string): Promise<Readmitted> {
	return call(server, "POST", "tickets", ticketSchema, { bearer: manage });
}

/** The agent asks for the way to the visitor of a route. A route that nobody has is answered like any other. */
export function joinRoute(
	server: string,
	signIn: string,
	asked: { route: string },
): Promise<Joined> {
	return call(server, "POST", "joins", joinedSchema, {
		bearer: signIn,
		body: asked,
	});
}

/** The settings of the agent who is signed in, as pages of this kind of site go by them. */
export function agentSettings(
	server: string,
	signIn: string,
	site: "production" | "staging" = "production",
): Promise<AgentSettings> {
	const path = site === "staging" ? "settings?site=staging" : "settings";
	return call(server, "GET", path, agentSettingsSchema, { bearer: signIn });
}

/** Uses an invitation up: the answer is the sign-in token from now on. A wrong or used one rejects as `unknown`. */
export async function redeemInvitation(
	server: string,
	invitation: string,
): Promise<string> {
	const redeemed = await call(server, "POST", "agents/redeem", redeemedSchema, {
		body: { invitation },
	});
	return redeemed.token;
}

/** The way to the company's sign-in. Undefined where agents do not sign in with their company. */
export async function companyWay(
	server: string,
): Promise<CompanyWay | undefined> {
	try {
		return await call(server, "GET", "agents/oidc", companyWaySchema, {});
	} catch (error) {
		if (error instanceof SignalingError && error.failure === "unknown")
			return undefined;
		throw error;
	}
}

/** What came back from the company's sign-in: the answer is the sign-in token from now on. */
export async function redeemCompanyCode(
	server: string,
	answer: {
		code: string;
		codeVerifier: string;
		nonce: string;
		redirectUri: string;
		iss?: string;
	},
): Promise<string> {
	const redeemed = await call(server, "POST", "agents/oidc", redeemedSchema, {
		body: answer,
		// The server asks the provider meanwhile, up to four times.
		timeoutMs: 30_000,
	});
	return redeemed.token;
}

type CallOptions = { bearer?: string; body?: unknown; timeoutMs?: number };

async function call<S extends v.GenericSchema>(
	server: string,
	method: string,
	path: string,
	schema: S,
	{ bearer, body, timeoutMs = 10_000 }: CallOptions,
): Promise<v.InferOutput<S>> {
	const headers: Record<string, string> = {};
	const sent = body === undefined ? undefined : JSON.stringify(body);
	if (sent !== undefined) countBody(sent);
	if (bearer !== undefined) headers.Authorization = `Bearer ${bearer}`;
	if (body !== undefined) headers["Content-Type"] = "application/json";
	let answer: Response;
	try {
		answer = await fetch(new URL(path, server), {
			method,
			headers,
			cache: "no-store",
			// A page that goes away still takes its key back.
			keepalive: method === "DELETE",
			credentials: "omit",
			referrerPolicy: "no-referrer",
			signal: AbortSignal.timeout(timeoutMs),
			...(sent !== undefined && { body: sent }),
		});
	} catch (error) {
		throw new SignalingError("offline", String(error));
	}
	const value: unknown =
		answer.status === 204 ? null : await answer.json().catch(() => undefined);
	if (!answer.ok) {
		const said = v.safeParse(errorSchema, value);
		throw new SignalingError(
			failureOf(answer),
			`${path}: ${answer.status}`,
			said.success ? said.output.error : undefined,
		);
	}
	const result = v.safeParse(schema, value);
	if (result.success) return result.output;
	throw new SignalingError(
		"unexpected",
		`${path}: ${result.issues[0].message}`,
	);
}

function failureOf({ status }: Response): SignalingFailure {
	if (status === 401 || status === 403) return "sign-in";
	if (status === 404) return "unknown";
	if (status === 429) return "rate-limited";
	return status >= 500 ? "offline" : "unexpected";
}
