import { createServer, type RequestListener } from "node:http";
import { describe, expect, it, onTestFinished } from "vitest";
import type { OidcConfiguration } from "../../../signaling/account/oidc-configuration.ts";
import { createOidcProvider } from "../../../signaling/account/oidc-provider.ts";
import { isRedirectOf } from "../../../signaling/company-sign-in.ts";
import { startProvider } from "./running-provider.ts";

const HOUR_MS = 3_600_000;

/** The server's side of a provider at this address, on a clock that stands still. */
function providerAt(issuer: string) {
	const configuration: OidcConfiguration = {
		issuer,
		clientId: "docside",
		clientSecret: undefined,
		scope: "openid",
		roleClaim: "role",
		defaultRole: undefined,
		signInHours: 168,
		group: undefined,
	};
	const clock = { now: 0 };
	const said: string[] = [];
	const provider = createOidcProvider({
		configuration,
		now: () => clock.now,
		log: (sentence) => said.push(sentence),
	});
	return { provider, clock, said };
}

/** Something that answers like this in the place of a provider. Resolves with its address and what it was asked for. */
async function stranger(answer: RequestListener) {
	const asked: string[] = [];
	const server = createServer((request, response) => {
		asked.push(request.url ?? "");
		answer(request, response);
	});
	await new Promise<void>((resolve) =>
		server.listen(0, "127.0.0.1", () => resolve()),
	);
	onTestFinished(() => {
		server.closeAllConnections();
		server.close();
	});
	const address = server.address();
	if (address === null || typeof address === "string") throw new Error("port");
	return { url: `http://127.0.0.1:${address.port}`, asked };
}

describe("the provider's description", () => {
	it("is read once an hour, and what was known stays good while nobody answers", async () => {
		const { issuer, stop } = await startProvider({ people: {} });
		const { provider, clock, said } = providerAt(issuer);
		const way = await provider.way();
		await stop();
		clock.now = HOUR_MS - 1;
		expect(await provider.way()).toEqual(way);
		expect(said).toEqual([]);
		clock.now = HOUR_MS;
		expect(await provider.way()).toEqual(way);
		expect(await provider.way()).toEqual(way);
		expect(said).toEqual([
			expect.stringMatching(/^The identity provider cannot be used: .+\.$/),
		]);
	});

	it("is asked for once by all who come at a time", async () => {
		const { url, asked } = await stranger((_, response) => {
			response.writeHead(500).end();
		});
		const { provider, clock } = providerAt(url);
		const ways = [1, 2, 3].map(() => provider.way().catch(() => "failed"));
		expect(await Promise.all(ways)).toEqual(["failed", "failed", "failed"]);
		await provider.way().catch(() => {});
		expect(asked).toEqual(["/.well-known/openid-configuration"]);
		clock.now = 5_000;
		await provider.way().catch(() => {});
		expect(asked).toHaveLength(2);
	});

	it("is not looked for where a redirect leads", async () => {
		const elsewhere = await stranger((_, response) => {
			response.end("{}");
		});
		const { url } = await stranger((_, response) => {
			response.writeHead(302, { Location: elsewhere.url }).end();
		});
		await expect(providerAt(url).provider.way()).rejects.toMatchObject({
			code: "provider",
		});
		expect(elsewhere.asked).toEqual([]);
	});

	it.each([
		["has no end", () => `"${"x".repeat(2_000_000)}"`, "answer is too long"],
		[
			"is of another issuer",
			() => '{"issuer":"https://evil.example"}',
			"issuer",
		],
		["is no JSON", () => "<html>", "."],
	])("is not taken when it %s", async (_, body, words) => {
		const { url } = await stranger((_, response) => {
			response.setHeader("content-type", "application/json");
			response.end(body());
		});
		const { provider, said } = providerAt(url);
		await expect(provider.way()).rejects.toMatchObject({ code: "provider" });
		expect(said[0]).toContain(words);
	});
});

describe("where a sign-in may come back to", () => {
	const hash = "0123456789abcdef0123456789abcdef01234567";
	it.each([
		["chrome-extension://abc", "https://abc.chromiumapp.org/docside", true],
		["chrome-extension://abc", "https://abd.chromiumapp.org/docside", false],
		["chrome-extension://abc", "http://abc.chromiumapp.org/docside", false],
		["chrome-extension://abc", "https://abc.chromiumapp.org/docside?x", false],
		[
			"moz-extension://0-1",
			`https://${hash}.extensions.allizom.org/docside`,
			true,
		],
		[
			"moz-extension://0-1",
			"https://abc.extensions.allizom.org/docside",
			false,
		],
		["moz-extension://0-1", "https://0-1.chromiumapp.org/docside", false],
	])("for %s: %s is %s", (origin, redirectUri, good) => {
		expect(isRedirectOf([origin], redirectUri)).toBe(good);
		expect(isRedirectOf([], redirectUri)).toBe(false);
	});
});
