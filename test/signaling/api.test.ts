import { renameSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import {
	agentSettingsSchema,
	visitorSettingsSchema,
} from "../../policy/settings.ts";
import { EXTENSION_ORIGIN } from "../../signaling/server.ts";
import {
	AGENT_TOKEN,
	call,
	errorSchema,
	freshTicket,
	introducedPair,
	joinRoute,
	OTHER_AGENT_TOKEN,
	offer,
	openSocket,
	renewRoute,
	SETTINGS,
	startSession,
	startTestServer,
} from "./running.ts";

const START = { group: "acme", site: "production" };

const againSchema = v.looseObject({ iceServers: v.array(v.unknown()) });

async function errorOf(response: Response): Promise<[number, string]> {
	const { error, message } = v.parse(errorSchema, await response.json());
	expect(message).toMatch(/^[A-Z].*\.$/);
	return [response.status, error];
}

describe("a visitor's session", () => {
	it("starts with a short route, a random id and the visitor's part of the settings", async () => {
		const server = await startTestServer();
		const response = await call(server, "/sessions", {
			method: "POST",
			origin: "null",
			body: START,
		});
		expect(response.status).toBe(201);
		expect(response.headers.get("cache-control")).toBe("no-store");
		const session = await response.json();
		expect(session).toEqual({
			route: expect.stringMatching(/^[0-9]{4}$/),
			peerId: expect.stringMatching(/^[0-9a-f]{32}$/),
			ticket: expect.stringMatching(/^[0-9a-f]{32}$/),
			manage: expect.stringMatching(/^[0-9a-f]{32}$/),
			iceServers: [],
			icePolicy: "all",
			settings: expect.anything(),
			expiresInSeconds: 600,
		});
		v.parse(visitorSettingsSchema, session.settings);
		expect(JSON.stringify(session)).not.toContain("prices.pdf");
	});

	it("of an unknown group is refused with a sentence", async () => {
		const server = await startTestServer();
		const response = await call(server, "/sessions", {
			method: "POST",
			origin: "null",
			body: { ...START, group: "__proto__" },
		});
		expect(await errorOf(response)).toEqual([404, "unknown-group"]);
	});

	it("gets a fresh route for the same peer, and the old one leads nowhere", async () => {
		const server = await startTestServer();
		const session = await startSession(server);
		const route = await renewRoute(server, session.manage);
		expect((await joinRoute(server, route)).visitorPeerId).toBe(session.peerId);
		expect((await joinRoute(server, session.route)).visitorPeerId).not.toBe(
			session.peerId,
		);
	});

	it("is taken down, and who has joined stays introduced", async () => {
		const server = await startTestServer();
		const { session, joined, visitor, agent } = await introducedPair(server);
		const response = await call(server, "/sessions", {
			method: "DELETE",
			origin: "null",
			bearer: session.manage,
		});
		expect(response.status).toBe(204);
		agent.send(offer(session.peerId));
		expect(await visitor.next()).toMatchObject({ src: joined.peerId });
		const late = await joinRoute(server, session.route);
		expect(late.visitorPeerId).not.toBe(session.peerId);
	});

	it("is forgotten when its socket was not seen for half an hour, but not before", async () => {
		const server = await startTestServer();
		const { session, visitor } = await introducedPair(server);
		visitor.send("not understood");
		await visitor.closed;
		server.clock.advance(1_790_000);
		await freshTicket(server, session.manage);
		server.clock.advance(60_000);
		const response = await call(server, "/tickets", {
			method: "POST",
			bearer: session.manage,
		});
		expect(await errorOf(response)).toEqual([401, "unknown-session"]);
	});

	it("gives a visitor the settings again with a ticket, and an agent none", async () => {
		const server = await startTestServer();
		const { session, joined } = await introducedPair(server);
		const again = async (bearer: string) =>
			(await call(server, "/tickets", { method: "POST", bearer })).json();
		expect(await again(session.manage)).toMatchObject({
			settings: session.settings,
			iceServers: session.iceServers,
		});
		expect(await again(joined.manage)).not.toHaveProperty("settings");
	});

	it("gives both ends fresh TURN credentials with a ticket, and says to go by the relay alone", async () => {
		const server = await startTestServer({
			iceServers: [{ urls: "turn:turn.example.org", secret: "north wind" }],
			icePolicy: "relay",
		});
		const { session, joined } = await introducedPair(server);
		for (const { manage, iceServers } of [session, joined]) {
			const response = await call(server, "/tickets", {
				method: "POST",
				bearer: manage,
			});
			const again = v.parse(againSchema, await response.json());
			expect(again).toMatchObject({
				icePolicy: "relay",
				iceExpiresInSeconds: 14_400,
			});
			expect(again.iceServers[0]).toMatchObject({
				urls: "turn:turn.example.org",
			});
			expect(again.iceServers).not.toEqual(iceServers);
		}
	});

	it("cannot be managed with any other token, nor by the agent", async () => {
		const server = await startTestServer();
		const { joined } = await introducedPair(server);
		for (const [method, path] of [
			["DELETE", "/sessions"],
			["POST", "/sessions/route"],
		] as const)
			for (const bearer of [undefined, "x", AGENT_TOKEN, joined.manage]) {
				const response = await call(server, path, {
					method,
					...(bearer !== undefined && { bearer }),
				});
				expect(await errorOf(response)).toEqual([401, "unknown-session"]);
			}
	});
});

describe("an agent's join", () => {
	it("leads to the visitor, and looking does not use the route up", async () => {
		const server = await startTestServer();
		const session = await startSession(server);
		for (let join = 0; join < 5; join++)
			expect((await joinRoute(server, session.route)).visitorPeerId).toBe(
				session.peerId,
			);
		expect((await joinRoute(server, session.route)).visitorPeerId).not.toBe(
			session.peerId,
		);
	});

	it("by an unknown route gets the same shape and a socket, and nobody answers", async () => {
		const server = await startTestServer();
		const session = await startSession(server);
		const wrong = session.route === "0000" ? "1111" : "0000";
		const [real, decoy] = [
			await joinRoute(server, session.route),
			await joinRoute(server, wrong),
		];
		const shape = (joined: object) =>
			Object.entries(joined).map(([name, value]) => [
				name,
				String(value).length,
			]);
		expect(shape(decoy)).toEqual(shape(real));
		const agent = await openSocket(server, decoy);
		expect(await agent.next()).toEqual({ type: "OPEN" });
		agent.send(offer(decoy.visitorPeerId));
		await freshTicket(server, decoy.manage);
		server.clock.advance(6_000);
		expect(await agent.next()).toMatchObject({
			type: "EXPIRE",
			src: decoy.visitorPeerId,
		});
	});

	it("by a route older than ten minutes leads nowhere", async () => {
		const server = await startTestServer();
		const session = await startSession(server);
		const visitor = await openSocket(server, session);
		await visitor.next();
		server.clock.advance(600_000);
		expect((await joinRoute(server, session.route)).visitorPeerId).not.toBe(
			session.peerId,
		);
	});

	it("may be tried ten times a minute by one agent, without hindering another", async () => {
		const server = await startTestServer();
		const session = await startSession(server);
		for (let tries = 0; tries < 10; tries++) await joinRoute(server, "0000");
		const refused = await call(server, "/joins", {
			method: "POST",
			origin: EXTENSION_ORIGIN,
			bearer: AGENT_TOKEN,
			body: { route: session.route },
		});
		expect(refused.headers.get("retry-after")).toBe("6");
		expect(refused.headers.get("access-control-allow-origin")).toBe(
			EXTENSION_ORIGIN,
		);
		expect(await errorOf(refused)).toEqual([429, "too-many"]);
		await joinRoute(server, session.route, OTHER_AGENT_TOKEN);
		server.clock.advance(6_000);
		await joinRoute(server, session.route);
	});

	it("needs a known sign-in", async () => {
		const server = await startTestServer();
		for (const headers of [
			{},
			{ Authorization: "Bearer" },
			{ Authorization: `Basic ${AGENT_TOKEN}` },
			{ Authorization: `Bearer ${AGENT_TOKEN} x` },
			{ Authorization: `Bearer ${SETTINGS.agents[0]?.tokenSha256}` },
		])
			for (const [method, path, body] of [
				["POST", "/joins", { route: "1234" }],
				["GET", "/settings", undefined],
			] as const) {
				const response = await call(server, path, { method, body, headers });
				expect(await errorOf(response)).toEqual([401, "sign-in"]);
			}
	});

	it.each([
		["no digits", { route: "12a4" }],
		["three digits", { route: "123" }],
		["nine digits", { route: "123456789" }],
		["a number", { route: 1234 }],
		["digits of another script", { route: "١٢٣٤" }],
		["more than the route", { route: "1234", secret: "12345678" }],
	])("with %s is refused", async (_, body) => {
		const server = await startTestServer();
		const response = await call(server, "/joins", {
			method: "POST",
			bearer: AGENT_TOKEN,
			body,
		});
		expect(await errorOf(response)).toEqual([400, "bad-request"]);
	});
});

describe("settings", () => {
	it("come to an agent with the links of the role", async () => {
		const server = await startTestServer();
		const [ada, bob] = await Promise.all(
			[AGENT_TOKEN, OTHER_AGENT_TOKEN].map(async (bearer) => {
				const response = await call(server, "/settings", {
					origin: EXTENSION_ORIGIN,
					bearer,
				});
				return v.parse(agentSettingsSchema, await response.json());
			}),
		);
		expect(ada?.links.map(({ name }) => name)).toEqual(["Price list"]);
		expect(bob).toMatchObject({ name: "Bob", role: "Support", links: [] });
	});

	it("are read again when the file changes; a wrong change is named and not taken", async () => {
		const server = await startTestServer();
		const company = async () => (await startSession(server)).settings.company;
		const change = (content: string) => {
			// Moved into place, as an editor does, so that the file is another one at once.
			writeFileSync(`${server.settingsPath}.new`, content);
			renameSync(`${server.settingsPath}.new`, server.settingsPath);
			server.clock.advance(1_000);
		};
		change(JSON.stringify({ ...SETTINGS, company: "Acme Ltd" }));
		expect(await company()).toBe("Acme Ltd");
		change(JSON.stringify({ ...SETTINGS, company: "" }));
		expect(await company()).toBe("Acme Ltd");
		server.clock.advance(1_000);
		await company();
		expect(server.said).toEqual([
			"The settings were read again.",
			expect.stringMatching(/^The last good settings stay\. .* at company/),
		]);
		rmSync(server.settingsPath);
		server.clock.advance(1_000);
		expect(await company()).toBe("Acme Ltd");
		server.clock.advance(1_000);
		expect(await company()).toBe("Acme Ltd");
		expect(server.said).toHaveLength(3);
		change(JSON.stringify({ ...SETTINGS, company: "Acme GmbH" }));
		expect(await company()).toBe("Acme GmbH");
	});
});

describe("a call", () => {
	it("that ends in the middle of its body is no event", async () => {
		const server = await startTestServer();
		const gone = new Promise<void>((resolve) => {
			const socket = connect(server.port, "127.0.0.1", () => {
				socket.write(
					"POST /sessions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{",
				);
				socket.end(() => socket.destroy());
			});
			socket.on("close", () => resolve());
		});
		await gone;
		expect((await call(server, "/health")).status).toBe(200);
		expect(server.said).toEqual([]);
	});

	it.each([
		["no body", "", 400],
		["no JSON", "{", 400],
		["null", "null", 400],
		["an array", "[]", 400],
		["a field nobody knows", { ...START, x: 1 }, 400],
		[
			"an own __proto__",
			'{"group":"acme","site":"production","__proto__":{}}',
			400,
		],
		["a site nobody knows", { ...START, site: "test" }, 400],
		["a group that is an object", { ...START, group: {} }, 400],
		["more than 16 KiB", { ...START, group: "x".repeat(16_385) }, 413],
	])("with %s is refused", async (_, body, status) => {
		const server = await startTestServer();
		const response = await call(server, "/sessions", { method: "POST", body });
		expect((await errorOf(response))[0]).toBe(status);
		expect((await call(server, "/health")).status).toBe(200);
	});

	it("whose body is not called JSON is refused, so that no page can skip the preflight", async () => {
		const server = await startTestServer();
		const response = await call(server, "/sessions", {
			method: "POST",
			headers: { "Content-Type": "text/plain" },
			body: JSON.stringify(START),
		});
		expect(await errorOf(response)).toEqual([415, "content-type"]);
	});

	it("by a method that is not there names those that are", async () => {
		const server = await startTestServer();
		const response = await call(server, "/sessions", { method: "PUT" });
		expect(response.headers.get("allow")).toBe("POST, DELETE");
		expect(await errorOf(response)).toEqual([405, "method"]);
	});

	it("above the rate of its address is refused with 429, and goes on later", async () => {
		const server = await startTestServer({
			limits: { calls: { burst: 2, perSecond: 0.5 } },
		});
		await call(server, "/health");
		await call(server, "/health");
		const response = await call(server, "/health", { origin: "null" });
		expect(response.headers.get("retry-after")).toBe("2");
		expect(await errorOf(response)).toEqual([429, "too-many"]);
		server.clock.advance(2_000);
		expect((await call(server, "/health")).status).toBe(200);
	});

	it("that starts too many sessions is refused, by the address a trusted proxy names", async () => {
		const server = await startTestServer({
			proxies: 1,
			limits: { sessions: { burst: 1, perSecond: 0.1 } },
		});
		const start = async (forwarded: string) => {
			const response = await call(server, "/sessions", {
				method: "POST",
				body: START,
				headers: { "X-Forwarded-For": forwarded },
			});
			return response.status;
		};
		expect(await start("198.51.100.1")).toBe(201);
		expect(await start("203.0.113.9, 198.51.100.1")).toBe(429);
		expect(await start("198.51.100.2")).toBe(201);
		expect(await start("2001:db8:1:2::1")).toBe(201);
		expect(await start("2001:db8:1:2:ffff::2")).toBe(429);
		expect(await start("2001:db8:1:3::1")).toBe(201);
	});

	it("does not believe X-Forwarded-For without a trusted proxy", async () => {
		const server = await startTestServer({
			limits: { calls: { burst: 1, perSecond: 0.1 } },
		});
		const ask = (address: string) =>
			call(server, "/health", { headers: { "X-Forwarded-For": address } });
		expect((await ask("198.51.100.1")).status).toBe(200);
		expect((await ask("198.51.100.2")).status).toBe(429);
	});
});

describe("the origin of a call", () => {
	const endpoints = [
		["POST", "/sessions", "visitor"],
		["DELETE", "/sessions", "visitor"],
		["POST", "/sessions/route", "visitor"],
		["POST", "/tickets", "both"],
		["POST", "/joins", "agent"],
		["GET", "/settings", "agent"],
	] as const;

	it.each(endpoints)(
		"%s %s answers the preflight of the %s exactly",
		async (method, path, audience) => {
			const server = await startTestServer();
			const visitors = ["null", server.url];
			const agents = [EXTENSION_ORIGIN];
			const allowed = {
				visitor: visitors,
				agent: agents,
				both: [...visitors, ...agents],
			}[audience];
			for (const origin of [
				...visitors,
				...agents,
				"https://evil.example",
				`${EXTENSION_ORIGIN}/`,
				"NULL",
			]) {
				const response = await call(server, path, {
					method: "OPTIONS",
					origin,
					headers: { "Access-Control-Request-Method": method },
				});
				const granted = allowed.includes(origin);
				expect(response.status, origin).toBe(granted ? 204 : 403);
				expect(response.headers.get("vary")).toBe("Origin");
				expect(response.headers.get("access-control-allow-origin")).toBe(
					granted ? origin : null,
				);
				if (granted)
					expect(response.headers.get("access-control-allow-headers")).toBe(
						"Authorization, Content-Type",
					);
			}
		},
	);

	it("that is not allowed does nothing", async () => {
		const server = await startTestServer();
		const response = await call(server, "/sessions", {
			method: "POST",
			origin: "https://evil.example",
			body: START,
		});
		expect(await errorOf(response)).toEqual([403, "origin"]);
	});

	it("may be our public address, where one is configured, and then not the Host header's", async () => {
		const server = await startTestServer({
			publicUrl: "https://share.example.org",
		});
		const statusFor = async (origin: string) =>
			(await call(server, "/sessions", { method: "POST", origin, body: START }))
				.status;
		expect(await statusFor("https://share.example.org")).toBe(201);
		expect(await statusFor(server.url)).toBe(403);
	});
});
