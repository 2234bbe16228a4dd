/** Links over WebRTC, introduced by our signaling server over PeerJS's wire. The only home of `peerjs`. */
import Peer, { type DataConnection } from "peerjs";
import { createChannelLink } from "./channel-link.ts";
import {
	createFreshIce,
	type FreshIce,
	type Ice,
	rtcConfiguration,
} from "./fresh-ice.ts";
import { keepSocket } from "./keep-socket.ts";
import type { Link } from "./link.ts";
import { MAX_AGENTS } from "./messages.ts";
import { readLeave, readPeerWire } from "./peer-wire.ts";
import { countSocket } from "./server-bytes.ts";

export type PeerLinkFailure =
	/** The signaling server cannot be reached, or refuses the ticket. */
	| "server"
	/** Nobody answers there, or no path leads there. */
	| "unreachable"
	/** The certificate in use is not the one that was announced. */
	| "fingerprint";

export class PeerLinkError extends Error {
	override name = "PeerLinkError";
	constructor(readonly failure: PeerLinkFailure) {
		super(`No link: ${failure}`);
	}
}

export type PeerOptions = Ice & {
	/** The signaling server's address, https or http; its WebSocket is `/peerjs` below it. */
	serverUrl: string;
	peerId: string;
	/** Opens the socket once, within seconds. */
	ticket: string;
	/**
	 * A fresh ticket for a socket that has to be opened again, and fresh TURN credentials for a connection that is made
	 * late. Without it neither is tried.
	 */
	readmit?: () => Promise<Ice & { ticket: string }>;
	/** The server says that this peer has left. Its link, if there is one, stays as it is. */
	onLeave?: (peerId: string) => void;
	/** Closes everything. */
	signal: AbortSignal;
};

export interface OpenPeer {
	/** From now on others may dial; `from` is the id they dialled with. Called once. */
	accept(onLink: (link: Link, from: string) => void): void;
	/** Dials. Rejects with a PeerLinkError, or with `signal.reason` when aborted. */
	dial(peerId: string, signal?: AbortSignal): Promise<Link>;
	/** Closes the socket and every link. Links also go on without the socket, when it breaks. */
	close(): void;
}

const OPEN_LIMIT_MS = 15_000;
/** With a relay over TCP, on a phone. */
const DIAL_LIMIT_MS = 20_000;
/** Links and half-open connections of one peer: a visitor's agents, and one that tries a key meanwhile. */
const MAX_CONNECTIONS = MAX_AGENTS + 4;

