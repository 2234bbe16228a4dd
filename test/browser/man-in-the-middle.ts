/**
 * A signaling server gone bad, with a browser of its own in the middle: it answers each side in the other's name, so
 * that both are connected to it, and hands every message on.
 */
import type { BrowserContext, Page, WebSocketRoute } from "playwright-core";
import type { Room } from "./room.ts";

/** A message on PeerJS's wire. */
type Wire = {
	type: string;
	src?: string;
	dst?: string;
	payload?: {
		sdp?: RTCSessionDescriptionInit;
		candidate?: RTCIceCandidateInit;
		connectionId?: string;
		[more: string]: unknown;
	};
};

type Side = "agent" | "visitor";

export interface ManInTheMiddle {
	/** Types of the messages handed on, with who sent them. */
	relayed(): Promise<string[]>;
}

declare global {
	/** In the page in the middle. */
	var middle:
		| {
				take(side: Side, offer: RTCSessionDescriptionInit): Promise<string>;
				dial(side: Side, label: string): Promise<string>;
				answered(side: Side, answer: RTCSessionDescriptionInit): Promise<void>;
				candidate(side: Side, candidate: RTCIceCandidateInit): Promise<void>;
				relayed: string[];
		  }
		| undefined;
}

/** From now on every dial of the agent's ends in the middle. Call before anyone has a key. */
export async function sitInTheMiddle(room: Room): Promise<ManInTheMiddle> {
	const page = await room.browser.newPage();
	await page.goto(`${room.demo.server}/health`);
	await page.evaluate(prepare);
	let toVisitor: WebSocketRoute | undefined;
	let offered: Wire | undefined;

	await onSocket(room.context, (socket) => ({
		async send(message) {
			if (message.type === "CANDIDATE")
				return handCandidate(page, "agent", message);
			if (message.type !== "OFFER") return message;
			offered = message;
			const { payload } = message;
			const label = String(payload?.label ?? payload?.connectionId);
			const answer = await page.evaluate(
				(offer) => globalThis.middle?.take("agent", offer),
				payload?.sdp ?? { type: "offer" as const },
			);
			reply(socket, message, "ANSWER", { type: "answer", sdp: answer ?? "" });
			const offer = await page.evaluate(
				(name) => globalThis.middle?.dial("visitor", name),
				label,
			);
			toVisitor?.send(
				JSON.stringify({
					...message,
					src: message.src ?? (await ownId(socket)),
					payload: { ...payload, sdp: { type: "offer", sdp: offer } },
				}),
			);
			return undefined;
		},
	}));
	await onSocket(room.visitor.page.context(), (socket) => {
		toVisitor = socket;
		return {
			async send(message) {
				if (!offered) return message;
				if (message.type === "CANDIDATE")
					return handCandidate(page, "visitor", message);
				if (message.type !== "ANSWER") return message;
				await page.evaluate(
					(answer) => globalThis.middle?.answered("visitor", answer),
					message.payload?.sdp ?? { type: "answer" as const },
				);
				return undefined;
			},
		};
	});
	return {
		relayed: () => page.evaluate(() => globalThis.middle?.relayed ?? []),
	};
}

/** Answers in the name of whom the message was meant for. */
function reply(
	socket: WebSocketRoute,
	to: Wire,
	type: string,
	sdp: RTCSessionDescriptionInit,
) {
	const { connectionId } = to.payload ?? {};
	const payload = { sdp, type: "data", connectionId, browser: "chrome" };
	socket.send(JSON.stringify({ type, src: to.dst, dst: to.src, payload }));
}

/** The peer id is in the address of the socket. */
async function ownId(socket: WebSocketRoute): Promise<string> {
	return new URL(socket.url()).searchParams.get("id") ?? "";
}

async function handCandidate(
	page: Page,
	side: Side,
	{ payload }: Wire,
): Promise<undefined> {
	const { candidate } = payload ?? {};
	if (candidate)
		await page.evaluate(
			([from, found]) => globalThis.middle?.candidate(from, found),
			[side, candidate] as const,
		);
}

/** `send` sees what a page says to the server; what it returns goes on. */
function onSocket(
	context: BrowserContext,
	open: (socket: WebSocketRoute) => {
		send(message: Wire): Promise<Wire | undefined>;
	},
): Promise<void> {
	return context.routeWebSocket(/\/peerjs/, (socket) => {
		const server = socket.connectToServer();
		const { send } = open(socket);
		socket.onMessage(async (text) => {
			const message: Wire = JSON.parse(String(text));
			const passed = await send(message);
			if (passed) server.send(JSON.stringify(passed));
		});
	});
}

/** Runs in the page in the middle. */
function prepare() {
	const sides = new Map<Side, RTCPeerConnection>();
	const channels = new Map<Side, RTCDataChannel>();
	const waiting: { to: Side; data: string | ArrayBuffer }[] = [];
	const relayed: string[] = [];

	function connection(side: Side) {
		const made = new RTCPeerConnection();
		sides.set(side, made);
		return made;
	}

	async function complete(side: RTCPeerConnection): Promise<string> {
		if (side.iceGatheringState !== "complete")
			await new Promise<void>((resolve) => {
				side.addEventListener("icegatheringstatechange", () => {
					if (side.iceGatheringState === "complete") resolve();
				});
			});
		return side.localDescription?.sdp ?? "";
	}

	function bridge(from: Side, channel: RTCDataChannel) {
		const to: Side = from === "agent" ? "visitor" : "agent";
		channel.binaryType = "arraybuffer";
		channels.set(from, channel);
		channel.onopen = flush;
		channel.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) => {
			const type: unknown =
				typeof data === "string" ? JSON.parse(data).type : "bytes";
			relayed.push(`${from}: ${String(type)}`);
			waiting.push({ to, data });
			flush();
		};
	}

	function flush() {
		for (const entry of waiting.splice(0)) {
			const channel = channels.get(entry.to);
			if (channel?.readyState !== "open") waiting.push(entry);
			else if (typeof entry.data === "string") channel.send(entry.data);
			else channel.send(entry.data);
		}
	}

	globalThis.middle = {
		relayed,
		async take(side, offer) {
			const end = connection(side);
			end.ondatachannel = ({ channel }) => bridge(side, channel);
			await end.setRemoteDescription(offer);
			await end.setLocalDescription();
			return complete(end);
		},
		async dial(side, label) {
			const end = connection(side);
			bridge(side, end.createDataChannel(label, { ordered: true }));
			await end.setLocalDescription();
			return complete(end);
		},
		answered: async (side, answer) =>
			sides.get(side)?.setRemoteDescription(answer),
		async candidate(side, candidate) {
			const end = sides.get(side);
			if (end?.remoteDescription) await end.addIceCandidate(candidate);
		},
	};
}
