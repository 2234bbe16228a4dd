import * as v from "valibot";
import { text } from "../../policy/settings.ts";

/** What the provider says about somebody: an ID token's claims, or those of its userinfo endpoint. */
export type Claims = Readonly<Record<string, unknown>>;

/** Somebody may be in many of a company's groups. */
const MAX_VALUES = 2_000;
const MAX_NAME = 80;

/**
 * The values of a claim, which may be one text or a list of them. `path` is the claim's name as it stands (names that
 * are addresses have dots in them), or else leads there by dots: `realm_access.roles`.
 */
export function claimValues(claims: Claims, path: string): string[] {
	let found: unknown = claims;
	if (Object.hasOwn(claims, path)) found = claims[path];
	else
		for (const part of path.split(".")) {
			if (typeof found !== "object" || found === null) return [];
			if (!Object.hasOwn(found, part)) return [];
			found = Reflect.get(found, part);
		}
	return [found]
		.flat()
		.slice(0, MAX_VALUES)
		.filter((value) => typeof value === "string");
}

/** The first of the values that is one of the roles. */
export function roleAmong(
	values: readonly string[],
	roles: readonly string[],
): string | undefined {
	return values.find((value) => roles.includes(value));
}

/** What visitors will read: the name, or what else the provider has to call somebody by. */
export function nameIn(claims: Claims): string | undefined {
	for (const claim of ["name", "preferred_username", "email"]) {
		const shown = cleaned(claims[claim]);
		if (shown !== undefined) return shown;
	}
	return undefined;
}

/** One line without what turns or hides text, cut where names are cut. */
function cleaned(value: unknown): string | undefined {
	if (typeof value !== "string") return undefined;
	const line = value
		.slice(0, 1_000)
		.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/gu, " ")
		.replace(/\s+/g, " ")
		.trim();
	const cut = [...line].slice(0, MAX_NAME).join("").slice(0, MAX_NAME).trim();
	const result = v.safeParse(text(MAX_NAME), cut);
	return result.success ? result.output : undefined;
}
