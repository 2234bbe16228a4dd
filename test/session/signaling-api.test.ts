import { afterEach, describe, expect, it, vi } from "vitest";
import {
	agentSettings,
	endRoute,
	joinRoute,
	newTicket,
	renewRoute,
	SignalingError,
	startSession,
} from "../../session/signaling-api.ts";
import { SERVER, STARTED, stubServer } from "./signaling-stub.ts";

afterEach(() => void vi.unstubAllGlobals());

async function failureOf(call: Promise<unknown>) {
	try {
		await call;
	} catch (error) {
		if (error instanceof SignalingError) return error.failure;
		throw error;
	}
	return "none";
}

const asks = { group: "example-bank", site: "production" };
const start = () => startSession(SERVER, asks);

describe("the signaling server", () => {
	it("is asked for a route without cookies, cache or referrer", async () => {
		const asked = stubServer({ "POST sessions": () => ({ body: STARTED }) });
		expect(await start()).toEqual({ ...STARTED, icePolicy: "all" });
		expect(asked).toMatchObject([
			{
				bearer: null,
				body: asks,
				init: {
					cache: "no-store",
					credentials: "omit",
					referrerPolicy: "no-referrer",
				},
			},
		]);
	});

	it("is told the token in a header, never in an address", async () => {
		const asked = stubServer({
			"POST joins": () => ({ status: 401 }),
			"POST tickets": () => ({
				body: { ticket: "ticket-2", iceServers: [] },
			}),
			"POST sessions/route": () => ({
				body: { route: "1234", expiresInSeconds: 600 },
			}),
			"GET settings": () => ({ status: 401 }),
			"DELETE sessions": () => ({ status: 204 }),
		});
		await failureOf(joinRoute(SERVER, "agent-token", { route: "4821" }));
		await failureOf(agentSettings(SERVER, "agent-token"));
		expect(await newTicket(SERVER, "manage-1")).toMatchObject({
			ticket: "ticket-2",
		});
		expect(await renewRoute(SERVER, "manage-1")).toMatchObject({
			route: "1234",
		});
		await endRoute(SERVER, "manage-1");
		expect(asked.map(({ bearer }) => bearer)).toEqual([
			"Bearer agent-token",
			"Bearer agent-token",
			"Bearer manage-1",
			"Bearer manage-1",
			"Bearer manage-1",
		]);
		for (const { path } of asked) expect(path).not.toMatch(/token|manage/);
	});

	it.each([
		[401, "sign-in"],
		[403, "sign-in"],
		[404, "unknown"],
		[429, "rate-limited"],
		[500, "offline"],
		[503, "offline"],
		[400, "unexpected"],
		[418, "unexpected"],
	])("may answer %i, which is %s", async (status, failure) => {
		stubServer({ "POST sessions": () => ({ status }) });
		expect(await failureOf(start())).toBe(failure);
	});

	it("may be out of reach", async () => {
		stubServer({ "POST sessions": () => "unreachable" });
		expect(await failureOf(start())).toBe("offline");
	});

	it.each<[string, unknown]>([
		["no JSON", "<html>"],
		["nothing", null],
		["no route", { ...STARTED, route: undefined }],
		["a route of letters", { ...STARTED, route: "abcd" }],
		["a route of nine digits", { ...STARTED, route: "123456789" }],
		["a key that lapsed", { ...STARTED, expiresInSeconds: 0 }],
		["a key for ever", { ...STARTED, expiresInSeconds: 86_401 }],
		["a short ticket", { ...STARTED, ticket: "short" }],
		["an endless ticket", { ...STARTED, ticket: "x".repeat(257) }],
		[
			"too many relays",
			{ ...STARTED, iceServers: Array(17).fill({ urls: "turn:a.example" }) },
		],
		["settings of another shape", { ...STARTED, settings: { links: [] } }],
		[
			"the address of a link",
			{
				...STARTED,
				settings: {
					...STARTED.settings,
					links: [
						{
							id: "abcdefgh",
							kind: "pdf",
							download: true,
							url: "https://a.example/",
						},
					],
				},
			},
		],
	])("is not believed when it answers %s", async (_, body) => {
		stubServer({ "POST sessions": () => ({ body }) });
		expect(await failureOf(start())).toBe("unexpected");
	});

	it("may learn more fields than this end knows", async () => {
		stubServer({
			"POST sessions": () => ({ body: { ...STARTED, later: true } }),
		});
		expect(await start()).toEqual({ ...STARTED, icePolicy: "all" });
	});

	it("need not hear that a route has ended", async () => {
		stubServer({ "DELETE sessions": () => "unreachable" });
		await expect(endRoute(SERVER, "manage-1")).resolves.toBeUndefined();
	});
});
