/** The company's identity provider (OpenID Connect), as the operator names it. */
export type OidcConfiguration = {
	/** As the provider writes it in its ID tokens. */
	issuer: string;
	clientId: string;
	/** Without one this server is a public client, which PKCE alone protects. */
	clientSecret: string | undefined;
	/** Separated by blanks, `openid` among them. */
	scope: string;
	/** The claim that holds an agent's role: its name, or a path with dots. */
	roleClaim: string;
	/** The role of those whose claim names none of the group's. Without one they are refused. */
	defaultRole: string | undefined;
	/** How long a sign-in lasts: as long can somebody who has left the company go on. */
	signInHours: number;
	/** The group whose agents sign in this way. Undefined: the only one. */
	group: string | undefined;
};

const WEEK = 168;
const YEAR = 8_760;

type Read = <T>(name: string, fallback: T, parse: (text: string) => T) => T;

/**
 * Reads the variables DOCSIDE_OIDC_…; undefined when there are none. `wrong` gets a sentence for each mistake that
 * `read` does not see.
 */
export function readOidcConfiguration(
	environment: Readonly<Record<string, string | undefined>>,
	read: Read,
	wrong: string[],
): OidcConfiguration | undefined {
	const set = (name: string) => (environment[name]?.trim() ?? "") !== "";
	const used = Object.keys(environment).filter(
		(name) => name.startsWith("DOCSIDE_OIDC_") && set(name),
	);
	if (used.length === 0) return undefined;
	for (const name of ["DOCSIDE_OIDC_ISSUER", "DOCSIDE_OIDC_CLIENT_ID"])
		if (!set(name))
			wrong.push(`${name} is missing: ${used[0]} is of no use without it.`);
	if (!set("DOCSIDE_DATABASE"))
		wrong.push(
			"DOCSIDE_OIDC_ISSUER needs DOCSIDE_DATABASE: agents who sign in with their company are kept there.",
		);
	const optional = (name: string, parse: (text: string) => string) =>
		read<string | undefined>(name, undefined, parse);
	return {
		issuer: read("DOCSIDE_OIDC_ISSUER", "", issuer),
		clientId: read("DOCSIDE_OIDC_CLIENT_ID", "", plain(512)),
		clientSecret: optional("DOCSIDE_OIDC_CLIENT_SECRET", secret),
		scope: read("DOCSIDE_OIDC_SCOPE", "openid profile", scope),
		roleClaim: read("DOCSIDE_OIDC_ROLE_CLAIM", "role", plain(256)),
		defaultRole: optional("DOCSIDE_OIDC_DEFAULT_ROLE", plain(80)),
		signInHours: read("DOCSIDE_OIDC_SIGN_IN_HOURS", WEEK, hours),
		group: optional("DOCSIDE_OIDC_GROUP", group),
	};
}

/** The scheme is all that stands between the sign-in and whoever listens on the way. */
function issuer(text: string): string {
	const url = URL.canParse(text) ? new URL(text) : undefined;
	const local =
		url?.protocol === "http:" &&
		["localhost", "127.0.0.1", "[::1]"].includes(url.hostname);
	const bare = url !== undefined && `${url.origin}${url.pathname}` === url.href;
	if (bare && (url.protocol === "https:" || local) && text.length <= 1_024)
		return text;
	throw new Error(
		"must be the provider's https address, such as https://login.example.org, with nothing behind the path.",
	);
}

function plain(max: number): (text: string) => string {
	return (text) => {
		// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused.
		if (text.length <= max && !/[\u0000-\u001f\u007f]/.test(text)) return text;
		throw new Error(
			`must be at most ${max} characters long, all of them printable.`,
		);
	};
}

function secret(text: string): string {
	// Not the value: it is the secret.
	if (text.length <= 1_024) return text;
	throw new Error("must be at most 1024 characters long.");
}

function scope(text: string): string {
	const scopes = text.split(/\s+/);
	// RFC 6749, section 3.3.
	const good = scopes.every((one) => /^[\x21\x23-\x5b\x5d-\x7e]+$/.test(one));
	if (good && scopes.includes("openid") && text.length <= 512)
		return scopes.join(" ");
	throw new Error("must be a list of scopes with openid among them.");
}

function hours(text: string): number {
	const number = /^[0-9]{1,4}$/.test(text) ? Number(text) : 0;
	if (number >= 1 && number <= YEAR) return number;
	throw new Error(`must be a whole number from 1 to ${YEAR}.`);
}

function group(text: string): string {
	if (/^[a-z0-9][a-z0-9-]{0,63}$/.test(text)) return text;
	throw new Error("must be the name of a group.");
}
