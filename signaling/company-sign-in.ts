/**
 * Sign-in of agents with their company's identity provider: the two calls of the extension. It opens the provider's
 * page itself and hands over what came back; who that is, is found out here.
 */
import * as v from "valibot";
import type { Call, Reply } from "./api-call.ts";
import type { Clock } from "./clock.ts";
import type { Limits } from "./limits.ts";
import { createRateLimit } from "./rate-limit.ts";
import { CallError, readBody, take } from "./reply.ts";

/** Where the extension sends the agent, and as whom it asks. */
export type CompanyWay = {
	authorizationEndpoint: string;
	clientId: string;
	scope: string;
};

/** What the provider sent the agent back with, and what the extension had made for it. */
export type CompanyAnswer = v.InferOutput<typeof answerSchema>;

/** The provider, and the group whose agents it knows. Both calls throw a CallError for what goes wrong. */
export interface CompanySignIn {
	way(): Promise<CompanyWay>;
	/** Returns the token that signs the agent in from now on. */
	signIn(answer: CompanyAnswer): Promise<string>;
}

const answerSchema = v.strictObject({
	code: v.pipe(v.string(), v.regex(/^[\x21-\x7e]{1,4096}$/)),
	/** RFC 7636, section 4.1. */
	codeVerifier: v.pipe(v.string(), v.regex(/^[A-Za-z0-9._~-]{43,128}$/)),
	nonce: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{22,128}$/)),
	redirectUri: v.pipe(v.string(), v.maxLength(256)),
	/** Who has answered, where the provider says so (RFC 9207). */
	iss: v.exactOptional(v.pipe(v.string(), v.maxLength(2_048))),
});

/** Exchanges with the provider at a time: each waits for somebody else's server. */
const MAX_UNDER_WAY = 64;

export function createCompanyCalls(parts: {
	company: CompanySignIn | undefined;
	clock: Clock;
	limits: Limits;
	extensionOrigins: readonly string[];
}): { way(): Promise<Reply>; signIn(call: Call): Promise<Reply> } {
	const { company, clock, limits, extensionOrigins } = parts;
	const signIns = createRateLimit(limits.companySignIns, clock);
	let underWay = 0;

	return {
		async way() {
			if (company === undefined) throw switchedOff();
			return { status: 200, body: await company.way() };
		},
		async signIn({ request, caller }) {
			if (company === undefined) throw switchedOff();
			take(signIns.take(caller.address));
			const answer = await readBody(request, answerSchema);
			const origins =
				caller.origin === undefined ? extensionOrigins : [caller.origin];
			if (!isRedirectOf(origins, answer.redirectUri))
				throw new CallError(
					400,
					"bad-request",
					"The body is wrong at redirectUri.",
				);
			if (underWay >= MAX_UNDER_WAY)
				throw new CallError(
					503,
					"busy",
					"Too many agents are signing in. Please try again in a minute.",
					{ "Retry-After": "60" },
				);
			underWay++;
			try {
				return { status: 201, body: { token: await company.signIn(answer) } };
			} finally {
				underWay--;
			}
		},
	};
}

/**
 * Whether browsers keep this address for an extension of these origins: nobody serves it, they hand what arrives there
 * to the extension. Chromium writes the extension's id in it; Firefox a hash that its random origin does not tell, so
 * any such hash will do there: the provider knows which one it has registered.
 */
export function isRedirectOf(
	extensionOrigins: readonly string[],
	redirectUri: string,
): boolean {
	return extensionOrigins.some((origin) => {
		const [scheme, id] = origin.split("://");
		return scheme === "moz-extension"
			? /^https:\/\/[0-9a-f]{40}\.extensions\.allizom\.org\/docside$/.test(
					redirectUri,
				)
			: redirectUri === `https://${id}.chromiumapp.org/docside`;
	});
}

function switchedOff(): CallError {
	return new CallError(
		404,
		"off",
		"Signing in with a company is not set up on this server.",
	);
}
