import type { IncomingMessage } from "node:http";
import { STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import * as v from "valibot";
import { type WebSocket, WebSocketServer } from "ws";
import { type Caller, isAllowedOrigin } from "./caller.ts";
import type { Clock } from "./clock.ts";
import type { Limits } from "./limits.ts";
import {
	expireMessage,
	forwarded,
	MAX_PEER_MESSAGE_BYTES,
	OPEN_MESSAGE,
	peerIdSchema,
	readPeerMessage,
} from "./peer-messages.ts";
import { createRateLimit } from "./rate-limit.ts";
import type { Registry } from "./registry.ts";
import type { Receive, Relay } from "./relay.ts";

/** A page that does not read for so long that this much waits for it is gone. */
const MAX_UNSENT_BYTES = 1_048_576;
/** Messages of one socket that wait for the registry. */
const MAX_PENDING = 128;
/** A socket that does not answer a ping within this time is dead. */
const PING_EVERY_MS = 20_000;

const POLICY_VIOLATION = 1008;
const GOING_AWAY = 1001;
/** The same peer has opened a newer socket. */
const REPLACED = 4001;
/** The agent's sign-in was revoked. */
const REVOKED = 4003;

export type SocketParts = {
	registry: Registry;
	relay: Relay;
	clock: Clock;
	limits: Limits;
	extensionOrigins: readonly string[];
	/** Sockets without an Origin header: programs, not pages. */
	allowMissingOrigin: boolean;
};

export interface PeerSockets {
	/** Answers a request to upgrade: with a socket, or with a status and an end. */
	upgrade(
		request: IncomingMessage,
		stream: Duplex,
		head: Buffer,
		caller: Caller,
	): Promise<void>;
	/** Ends the socket of one peer, if there is one: its agent may not take part any more. */
	end(peerId: string): void;
	/** Ends all sockets. */
	close(): void;
}

const querySchema = v.object({
	key: v.literal("peerjs"),
	id: peerIdSchema,
	token: v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/)),
	version: v.optional(v.pipe(v.string(), v.maxLength(32))),
});

type Connected = { socket: WebSocket; peerId: string; answered: boolean };

