import {
	type CompanyWay,
	redeemCompanyCode,
	SignalingError,
} from "../session/signaling-api.ts";
import type { Words } from "../words/words.ts";
import { browser } from "./browser.ts";

export type CompanyFailure = keyof Words["company"]["failure"];

export type CompanySignedIn =
	| { ok: true; token: string }
	| { ok: false; why: CompanyFailure };

/**
 * Opens the company's sign-in page in a window of the browser and hands what comes back to the server (OpenID Connect,
 * the code flow with PKCE, RFC 7636). What ties the answer to this window is made here, for this one time: `state`, so
 * that nobody can slip an answer of their own in, the verifier without which the code is of no use, and the nonce that
 * the ID token must carry.
 */
export async function signInWithCompany(
	server: string,
	way: CompanyWay,
): Promise<CompanySignedIn> {
	const redirectUri = browser.identity.getRedirectURL("docside");
	const [state, nonce, codeVerifier] = [random(), random(), random()];
	const address = new URL(way.authorizationEndpoint);
	for (const [name, value] of Object.entries({
		response_type: "code",
		client_id: way.clientId,
		redirect_uri: redirectUri,
		scope: way.scope,
		state,
		nonce,
		code_challenge: await challengeOf(codeVerifier),
		code_challenge_method: "S256",
	}))
		address.searchParams.set(name, value);
	let back: string;
	try {
		back = await browser.identity.launchWebAuthFlow({
			url: address.href,
			interactive: true,
		});
	} catch (error) {
		return { ok: false, why: whyClosed(error) };
	}
	const answer = readAnswer(back, redirectUri, state);
	if (typeof answer === "string") return { ok: false, why: answer };
	try {
		const given = { ...answer, codeVerifier, nonce, redirectUri };
		return { ok: true, token: await redeemCompanyCode(server, given) };
	} catch (error) {
		return { ok: false, why: whyRefused(error) };
	}
}

/** 256 bits in 43 characters: as long as a verifier must be. */
function random(): string {
	return base64url(crypto.getRandomValues(new Uint8Array(32)));
}

async function challengeOf(verifier: string): Promise<string> {
	const bytes = new TextEncoder().encode(verifier);
	return base64url(
		new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)),
	);
}

function base64url(bytes: Uint8Array): string {
	return btoa(String.fromCharCode(...bytes))
		.replaceAll("+", "-")
		.replaceAll("/", "_")
		.replaceAll("=", "");
}

/** Browsers have no code for it, only a sentence: of a window that was closed, or of a page that did not load. */
function whyClosed(error: unknown): CompanyFailure {
	const said = error instanceof Error ? error.message : String(error);
	return /not approve|cancel/i.test(said) ? "cancelled" : "provider";
}

function readAnswer(
	back: string,
	redirectUri: string,
	state: string,
): { code: string; iss?: string } | CompanyFailure {
	if (!URL.canParse(back)) return "mistaken";
	const { origin, pathname, searchParams } = new URL(back);
	if (`${origin}${pathname}` !== redirectUri) return "mistaken";
	if (searchParams.get("state") !== state) return "mistaken";
	const error = searchParams.get("error");
	if (error !== null) return error === "access_denied" ? "denied" : "mistaken";
	const code = searchParams.get("code");
	const iss = searchParams.get("iss");
	if (code === null || code === "") return "mistaken";
	return { code, ...(iss !== null && { iss }) };
}

function whyRefused(error: unknown): CompanyFailure {
	if (!(error instanceof SignalingError)) return "mistaken";
	switch (error.code) {
		case "refused":
		case "revoked":
		case "role":
		case "name":
		case "full":
		case "provider":
			return error.code;
	}
	switch (error.failure) {
		case "offline":
		case "rate-limited":
			return error.failure;
		case "sign-in":
		case "unknown":
		case "unexpected":
			return "mistaken";
		default:
			return error.failure satisfies never;
	}
}
