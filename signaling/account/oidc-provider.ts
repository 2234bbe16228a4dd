import * as oidc from "openid-client";
import type { CompanyAnswer, CompanyWay } from "../company-sign-in.ts";
import { CallError } from "../reply.ts";
import type { Claims } from "./oidc-claims.ts";
import type { OidcConfiguration } from "./oidc-configuration.ts";

/** Who the provider says it is. */
export type Identity = {
	issuer: string;
	/** The provider's own name for them, which it never gives to another person. */
	subject: string;
	claims: Claims;
};

/** The identity provider, seen from the server. Both throw a CallError for what goes wrong. */
export interface OidcProvider {
	way(): Promise<CompanyWay>;
	/** Exchanges the code for an ID token, checks all of it, and says who it is about. */
	identify(answer: CompanyAnswer): Promise<Identity>;
}

export type OidcProviderParts = {
	configuration: OidcConfiguration;
	/** Milliseconds since 1970. */
	now: () => number;
	log: (sentence: string) => void;
};

/** How long the provider's description is believed. Its keys are looked up again when an unknown one is used. */
const DESCRIPTION_LIFETIME_MS = 3_600_000;
/** A provider that does not answer is not asked again for so long. */
const PAUSE_MS = 5_000;
const REQUEST_TIMEOUT_S = 5;
const MAX_ANSWER_BYTES = 1_048_576;

/** Nothing is asked of the provider before the first agent wants to sign in: it may be down when the server starts. */
export function createOidcProvider(parts: OidcProviderParts): OidcProvider {
	const { configuration, now, log } = parts;
	let known: { config: oidc.Configuration; until: number } | undefined;
	let asking: Promise<oidc.Configuration> | undefined;
	let pauseUntil = 0;

	/** What was known stays good while the provider cannot be asked. */
	async function described(): Promise<oidc.Configuration> {
		if (known !== undefined && now() < Math.max(known.until, pauseUntil))
			return known.config;
		if (now() < pauseUntil) throw unavailable();
		asking ??= discover(configuration)
			.then((config) => {
				known = { config, until: now() + DESCRIPTION_LIFETIME_MS };
				return config;
			})
			.catch((error: unknown) => {
				pauseUntil = now() + PAUSE_MS;
				log(`The identity provider cannot be used: ${reasonOf(error)}.`);
				if (known !== undefined) return known.config;
				throw unavailable();
			})
			.finally(() => {
				asking = undefined;
			});
		return asking;
	}

	return {
		async way() {
			const { authorization_endpoint } = (await described()).serverMetadata();
			if (authorization_endpoint === undefined) throw unavailable();
			const { clientId, scope } = configuration;
			return { authorizationEndpoint: authorization_endpoint, clientId, scope };
		},
		async identify({ code, codeVerifier, nonce, redirectUri, iss }) {
			const config = await described();
			// The address as the browser would have it, of what was handed over.
			const address = new URL(redirectUri);
			address.searchParams.set("code", code);
			if (iss !== undefined) address.searchParams.set("iss", iss);
			try {
				const tokens = await oidc.authorizationCodeGrant(config, address, {
					pkceCodeVerifier: codeVerifier,
					expectedNonce: nonce,
					idTokenExpected: true,
				});
				const claims = tokens.claims();
				if (claims === undefined || !isSubject(claims.sub)) {
					log("A sign-in with the company failed: no usable subject.");
					throw refused();
				}
				return {
					issuer: claims.iss,
					subject: claims.sub,
					claims: await completed(config, claims, tokens.access_token),
				};
			} catch (error) {
				if (error instanceof CallError) throw error;
				if (isBadCode(error)) throw refused();
				log(`A sign-in with the company failed: ${reasonOf(error)}.`);
				throw isBadToken(error) ? refused() : unavailable();
			}
		},
	};

	/** Some providers keep the ID token short and tell the rest at their userinfo endpoint, of the same subject alone. */
	async function completed(
		config: oidc.Configuration,
		claims: oidc.IDToken,
		accessToken: string,
	): Promise<Claims> {
		const { roleClaim } = configuration;
		const [first = ""] = roleClaim.split(".");
		const hasRole = Object.hasOwn(claims, roleClaim) || first in claims;
		if (hasRole && "name" in claims) return claims;
		if (config.serverMetadata().userinfo_endpoint === undefined) return claims;
		const more = await oidc.fetchUserInfo(config, accessToken, claims.sub);
		return { ...more, ...claims };
	}
}

