/**
 * Agents sign in with their company's identity provider: OpenID Connect, the authorization code flow with PKCE. The
 * extension opens the provider's page in a window of the browser and makes `state`, `nonce` and the code verifier; it
 * hands the code to this server, which exchanges it. What stops whom:
 *
 * - open redirect: the only addresses to come back to are those that browsers keep for our extension, and the
 *   provider has them registered. Nobody serves them.
 * - a stolen or injected code: it is of no use without the verifier, which never leaves the extension and this call.
 * - login CSRF: the extension takes no answer without the `state` of the window it has open.
 * - replay: the provider takes a code once, and the ID token carries the nonce of this one sign-in.
 * - mix-up: there is one provider. Its name in the answer (RFC 9207), in its description and in the ID token must be
 *   the configured one, and the token must be for this client.
 * - a forged token: its signature is checked by the provider's keys, its times by the clock.
 * - server-side requests to elsewhere: no address comes from a caller. The issuer is the operator's; the others are in
 *   its own description. All are https, redirects are not followed, answers are bounded.
 * - another company: the group is the operator's too. An identity is known by group, issuer and subject, never by a
 *   name or an e-mail address, which change hands.
 */
import type { CompanySignIn } from "../company-sign-in.ts";
import { CallError } from "../reply.ts";
import { knownRoles } from "./agent-routes.ts";
import { listGroups } from "./create-group.ts";
import { signInCompanyAgent } from "./oidc-agents.ts";
import { claimValues, nameIn, roleAmong } from "./oidc-claims.ts";
import type { OidcConfiguration } from "./oidc-configuration.ts";
import { createOidcProvider, type OidcProviderParts } from "./oidc-provider.ts";
import type { Store } from "./store.ts";

/** Rejects with a sentence when it is not clear which group the agents are of. */
export async function openCompanySignIn(
	parts: OidcProviderParts & { store: Store },
): Promise<CompanySignIn> {
	const { configuration, store, now } = parts;
	const provider = createOidcProvider(parts);
	// A database that is still empty gets its group later.
	let group = await groupOf(configuration, store);

	return {
		way: () => provider.way(),
		async signIn(answer) {
			group ??= await groupOf(configuration, store);
			if (group === undefined) throw withoutGroup();
			const { claims, issuer, subject } = await provider.identify(answer);
			const role =
				roleAmong(
					claimValues(claims, configuration.roleClaim),
					await knownRoles(group, store),
				) ?? configuration.defaultRole;
			if (role === undefined) throw withoutRole();
			const name = nameIn(claims);
			if (name === undefined) throw withoutName();
			const at = now();
			const until = at + configuration.signInHours * 3_600_000;
			const agent = { issuer, subject, name, role, until };
			const outcome = await signInCompanyAgent(group, store, at, agent);
			switch (outcome.done) {
				case "signed-in":
					return outcome.token;
				case "revoked":
					throw revoked();
				case "full":
					throw new CallError(409, "full", "This group has too many agents.");
				default:
					return outcome satisfies never;
			}
		},
	};
}

async function groupOf(
	{ group }: OidcConfiguration,
	store: Store,
): Promise<string | undefined> {
	const groups = await listGroups(store);
	if (group === undefined && groups.length > 1)
		throw new Error(
			`DOCSIDE_OIDC_GROUP is missing: it must name the group whose agents sign in with their company. There are ${groups.join(", ")}.`,
		);
	if (group !== undefined && !groups.includes(group))
		throw new Error(
			`DOCSIDE_OIDC_GROUP names "${group}", and there is no such group.`,
		);
	return group ?? groups[0];
}

function withoutGroup(): CallError {
	return new CallError(404, "off", "There is no group on this server yet.");
}

function withoutRole(): CallError {
	return new CallError(
		403,
		"role",
		"Your company has given you none of the roles of this group. Ask your administrator.",
	);
}

function withoutName(): CallError {
	return new CallError(
		403,
		"name",
		"Your company's sign-in does not say your name. Ask your administrator.",
	);
}

function revoked(): CallError {
	return new CallError(
		403,
		"revoked",
		"Your administrator has taken your sign-in back. Ask them to let you in again.",
	);
}