/** Opens the socket to the signaling server. Rejects with a PeerLinkError, or with `signal.reason` when aborted. */
export async function openPeer(options: PeerOptions): Promise<OpenPeer> {
	const { signal } = options;
	signal.throwIfAborted();
	const life = new AbortController();
	const peer = new Peer(options.peerId, peerOptions(options));
	const ice = createFreshIce({
		first: options,
		ask: options.readmit,
		use(config) {
			// PeerJS reads it there whenever it makes a connection.
			peer.options.config = config;
		},
	});
	guard(peer, ice, options.onLeave);
	peer.on("open", () => countSent(peer));
	const links = new Set<Link>();
	let connecting = 0;

	function close(): void {
		if (life.signal.aborted) return;
		life.abort(new PeerLinkError("server"));
		for (const link of links) link.close();
		peer.destroy();
	}
	signal.addEventListener("abort", close, { signal: life.signal });

	/** Waits for a connection to open and takes it over from PeerJS. */
	function open(connection: DataConnection, stop: AbortSignal): Promise<Link> {
		const attempt = new AbortController();
		const limits = [stop, life.signal, AbortSignal.timeout(DIAL_LIMIT_MS)];
		connecting++;
		return new Promise<Link>((resolve, reject) => {
			const unreachable = () => reject(new PeerLinkError("unreachable"));
			// Once: Chromium tells of it twice now and then.
			connection.once("open", () => takeOver(connection).then(resolve, reject));
			connection.on("error", unreachable);
			connection.on("close", unreachable);
			// PeerJS hears only of ICE: a certificate that does not fit fails behind its back.
			const { peerConnection } = connection;
			peerConnection.addEventListener(
				"connectionstatechange",
				() => {
					if (peerConnection.connectionState === "failed") unreachable();
				},
				{ signal: attempt.signal },
			);
			// PeerJS tells this one of the peer, not of the connection.
			const onError = (error: Error & { type: string }) => {
				if (error.type !== "peer-unavailable") return;
				if (error.message.endsWith(` ${connection.peer}`)) unreachable();
			};
			peer.on("error", onError);
			attempt.signal.addEventListener("abort", () =>
				peer.off("error", onError),
			);
			AbortSignal.any(limits).addEventListener(
				"abort",
				() => (stop.aborted ? reject(stop.reason) : unreachable()),
				{ signal: attempt.signal },
			);
		})
			.catch((error: unknown) => {
				connection.close();
				throw error;
			})
			.finally(() => {
				connecting--;
				attempt.abort();
			});
	}

	async function takeOver(connection: DataConnection): Promise<Link> {
		const { peerConnection, dataChannel } = connection;
		const forget = connection.close.bind(connection);
		// From here on the link alone decides when it ends: PeerJS would close it when the server says so, or over a
		// repeated offer.
		connection.close = () => {};
		let link: Link | undefined;
		const onShut = () => {
			if (link) links.delete(link);
			forget();
		};
		try {
			link = await createChannelLink(peerConnection, dataChannel, onShut);
		} catch {
			throw new PeerLinkError("fingerprint");
		}
		if (life.signal.aborted) link.close();
		else links.add(link);
		return link;
	}

	try {
		await opened(peer, AbortSignal.any([signal, life.signal]));
	} catch (error) {
		close();
		throw signal.aborted ? signal.reason : error;
	}
	const socket = keepSocket({
		isOpen: () => peer.open,
		ask: options.readmit,
		open(again) {
			if (peer.destroyed) return;
			ice.take(again);
			// PeerJS reads it there whenever it opens a socket.
			peer.options.token = again.ticket;
			peer.reconnect();
		},
		shut: () => peer.disconnect(),
		signal: life.signal,
	});
	peer.on("open", socket.opened);
	peer.on("disconnected", socket.lost);

	return {
		accept(onLink) {
			peer.on("connection", (connection) => {
				if (links.size + connecting >= MAX_CONNECTIONS)
					return connection.close();
				// Who dialled and did not arrive dials again; there is nobody here to tell.
				open(connection, life.signal).then(
					(link) => onLink(link, connection.peer),
					() => {},
				);
			});
		},
		async dial(peerId, stop = life.signal) {
			stop.throwIfAborted();
			await ice.renew();
			stop.throwIfAborted();
			if (!peer.open) {
				socket.hurry();
				throw new PeerLinkError("server");
			}
			const raw = { serialization: "raw", reliable: true };
			const dialled = peer.connect(peerId, raw);
			// PeerJS forgets it when the attempt fails.
			const { peerConnection } = dialled;
			return open(dialled, stop).catch((error: unknown) => {
				const isLate = stop.aborted && isTimeout(stop.reason);
				if (isLate && !peerConnection.remoteDescription) socket.doubt();
				throw error;
			});
		},
		close,
	};
}

const isTimeout = (reason: unknown) =>
	reason instanceof DOMException && reason.name === "TimeoutError";

function peerOptions(options: PeerOptions) {
	const url = new URL(options.serverUrl);
	const secure = url.protocol === "https:";
	return {
		host: url.hostname,
		port: Number(url.port) || (secure ? 443 : 80),
		path: url.pathname,
		secure,
		token: options.ticket,
		config: rtcConfiguration(options),
		debug: 0,
	};
}

/** Lets PeerJS hear only what `readPeerWire` knows, before the socket is open. */
function guard(
	peer: Peer,
	ice: FreshIce,
	onLeave: PeerOptions["onLeave"],
): void {
	const [listener] = peer.socket.listeners("message");
	if (listener === undefined) throw new Error("PeerJS listens elsewhere");
	peer.socket.removeAllListeners("message");
	peer.socket.on("message", (message: unknown) => {
		const left = readLeave(message);
		if (left !== undefined) onLeave?.(left);
		const heard = readPeerWire(message);
		if (heard === undefined) return;
		const isRepeated =
			heard.type === "OFFER" &&
			hasConnection(peer, heard.src, heard.payload.connectionId);
		if (isRepeated) return;
		// What comes behind an offer that waits here, PeerJS keeps until it has it.
		if (heard.type === "OFFER" && ice.isStale)
			void ice.renew().then(() => listener(heard));
		else listener(heard);
	});
}

/** Counts at the browser's own socket: PeerJS sends its heartbeat past its `send`. A fresh socket every time it opens. */
function countSent(peer: Peer): void {
	const socket: unknown = Reflect.get(peer.socket, "_socket");
	if (!(socket instanceof WebSocket)) throw new Error("PeerJS sends elsewhere");
	countSocket(socket);
}

function hasConnection(peer: Peer, from: string, id: string): boolean {
	return peer.getConnection(from, id) !== null;
}

function opened(peer: Peer, signal: AbortSignal): Promise<void> {
	return new Promise((resolve, reject) => {
		const fail = () => reject(new PeerLinkError("server"));
		peer.once("open", () => resolve());
		peer.once("error", fail);
		peer.once("close", fail);
		const limit = AbortSignal.timeout(OPEN_LIMIT_MS);
		AbortSignal.any([signal, limit]).addEventListener("abort", fail);
	});
}