async function discover({
	issuer,
	clientId,
	clientSecret,
}: OidcConfiguration): Promise<oidc.Configuration> {
	const local = new URL(issuer).protocol === "http:";
	const config = await oidc.discovery(
		new URL(issuer),
		clientId,
		undefined,
		(server, client, body, headers) => {
			const { token_endpoint_auth_methods_supported: ways } = server;
			// Basic is what a provider takes that names no other way; in the body there is less to go wrong.
			const authenticate =
				clientSecret === undefined
					? oidc.None()
					: ways?.includes("client_secret_post")
						? oidc.ClientSecretPost(clientSecret)
						: oidc.ClientSecretBasic(clientSecret);
			return authenticate(server, client, body, headers);
		},
		{
			timeout: REQUEST_TIMEOUT_S,
			[oidc.customFetch]: boundedFetch,
			execute: [
				// Signatures too, not only who has answered over TLS.
				oidc.enableNonRepudiationChecks,
				// The configuration lets http through for this machine only.
				...(local ? [oidc.allowInsecureRequests] : []),
			],
		},
	);
	// One company's: the addresses that stand for all customers of a provider answer with another issuer.
	if (new URL(config.serverMetadata().issuer).href !== new URL(issuer).href)
		throw new Error("it calls itself something else than DOCSIDE_OIDC_ISSUER");
	return config;
}

/** Redirects are not followed, which the library sees to, and an answer has an end. */
async function boundedFetch(
	address: string,
	options: oidc.CustomFetchOptions,
): Promise<Response> {
	const { body, ...rest } = options;
	const answer = await fetch(address, {
		...rest,
		// Forms are all that is sent.
		...(body instanceof URLSearchParams && { body }),
	});
	const pieces: Uint8Array[] = [];
	let length = 0;
	for await (const piece of answer.body ?? []) {
		length += piece.length;
		if (length > MAX_ANSWER_BYTES) throw new Error("its answer is too long");
		pieces.push(piece);
	}
	const { status, headers } = answer;
	return new Response(length > 0 ? Buffer.concat(pieces) : null, {
		status,
		headers,
	});
}

/** As OpenID Connect Core has it, section 2. The library lets an empty one through, which all would share. */
function isSubject(subject: string): boolean {
	return subject.trim() !== "" && subject.length <= 255;
}

/** A code that is unknown, used, too old, of another client or another verifier: which one is not told. */
function isBadCode(error: unknown): boolean {
	return (
		error instanceof oidc.ResponseBodyError && error.error === "invalid_grant"
	);
}

const TOKEN_FAULTS = [
	"OAUTH_INVALID_RESPONSE",
	"OAUTH_JWT_CLAIM_COMPARISON_FAILED",
	"OAUTH_JWT_TIMESTAMP_CHECK_FAILED",
	"OAUTH_KEY_SELECTION_FAILED",
	"OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED",
];

function isBadToken(error: unknown): boolean {
	return (
		error instanceof oidc.ClientError &&
		error.code !== undefined &&
		TOKEN_FAULTS.includes(error.code)
	);
}

/** For the operator's log: what the library or the network calls it, and nothing that was sent. */
function reasonOf(error: unknown): string {
	if (error instanceof oidc.ResponseBodyError)
		return `it answers "${error.error.replace(/[^\w.-]/g, "").slice(0, 60)}"`;
	if (!(error instanceof Error)) return "unknown";
	const { cause } = error;
	const under =
		cause instanceof Error && cause.message !== error.message
			? ` (${Reflect.get(cause, "code") ?? cause.message})`
			: "";
	return `${error.message}${under}`.slice(0, 300);
}

function refused(): CallError {
	return new CallError(
		400,
		"refused",
		"Your company's sign-in was not accepted. Please sign in again.",
	);
}

function unavailable(): CallError {
	return new CallError(
		502,
		"provider",
		"Your company's sign-in page cannot be reached at the moment. Please try again in a minute.",
		{ "Retry-After": "60" },
	);
}
