import { createHash } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { signInWithCompany } from "../../extension/company-sign-in.ts";
import { signInWindow, stubFetch } from "./fake-browser.ts";

vi.mock("../../extension/browser.ts", () => import("./fake-browser.ts"));

const REDIRECT = "https://abc.chromiumapp.org/docside";
const SERVER = "https://share.example/";
const WAY = {
	authorizationEndpoint: "https://login.example/auth?tenant=7",
	clientId: "docside",
	scope: "openid profile",
};

/** What the company's page was asked, and how it answers: the query of the address it goes back to. */
function answers(query: (asked: URLSearchParams) => Record<string, string>) {
	signInWindow.open = async (url) => {
		const asked = new URL(url).searchParams;
		return `${REDIRECT}?${new URLSearchParams(query(asked))}`;
	};
}

const good = (asked: URLSearchParams) => ({
	code: "a code",
	state: asked.get("state") ?? "",
	iss: "https://login.example",
});

let handedOver: unknown;
/** How our server answers the code. */
function serverSays(status: number, body: unknown) {
	stubFetch((_, init) => {
		handedOver = JSON.parse(String(init?.body));
		return Response.json(body, { status });
	});
}

beforeEach(() => {
	handedOver = undefined;
	serverSays(201, { token: "a-sign-in-token" });
	answers(good);
});
afterEach(() => void vi.unstubAllGlobals());

const signIn = () => signInWithCompany(SERVER, WAY);

describe("signing in with the company", () => {
	it("hands the code to the server with what it was asked for by", async () => {
		let asked = new URLSearchParams();
		answers((given) => {
			asked = given;
			return good(given);
		});
		expect(await signIn()).toEqual({ ok: true, token: "a-sign-in-token" });
		expect(Object.fromEntries(asked)).toEqual({
			tenant: "7",
			response_type: "code",
			client_id: "docside",
			redirect_uri: REDIRECT,
			scope: "openid profile",
			state: expect.stringMatching(/^[\w-]{43}$/),
			nonce: expect.stringMatching(/^[\w-]{43}$/),
			code_challenge: expect.stringMatching(/^[\w-]{43}$/),
			code_challenge_method: "S256",
		});
		expect(handedOver).toEqual({
			code: "a code",
			iss: "https://login.example",
			nonce: asked.get("nonce"),
			redirectUri: REDIRECT,
			codeVerifier: expect.stringMatching(/^[\w-]{43}$/),
		});
		const verifier = Reflect.get(Object(handedOver), "codeVerifier");
		expect(createHash("sha256").update(verifier).digest("base64url")).toBe(
			asked.get("code_challenge"),
		);
	});

	it("makes all of it anew each time", async () => {
		const seen = new Set<string | null>();
		answers((asked) => {
			for (const name of ["state", "nonce", "code_challenge"])
				seen.add(asked.get(name));
			return good(asked);
		});
		await signIn();
		await signIn();
		expect(seen.size).toBe(6);
	});

	it.each([
		["another state", { code: "x", state: "of another window" }, "mistaken"],
		["no state", { code: "x" }, "mistaken"],
		["an error without our state", { error: "access_denied" }, "mistaken"],
	])("takes no answer with %s", async (_, answer, why) => {
		answers(() => answer);
		expect(await signIn()).toEqual({ ok: false, why });
		expect(handedOver).toBeUndefined();
	});

	it.each([
		["access_denied", "denied"],
		["server_error", "mistaken"],
	])("says that the company answered %s", async (error, why) => {
		answers((asked) => ({ error, state: asked.get("state") ?? "" }));
		expect(await signIn()).toEqual({ ok: false, why });
	});

	it.each([
		"https://evil.example/docside?code=x",
		`${REDIRECT}/more?code=x`,
		"not an address",
	])("takes no answer at %s", async (back) => {
		signInWindow.open = async () => back;
		expect(await signIn()).toEqual({ ok: false, why: "mistaken" });
	});

	it.each([
		["The user did not approve access.", "cancelled"],
		["User cancelled or denied access.", "cancelled"],
		["Authorization page could not be loaded.", "provider"],
	])("understands the browser's %s", async (sentence, why) => {
		signInWindow.open = () => Promise.reject(new Error(sentence));
		expect(await signIn()).toEqual({ ok: false, why });
	});

	it.each([
		[400, "refused", "refused"],
		[403, "revoked", "revoked"],
		[403, "role", "role"],
		[403, "name", "name"],
		[409, "full", "full"],
		[502, "provider", "provider"],
		[503, "busy", "offline"],
		[429, "too-many", "rate-limited"],
		[404, "off", "mistaken"],
		[400, "bad-request", "mistaken"],
	])("understands the server's %d %s", async (status, error, why) => {
		serverSays(status, { error, message: "A sentence." });
		expect(await signIn()).toEqual({ ok: false, why });
	});
});
