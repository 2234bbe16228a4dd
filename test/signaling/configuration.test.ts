import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
	ConfigurationError,
	readConfiguration,
} from "../../signaling/configuration.ts";
import { iceFor, iceServersFor } from "../../signaling/ice-servers.ts";
import { temporaryFolder } from "./running.ts";

function goodEnvironment(): Record<string, string> {
	const folder = temporaryFolder({ "settings.json": "{}" });
	return { DOCSIDE_SETTINGS: join(folder, "settings.json") };
}

function sentencesFor(wrong: Record<string, string | undefined>) {
	try {
		readConfiguration({ ...goodEnvironment(), ...wrong });
	} catch (error) {
		if (error instanceof ConfigurationError) return error.sentences;
		throw error;
	}
	return [];
}

describe("the configuration", () => {
	it("needs nothing but the settings", () => {
		const environment = goodEnvironment();
		expect(readConfiguration(environment)).toEqual({
			settings: environment.DOCSIDE_SETTINGS,
			port: 9000,
			host: "127.0.0.1",
			publicUrl: undefined,
			static: undefined,
			admin: undefined,
			extensionOrigins: ["chrome-extension://pakcnkeioolmfioncnobceoalpdhbcga"],
			iceServers: [],
			icePolicy: "all",
			proxies: 0,
		});
	});

	it("needs no settings file where there is a database", () => {
		const read = readConfiguration({ DOCSIDE_DATABASE: "file:/tmp/a.db" });
		expect([read.settings, read.database]).toEqual([
			undefined,
			"file:/tmp/a.db",
		]);
	});

	it.each(["/tmp/a.db", "file:", "mysql://db.example", "libsql://"])(
		"refuses %s as a database",
		(address) => {
			expect(sentencesFor({ DOCSIDE_DATABASE: address })).toEqual([
				expect.stringMatching(/^DOCSIDE_DATABASE must be file: and a path/),
			]);
		},
	);

	it("reads everything that is set", () => {
		const folder = temporaryFolder();
		expect(
			readConfiguration({
				...goodEnvironment(),
				DOCSIDE_PORT: "0",
				DOCSIDE_HOST: "::",
				DOCSIDE_PUBLIC_URL: "https://share.example.org/",
				DOCSIDE_STATIC: folder,
				DOCSIDE_ADMIN: folder,
				DOCSIDE_EXTENSION_ORIGINS:
					"chrome-extension://abc, moz-extension://0-1",
				DOCSIDE_ICE_SERVERS: '[{"urls":["stun:a.example", "turns:a.example"]}]',
				DOCSIDE_ICE_POLICY: "relay",
				DOCSIDE_TRUST_PROXY: "1",
			}),
		).toMatchObject({
			port: 0,
			host: "::",
			publicUrl: "https://share.example.org",
			static: folder,
			admin: folder,
			extensionOrigins: ["chrome-extension://abc", "moz-extension://0-1"],
			iceServers: [{ urls: ["stun:a.example", "turns:a.example"] }],
			icePolicy: "relay",
			proxies: 1,
		});
	});

	it.each([
		["DOCSIDE_SETTINGS", "", "is missing"],
		["DOCSIDE_SETTINGS", "/nowhere.json", "names a file that does not exist"],
		["DOCSIDE_SETTINGS", "/", "must name a file"],
		["DOCSIDE_STATIC", "/nowhere", "names a folder that does not exist"],
		["DOCSIDE_ADMIN", "/nowhere", "names a folder that does not exist"],
		["DOCSIDE_PORT", "65536", "must be a whole number from 0 to 65535"],
		["DOCSIDE_PORT", "-1", "must be a whole number"],
		["DOCSIDE_PORT", "8e3", "must be a whole number"],
		["DOCSIDE_HOST", "a b", "must be an address or a host name"],
		["DOCSIDE_PUBLIC_URL", "share.example.org", "must be an address such as"],
		["DOCSIDE_PUBLIC_URL", "https://x.org/path", "without a path"],
		["DOCSIDE_PUBLIC_URL", "https://a:b@x.org", "must be an address such as"],
		["DOCSIDE_PUBLIC_URL", "ftp://x.org", "must be an address such as"],
		["DOCSIDE_EXTENSION_ORIGINS", "https://x.org", "must be a list of origins"],
		["DOCSIDE_EXTENSION_ORIGINS", "chrome-extension://abc/", "is none"],
		["DOCSIDE_ICE_SERVERS", "[", "is not JSON"],
		["DOCSIDE_ICE_SERVERS", '[{"urls":"http://x"}]', "wrong at 0.urls"],
		["DOCSIDE_ICE_SERVERS", '[{"url":"stun:x"}]', "wrong at 0.ur"],
		["DOCSIDE_ICE_POLICY", "direct", "must be all or relay"],
		["DOCSIDE_ICE_POLICY", "relay", "names no turn: or turns: address"],
		["DOCSIDE_TRUST_PROXY", "yes", "must be a whole number from 0 to 10"],
	])("%s=%s is answered with a sentence", (name, value, words) => {
		const [sentence, ...others] = sentencesFor({ [name]: value });
		expect(sentence).toContain(name);
		expect(sentence).toContain(words);
		expect(sentence).toMatch(/\.$/);
		expect(others).toEqual([]);
	});

	describe("of the company's sign-in", () => {
		const NEEDED = {
			DOCSIDE_DATABASE: "file:/tmp/a.db",
			DOCSIDE_OIDC_ISSUER: "https://login.acme.example/realms/staff",
			DOCSIDE_OIDC_CLIENT_ID: "docside",
		};

		it("needs an issuer and a client, and has a default for the rest", () => {
			expect(readConfiguration(NEEDED).oidc).toEqual({
				issuer: "https://login.acme.example/realms/staff",
				clientId: "docside",
				clientSecret: undefined,
				scope: "openid profile",
				roleClaim: "role",
				defaultRole: undefined,
				signInHours: 168,
				group: undefined,
			});
			expect(
				readConfiguration({
					...NEEDED,
					DOCSIDE_OIDC_CLIENT_SECRET: "hush",
					DOCSIDE_OIDC_SCOPE: "openid  profile roles",
					DOCSIDE_OIDC_ROLE_CLAIM: "realm_access.roles",
					DOCSIDE_OIDC_DEFAULT_ROLE: "Support",
					DOCSIDE_OIDC_SIGN_IN_HOURS: "12",
					DOCSIDE_OIDC_GROUP: "acme",
				}).oidc,
			).toMatchObject({
				clientSecret: "hush",
				scope: "openid profile roles",
				roleClaim: "realm_access.roles",
				defaultRole: "Support",
				signInHours: 12,
				group: "acme",
			});
		});

		it.each([
			["DOCSIDE_DATABASE", "", "needs DOCSIDE_DATABASE"],
			["DOCSIDE_OIDC_CLIENT_ID", "", "DOCSIDE_OIDC_CLIENT_ID is missing"],
			["DOCSIDE_OIDC_ISSUER", "", "DOCSIDE_OIDC_ISSUER is missing"],
			["DOCSIDE_OIDC_ISSUER", "http://login.acme.example", "https address"],
			["DOCSIDE_OIDC_ISSUER", "login.acme.example", "https address"],
			["DOCSIDE_OIDC_ISSUER", "https://x.example/?a", "https address"],
			["DOCSIDE_OIDC_ISSUER", "https://a:b@x.example", "https address"],
			["DOCSIDE_OIDC_CLIENT_ID", "a\u0007b", "DOCSIDE_OIDC_CLIENT_ID must be"],
			["DOCSIDE_OIDC_CLIENT_SECRET", "x".repeat(1_025), "at most 1024"],
			["DOCSIDE_OIDC_SCOPE", "profile", "openid among them"],
			["DOCSIDE_OIDC_SCOPE", 'openid "', "must be a list of scopes"],
			["DOCSIDE_OIDC_DEFAULT_ROLE", "x".repeat(81), "at most 80"],
			["DOCSIDE_OIDC_SIGN_IN_HOURS", "0", "whole number from 1 to 8760"],
			["DOCSIDE_OIDC_SIGN_IN_HOURS", "8761", "whole number from 1 to 8760"],
			["DOCSIDE_OIDC_GROUP", "Acme Ltd", "must be the name of a group"],
		])("%s=%s is answered with a sentence", (name, value, words) => {
			const settings = goodEnvironment();
			const sentences = sentencesFor({ ...settings, ...NEEDED, [name]: value });
			expect(sentences).toEqual([expect.stringContaining(words)]);
			expect(sentences[0]).toMatch(/^DOCSIDE_OIDC_.*\.$/);
		});

		it("takes http on this machine, for trying things out", () => {
			const DOCSIDE_OIDC_ISSUER = "http://localhost:8080/realms/staff";
			expect(
				readConfiguration({ ...NEEDED, DOCSIDE_OIDC_ISSUER }).oidc?.issuer,
			).toBe(DOCSIDE_OIDC_ISSUER);
		});
	});

	it("names everything that is wrong at once, and no secret", () => {
		const sentences = sentencesFor({
			DOCSIDE_SETTINGS: undefined,
			DOCSIDE_PORT: "x",
			DOCSIDE_ICE_SERVERS: '[{"urls":"turn:x","secret":"hush"}]',
		});
		expect(sentences).toHaveLength(3);
		expect(sentences.join()).not.toContain("hush");
	});
});

it("makes credentials for a TURN server that end by themselves and hold no secret", () => {
	const [server] = iceServersFor(
		[{ urls: "turn:turn.example.org", secret: "north wind" }],
		1_000,
	);
	expect(server).toEqual({
		urls: "turn:turn.example.org",
		username: expect.stringMatching(/^15400:[0-9a-f]{16}$/),
		credential: expect.stringMatching(/^[A-Za-z0-9+/]{27}=$/),
	});
});

describe("what a browser is told of the ways to another", () => {
	const turn = { urls: "turn:turn.example.org", secret: "north wind" };

	it("says how long credentials last, where some were made", () => {
		const told = iceFor({ iceServers: [turn], icePolicy: "relay" });
		expect(told).toMatchObject({
			icePolicy: "relay",
			iceExpiresInSeconds: 14_400,
		});
		expect(JSON.stringify(told)).not.toContain("north wind");
	});

	it("says of no end where there is none", () => {
		const told = iceFor({
			iceServers: [{ urls: "stun:stun.example.org" }],
			icePolicy: "all",
		});
		expect(told).not.toHaveProperty("iceExpiresInSeconds");
	});
});