/** The WebSocket side: PeerJS's wire at `/peerjs`. */
export function createPeerSockets(parts: SocketParts): PeerSockets {
	const { registry, relay, clock, limits } = parts;
	const server = new WebSocketServer({
		noServer: true,
		maxPayload: MAX_PEER_MESSAGE_BYTES,
		perMessageDeflate: false,
		// Answered below, at the rate of messages: pongs pile up where nobody reads them.
		autoPong: false,
		clientTracking: false,
	});
	const openings = createRateLimit(limits.sockets, clock);
	/** By peer id: the newest socket of each. */
	const connected = new Map<string, Connected>();
	/** All that are not closed yet, those of before too. */
	const open = new Set<WebSocket>();
	const openOfAddress = new Map<string, number>();
	const stopPings = clock.every(PING_EVERY_MS, pingAll);

	function pingAll(): void {
		for (const one of connected.values()) {
			if (!one.answered) {
				one.socket.terminate();
				continue;
			}
			one.answered = false;
			one.socket.ping();
			void registry.keep(one.peerId);
		}
	}

	/** The status to refuse with, or 0. */
	function refusal({ address, ...caller }: Caller): number {
		const { extensionOrigins, allowMissingOrigin } = parts;
		const allowed =
			caller.origin === undefined
				? allowMissingOrigin
				: isAllowedOrigin({ address, ...caller }, "both", extensionOrigins);
		if (!allowed) return 403;
		const ofAddress = openOfAddress.get(address) ?? 0;
		if (ofAddress >= limits.openSocketsOfAddress) return 429;
		if (open.size >= limits.openSockets) return 503;
		return 0;
	}

	function serve(socket: WebSocket, peerId: string, address: string): void {
		const one: Connected = { socket, peerId, answered: true };
		connected.get(peerId)?.socket.close(REPLACED, "opened again");
		connected.set(peerId, one);
		open.add(socket);
		openOfAddress.set(address, (openOfAddress.get(address) ?? 0) + 1);

		const receive: Receive = (text) => {
			if (socket.readyState !== socket.OPEN) return false;
			socket.send(text);
			if (socket.bufferedAmount > MAX_UNSENT_BYTES) socket.terminate();
			return true;
		};
		receive(OPEN_MESSAGE);
		const detach = relay.attach(peerId, receive);
		readMessages(one, receive);

		// ws reports broken frames here and then closes; without a listener the process would end.
		socket.on("error", () => {});
		socket.on("pong", () => {
			one.answered = true;
		});
		socket.on("close", () => {
			detach();
			open.delete(socket);
			if (connected.get(peerId) === one) connected.delete(peerId);
			const left = (openOfAddress.get(address) ?? 1) - 1;
			if (left > 0) openOfAddress.set(address, left);
			else openOfAddress.delete(address);
		});
	}

	function readMessages(one: Connected, receive: Receive): void {
		const { socket, peerId } = one;
		const messages = createRateLimit(limits.messages, clock, 1);
		const bytes = createRateLimit(limits.messageBytes, clock, 1);
		let pending = 0;
		let tail = Promise.resolve();

		socket.on("ping", (payload) => {
			if (messages.take("") > 0) refuse(socket, "too fast");
			else socket.pong(payload);
		});
		socket.on("message", (raw, isBinary) => {
			if (socket.readyState !== socket.OPEN) return;
			one.answered = true;
			const text = isBinary || !Buffer.isBuffer(raw) ? "" : raw.toString();
			const tooFast = messages.take("") > 0 || bytes.take("", text.length) > 0;
			if (tooFast || pending >= MAX_PENDING) return refuse(socket, "too fast");
			const message = readPeerMessage(text);
			if (message === undefined) return refuse(socket, "not understood");
			if (message.type === "HEARTBEAT") return;
			const to = message.dst;
			pending++;
			// One after the other: candidates must not overtake their offer, wherever the registry is.
			tail = tail
				.then(async () => {
					if (await registry.areIntroduced(peerId, to))
						await relay.send(peerId, to, forwarded(message, peerId));
					// A stranger and nobody at all look the same.
					else receive(expireMessage(to, peerId));
				})
				.catch(() => refuse(socket, "failed"))
				.finally(() => pending--);
		});
	}

	return {
		async upgrade(request, stream, head, caller) {
			// The stream has no listener while the registry is asked.
			stream.on("error", () => stream.destroy());
			const status = refusal(caller);
			if (status !== 0) return endUpgrade(stream, status);
			const wait = openings.take(caller.address);
			if (wait > 0) return endUpgrade(stream, 429, wait);
			const url = new URL(request.url ?? "/", "http://localhost");
			const query = v.safeParse(
				querySchema,
				Object.fromEntries(url.searchParams),
			);
			if (!query.success) return endUpgrade(stream, 400);
			const { id, token } = query.output;
			if (!(await registry.redeemTicket(token, id)))
				return endUpgrade(stream, 401);
			if (stream.destroyed) return;
			server.handleUpgrade(request, stream, head, (socket) =>
				serve(socket, id, caller.address),
			);
		},
		end(peerId) {
			const socket = connected.get(peerId)?.socket;
			socket?.close(REVOKED, "signed out");
			// Not waited for: who is out stays out, whether they answer or not.
			setImmediate(() => socket?.terminate());
		},
		close() {
			stopPings();
			for (const socket of open) {
				socket.close(GOING_AWAY, "the server stops");
				// Not waited for: a page that does not answer must not hold the server.
				setImmediate(() => socket.terminate());
			}
			server.close();
		},
	};
}

function refuse(socket: WebSocket, reason: string): void {
	socket.close(POLICY_VIOLATION, reason);
}

/** Answers a request to upgrade with a status instead. `retryAfter` in seconds. */
export function endUpgrade(
	stream: Duplex,
	status: number,
	retryAfter = 60,
): void {
	const retry =
		status === 429 || status === 503 ? `Retry-After: ${retryAfter}\r\n` : "";
	stream.end(
		`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${retry}Connection: close\r\nContent-Length: 0\r\n\r\n`,
		() => stream.destroy(),
	);
}
