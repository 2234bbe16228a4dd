/** PeerJS as its own documentation uses it, at the references' signaling server. */
import Peer, { type DataConnection } from "peerjs";
import type { Admission } from "./way.ts";

export type Serialization = "binary" | "raw";

/** Resolves when the server knows it. */
export function openReferencePeer(admission: Admission): Promise<Peer> {
	const { hostname, port } = new URL(admission.serverUrl);
	const peer = new Peer(admission.peerId, {
		host: hostname,
		port: Number(port),
		path: "/",
		secure: false,
		debug: 0,
		config: { iceServers: [] },
	});
	return new Promise((resolve, reject) => {
		peer.once("open", () => resolve(peer));
		peer.once("error", reject);
	});
}

/** Resolves when the connection is open. */
export function dialReference(
	peer: Peer,
	peerId: string,
	serialization: Serialization,
): Promise<DataConnection> {
	const connection = peer.connect(peerId, { serialization, reliable: true });
	return new Promise((resolve, reject) => {
		connection.once("open", () => resolve(connection));
		connection.once("error", reject);
		peer.once("error", reject);
	});
}
