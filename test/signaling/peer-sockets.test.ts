import { describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { EXTENSION_ORIGIN } from "../../signaling/server.ts";
import {
	call,
	freshTicket,
	introducedPair,
	joinRoute,
	offer,
	openSocket,
	startSession,
	startTestServer,
} from "./running.ts";

describe("a socket's ticket", () => {
	it("opens one socket, which says OPEN", async () => {
		const server = await startTestServer();
		const session = await startSession(server);
		const visitor = await openSocket(server, session);
		expect(await visitor.next()).toEqual({ type: "OPEN" });
	});

	it("does not open a second one", async () => {
		const server = await startTestServer();
		const session = await startSession(server);
		await openSocket(server, session);
		await expect(openSocket(server, session)).rejects.toThrow("401");
	});

	it("is refused after 30 seconds", async () => {
		const server = await startTestServer();
		const session = await startSession(server);
		server.clock.advance(30_000);
		await expect(openSocket(server, session)).rejects.toThrow("401");
	});

	it("is refused for another peer's id", async () => {
		const server = await startTestServer();
		const one = await startSession(server);
		const other = await startSession(server);
		await expect(
			openSocket(server, { peerId: other.peerId, ticket: one.ticket }),
		).rejects.toThrow("401");
	});

	it.each([
		["another key", { key: "other" }],
		["an id that is none", { peerId: "x".repeat(32) }],
		["an empty id", { peerId: "" }],
		["an id of a megabyte's beginning", { peerId: "a".repeat(9_000) }],
		["a ticket that is none", { ticket: "undefined" }],
	])("is refused with %s", async (_name, wrong) => {
		const server = await startTestServer();
		const session = await startSession(server);
		await expect(openSocket(server, { ...session, ...wrong })).rejects.toThrow(
			"400",
		);
	});

	it("can be renewed by both, and the newer socket takes the place of the older", async () => {
		const server = await startTestServer();
		const { session, joined, visitor, agent } = await introducedPair(server);
		for (const [{ manage, peerId }, before] of [
			[session, visitor],
			[joined, agent],
		] as const) {
			const ticket = await freshTicket(server, manage);
			const after = await openSocket(server, { peerId, ticket });
			expect(await after.next()).toEqual({ type: "OPEN" });
			expect(await before.closed).toBe(4001);
		}
	});
});

describe("the relay", () => {
	it("carries an offer, an answer, a candidate and a leave, with the true sender", async () => {
		const server = await startTestServer();
		const { session, joined, visitor, agent } = await introducedPair(server);
		agent.send(offer(session.peerId, { src: session.peerId }));
		expect(await visitor.next()).toEqual({
			...offer(session.peerId),
			src: joined.peerId,
		});
		const back = { dst: joined.peerId };
		const forth = { src: session.peerId, dst: joined.peerId };
		const payload = { type: "data", connectionId: "dc_1" };
		const answer = {
			type: "ANSWER",
			payload: { ...payload, sdp: { type: "answer", sdp: "v=0" } },
		};
		const candidate = {
			type: "CANDIDATE",
			payload: {
				...payload,
				candidate: { candidate: "candidate:1", sdpMid: "0", sdpMLineIndex: 0 },
			},
		};
		for (const message of [answer, candidate, { type: "LEAVE" }]) {
			visitor.send({ ...message, ...back, src: "somebody" });
			expect(await agent.next()).toEqual({ ...message, ...forth });
		}
	});

	it("keeps the order of a burst", async () => {
		const server = await startTestServer();
		const { session, joined, visitor, agent } = await introducedPair(server);
		for (let line = 0; line < 100; line++)
			agent.send({
				type: "CANDIDATE",
				dst: session.peerId,
				payload: {
					type: "data",
					connectionId: "dc_1",
					candidate: { candidate: `candidate:${line}`, sdpMLineIndex: line },
				},
			});
		for (let line = 0; line < 100; line++)
			expect(await visitor.next()).toMatchObject({
				src: joined.peerId,
				payload: { candidate: { sdpMLineIndex: line } },
			});
	});

	it("accepts a heartbeat and answers nothing", async () => {
		const server = await startTestServer();
		const { session, visitor, agent } = await introducedPair(server);
		agent.send({ type: "HEARTBEAT" });
		agent.send(offer(session.peerId));
		expect(await visitor.next()).toMatchObject({ type: "OFFER" });
		expect(agent.waiting()).toBe(0);
	});

	it("holds what comes for a visitor who is just away, and delivers it on return", async () => {
		const server = await startTestServer();
		const session = await startSession(server);
		const joined = await joinRoute(server, session.route);
		const agent = await openSocket(server, joined);
		await agent.next();
		agent.send(offer(session.peerId));
		await roundTrip(agent, joined.peerId);
		const visitor = await openSocket(server, session);
		expect(await visitor.next()).toEqual({ type: "OPEN" });
		expect(await visitor.next()).toMatchObject({
			type: "OFFER",
			src: joined.peerId,
		});
	});

	it("says EXPIRE once when nobody came for 5 seconds", async () => {
		const server = await startTestServer();
		const { session, joined, visitor, agent } = await introducedPair(server);
		visitor.send("not understood");
		await visitor.closed;
		agent.send(offer(session.peerId));
		agent.send(offer(session.peerId));
		await roundTrip(agent, joined.peerId);
		server.clock.advance(6_000);
		expect(await agent.next()).toEqual({
			type: "EXPIRE",
			src: session.peerId,
			dst: joined.peerId,
		});
		expect(agent.waiting()).toBe(0);
	});

	it("holds no more than 128 KiB for one peer", async () => {
		const server = await startTestServer();
		const session = await startSession(server);
		const joined = await joinRoute(server, session.route);
		const agent = await openSocket(server, joined);
		await agent.next();
		const large = offer(session.peerId);
		large.payload.sdp.sdp = "x".repeat(50_000);
		for (let sent = 0; sent < 4; sent++) agent.send(large);
		expect(await agent.next()).toMatchObject({ type: "EXPIRE" });
		expect(await agent.next()).toMatchObject({ type: "EXPIRE" });
		expect(agent.waiting()).toBe(0);
	});

	it("delivers nothing to a stranger, who looks like nobody", async () => {
		const server = await startTestServer();
		const { joined, visitor, session } = await introducedPair(server);
		const stranger = await startSession(server);
		const target = await openSocket(server, stranger);
		await target.next();
		const nobody = "0".repeat(32);
		for (const dst of [stranger.peerId, nobody, session.peerId]) {
			visitor.send(offer(dst));
			expect(await visitor.next()).toEqual({
				type: "EXPIRE",
				src: dst,
				dst: session.peerId,
			});
		}
		expect(target.waiting()).toBe(0);
		expect(joined.visitorPeerId).toBe(session.peerId);
	});

	it("does not introduce two agents of one visitor to each other", async () => {
		const server = await startTestServer();
		const { session, agent } = await introducedPair(server);
		const second = await joinRoute(server, session.route);
		agent.send(offer(second.peerId));
		expect(await agent.next()).toMatchObject({ type: "EXPIRE" });
	});

	it("ends a socket that answers no ping", async () => {
		const server = await startTestServer();
		const session = await startSession(server);
		const visitor = await openSocket(server, session);
		await visitor.next();
		visitor.socket.pause();
		server.clock.advance(20_000);
		server.clock.advance(20_000);
		visitor.socket.resume();
		expect(await visitor.closed).toBe(1006);
	});
});

describe("a hostile message", () => {
	const hostile: [string, (dst: string) => string | Buffer][] = [
		["null", () => "null"],
		["an array", () => "[]"],
		["a number", () => "1e999"],
		["nothing", () => ""],
		["no JSON", () => "{"],
		["a type from Object", () => '{"type":"constructor"}'],
		["__proto__ as type", () => '{"type":"__proto__"}'],
		["a type that is no text", () => '{"type":["OFFER"]}'],
		["a type of the server", (dst) => `{"type":"EXPIRE","dst":"${dst}"}`],
		["OPEN", () => '{"type":"OPEN"}'],
		["deep nesting", () => "[".repeat(30_000) + "]".repeat(30_000)],
		[
			"an own __proto__",
			(dst) => `{"type":"LEAVE","dst":"${dst}","__proto__":{"a":1}}`,
		],
		[
			"an own __proto__ within",
			(dst) =>
				JSON.stringify(offer(dst)).replace(
					'"payload":{',
					'"payload":{"__proto__":{"a":1},',
				),
		],
		["a field nobody knows", (dst) => JSON.stringify(offer(dst, { x: 1 }))],
		["no destination", () => '{"type":"LEAVE"}'],
		["a destination that is an object", () => '{"type":"LEAVE","dst":{}}'],
		[
			"a video call",
			(dst) => JSON.stringify(offer(dst)).replace("data", "media"),
		],
		[
			"a serialization that endangers the other end",
			(dst) => JSON.stringify(offer(dst)).replace("raw", "binary"),
		],
		[
			"an answer with an offer in it",
			(dst) => JSON.stringify(offer(dst, { type: "ANSWER" })),
		],
		["a binary frame", (dst) => Buffer.from(JSON.stringify(offer(dst)))],
	];

	it.each(hostile)("%s closes its socket and harms nobody", async (_, make) => {
		const server = await startTestServer();
		const { session, visitor, agent } = await introducedPair(server);
		agent.socket.send(make(session.peerId));
		expect(await agent.closed).toBe(1008);
		expect(visitor.waiting()).toBe(0);
		expect((await call(server, "/health")).status).toBe(200);
	});

	it.each([
		["text", "x".repeat(65_537)],
		["binary", Buffer.alloc(66_560)],
	])("of more than 64 KiB of %s is not read", async (_, body) => {
		const server = await startTestServer();
		const { agent } = await introducedPair(server);
		agent.socket.send(body);
		expect(await agent.closed).toBe(1009);
		expect((await call(server, "/health")).status).toBe(200);
	});

	it("that comes too often closes its socket", async () => {
		const server = await startTestServer({
			limits: { messages: { burst: 5, perSecond: 1 } },
		});
		const { agent } = await introducedPair(server);
		for (let sent = 0; sent < 6; sent++) agent.send({ type: "HEARTBEAT" });
		expect(await agent.closed).toBe(1008);
	});

	it("that is a ping counts too", async () => {
		const server = await startTestServer({
			limits: { messages: { burst: 5, perSecond: 1 } },
		});
		const { agent } = await introducedPair(server);
		const answered = new Promise((resolve) => agent.socket.on("pong", resolve));
		for (let sent = 0; sent < 6; sent++) agent.socket.ping();
		await answered;
		expect(await agent.closed).toBe(1008);
	});

	it("that is too much in bytes closes its socket", async () => {
		const server = await startTestServer({
			limits: { messageBytes: { burst: 1_000, perSecond: 10 } },
		});
		const { session, agent } = await introducedPair(server);
		for (let sent = 0; sent < 10; sent++) agent.send(offer(session.peerId));
		expect(await agent.closed).toBe(1008);
	});
});

describe("opening sockets", () => {
	it("is refused with 429 above the rate of an address", async () => {
		const server = await startTestServer({
			limits: { sockets: { burst: 1, perSecond: 1 } },
		});
		await openSocket(server, await startSession(server));
		const second = await startSession(server);
		await expect(openSocket(server, second)).rejects.toThrow("429");
		server.clock.advance(1_000);
		await openSocket(server, second);
	});

	it("is refused with 429 above the number of an address, until one closes", async () => {
		const server = await startTestServer({
			limits: { openSocketsOfAddress: 1 },
		});
		const first = await openSocket(server, await startSession(server));
		const session = await startSession(server);
		await expect(openSocket(server, session)).rejects.toThrow("429");
		first.send("x");
		await first.closed;
		await openSocket(server, session);
	});

	it("is refused at any other address", async () => {
		const server = await startTestServer();
		const { peerId, ticket } = await startSession(server);
		for (const path of ["/", "/peerjs/", "/peerjs/x", "/PEERJS", "/health"]) {
			const socket = new WebSocket(
				`${server.url.replace("http", "ws")}${path}?key=peerjs&id=${peerId}&token=${ticket}`,
				{ origin: "null" },
			);
			const status = await new Promise((resolve) =>
				socket.on("unexpected-response", (_, response) => {
					response.resume();
					resolve(response.statusCode);
				}),
			);
			expect(status).toBe(404);
		}
	});

	it("from the extension and from our own pages is allowed", async () => {
		const server = await startTestServer();
		for (const origin of [EXTENSION_ORIGIN, server.url]) {
			const session = await startSession(server);
			await openSocket(server, { ...session, origin });
		}
	});

	it("without an Origin is refused unless the operator allows it", async () => {
		const strict = await startTestServer();
		const session = await startSession(strict);
		await expect(
			openSocket(strict, { ...session, origin: null }),
		).rejects.toThrow("403");
		const open = await startTestServer({ allowMissingOrigin: true });
		await openSocket(open, { ...(await startSession(open)), origin: null });
	});

	it("from an Origin in any other spelling is refused, and its ticket stays good", async () => {
		const server = await startTestServer();
		const session = await startSession(server);
		const spellings = originSpellings(server.port);
		expect(spellings.length).toBeGreaterThanOrEqual(30);
		for (const origin of spellings)
			await expect(
				openSocket(server, { ...session, origin }),
				origin,
			).rejects.toThrow("403");
		await openSocket(server, session);
	}, 15_000);
});

function originSpellings(port: number): string[] {
	const id = "pakcnkeioolmfioncnobceoalpdhbcga";
	return [
		"NULL",
		"Null",
		"null, null",
		"null null",
		"undefined",
		"*",
		"file://",
		"about:blank",
		"data:",
		"https://null",
		`https://127.0.0.1:${port}`,
		`http://127.0.0.1:${port}/`,
		`http://127.0.0.1:${port}.evil.example`,
		`http://127.0.0.1:${port}@evil.example`,
		`http://evil.example/http://127.0.0.1:${port}`,
		`http://127.0.0.1:0${port}`,
		`http://127.1:${port}`,
		`http://2130706433:${port}`,
		`http://0x7f000001:${port}`,
		`http://[::1]:${port}`,
		`http://localhost:${port}`,
		`HTTP://127.0.0.1:${port}`,
		"http://127.0.0.1",
		`ws://127.0.0.1:${port}`,
		`chrome-extension://${id}/`,
		`chrome-extension://${id.toUpperCase()}`,
		`chrome-extension://${id}.evil.example`,
		`chrome-extension://${id.slice(1)}`,
		`chrome-extension://x${id}`,
		`Chrome-Extension://${id}`,
		`moz-extension://${id}`,
		`https://${id}`,
		`http://127.0.0.1:${port}, null`,
		`null, chrome-extension://${id}`,
		"https://www.acme.example",
	];
}

type Sender = Awaited<ReturnType<typeof openSocket>>;

/** A message to ourselves comes back as EXPIRE: what was sent before it has been dealt with. */
async function roundTrip(sender: Sender, self: string): Promise<void> {
	sender.send(offer(self));
	expect(await sender.next()).toMatchObject({ type: "EXPIRE", src: self });
}
