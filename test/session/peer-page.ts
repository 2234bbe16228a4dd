/** What a page of the link tests can do. Built and served by `peer-world.ts`. */

import { fileSource } from "../../session/file-source.ts";
import type { Ice } from "../../session/fresh-ice.ts";
import type { Link, LinkEnd } from "../../session/link.ts";
import type { MessageOf } from "../../session/messages.ts";
import { createPairing } from "../../session/pairing.ts";
import { type OpenPeer, openPeer } from "../../session/peer-link.ts";
import { createRemoteSource } from "../../session/remote-source.ts";
import { serveDocument } from "../../session/serve.ts";

type Role = "agent" | "visitor";

let peer: OpenPeer | undefined;
let link: Link | undefined;
let ended: LinkEnd | undefined;
let tickets = 0;
const heard: string[] = [];

const hello = (role: Role): MessageOf<"hello"> => ({
	type: "hello",
	protocol: 1,
	role,
	can: [],
});

function pair(role: Role, secret: string, opened: Link): Promise<string> {
	const other = role === "agent" ? "visitor" : "agent";
	const pairing = createPairing({
		role,
		secret,
		ourHello: hello(role),
		theirHello: hello(other),
		fingerprints: opened.fingerprints,
	});
	return new Promise((resolve) => {
		opened.receive({
			message(message) {
				if (message.type !== "pair" && message.type !== "confirm") {
					heard.push(message.type);
					return;
				}
				const step = pairing.receive(message);
				if (step.step === "confirm") opened.send(step.send);
				else resolve(step.step);
			},
			data: (frame) => heard.push(`${frame.start}+${frame.bytes.length}`),
			ended(end) {
				ended = end;
				resolve(end);
			},
		});
		opened.send(pairing.pair);
	});
}

/** 64-bit sum of position and value: quick, and enough to see a lost or moved byte. */
function checksum(bytes: Uint8Array, at: number, sum: number): number {
	let result = sum;
	for (let i = 0; i < bytes.length; i += 97)
		result = (result + (bytes[i] ?? 0) * ((at + i) % 65_521)) % 4_294_967_291;
	return result;
}

const page = {
	/** `again`: what the server has when it is asked once more. */
	async open(
		peerId: string,
		refreshes = false,
		ice: Ice = { iceServers: [] },
		again: Ice = ice,
	): Promise<string> {
		try {
			peer = await openPeer({
				serverUrl: location.origin,
				peerId,
				ticket: "first",
				...ice,
				...(refreshes && {
					readmit: async () => ({ ...again, ticket: `again${++tickets}` }),
				}),
				signal: new AbortController().signal,
			});
			return "open";
		} catch (error) {
			return String(error);
		}
	},
	/** The visitor's end: waits for who dials. Resolves with how the pairing ended. */
	accept(role: Role, secret: string): Promise<string> {
		return new Promise((resolve) =>
			peer?.accept((opened) => {
				link = opened;
				resolve(pair(role, secret, opened));
			}),
		);
	},
	async dial(
		role: Role,
		secret: string,
		peerId: string,
		limitMs = 60_000,
	): Promise<string> {
		try {
			if (peer === undefined) throw new Error("not open");
			link = await peer.dial(peerId, AbortSignal.timeout(limitMs));
			return await pair(role, secret, link);
		} catch (error) {
			return String(error);
		}
	},
	/** The attacker: a link to either side, and everything handed on. */
	async relayBetween(facingAgent: string, facingVisitor: string) {
		const signal = new AbortController().signal;
		const [one, two] = await Promise.all(
			[facingAgent, facingVisitor].map((peerId) =>
				openPeer({
					serverUrl: location.origin,
					peerId,
					ticket: "first",
					iceServers: [],
					signal,
				}),
			),
		);
		one?.accept(async (agent) => {
			const visitor = await two?.dial("visitor");
			if (visitor === undefined) return;
			hand(agent, visitor);
			hand(visitor, agent);
			heard.push("between");
		});
	},
	send: () => link?.send({ type: "beat" }),
	fingerprints: () => ({
		ours: Array.from(link?.fingerprints.ours ?? []),
		theirs: Array.from(link?.fingerprints.theirs ?? []),
	}),
	path: async () => link?.path(),
	closeLink: () => link?.close(),
	closePeer: () => peer?.close(),
	ended: () => ended,
	heard: () => heard,

	/** Serves a made-up file of this size to whoever reads, over a fresh link. */
	serve(size: number): Promise<number> {
		const bytes = new Uint8Array(size);
		for (let i = 0; i < size; i++) bytes[i] = (i * 31 + (i >> 8) * 7) & 0xff;
		const source = fileSource(new Blob([bytes]), "pdf", "a.pdf");
		peer?.accept((opened) => {
			const serving = serveDocument({
				share: 1,
				source,
				link: opened,
				onGone: () => heard.push("gone"),
				onViolation: (detail) => heard.push(detail),
			});
			opened.receive({
				message(message) {
					if (message.type === "read") serving.read(message);
					else if (message.type === "unread") serving.unread(message);
					else opened.send(message);
				},
				data: () => heard.push("data"),
				ended: () => serving.close(),
			});
		});
		return Promise.resolve(checksum(bytes, 0, 0));
	},
	/** Fetches all of it; meanwhile sends a beat every 100 ms and sees when it comes back. */
	async fetch(peerId: string, size: number) {
		const opened = await peer?.dial(peerId);
		if (opened === undefined) throw new Error("not open");
		const remote = createRemoteSource({
			share: 1,
			name: "a.pdf",
			kind: "pdf",
			size,
			send: (message) => opened.send(message),
			keepBytes: Number.POSITIVE_INFINITY,
			onViolation: (detail) => heard.push(detail),
		});
		const beats: number[] = [];
		let beatAt = 0;
		opened.receive({
			message() {
				beats.push(performance.now() - beatAt);
				beatAt = 0;
			},
			data: (frame) => remote.data(frame),
			ended: (end) => heard.push(end),
		});
		const timer = setInterval(() => {
			if (beatAt !== 0) return;
			beatAt = performance.now();
			opened.send({ type: "beat" });
		}, 100);
		const startedAt = performance.now();
		await remote.fetchAll();
		const ms = performance.now() - startedAt;
		clearInterval(timer);
		let sum = 0;
		for (let at = 0; at < size; at += 1_048_576) {
			const end = Math.min(size, at + 1_048_576);
			const bytes = await remote.read(at, end);
			// The checksum samples every 97th byte of the whole.
			const skip = (97 - (at % 97)) % 97;
			sum = checksum(bytes.subarray(skip), at + skip, sum);
		}
		beats.sort((one, two) => one - two);
		return {
			ms,
			sum,
			beatMedianMs: beats[beats.length >> 1] ?? 0,
			beatWorstMs: beats.at(-1) ?? 0,
		};
	},
};

function hand(from: Link, to: Link): void {
	from.receive({
		message: (message) => to.send(message),
		data: (frame) => to.sendData(frame),
		ended: () => to.close(),
	});
}

export type PeerPage = typeof page;

declare global {
	interface Window {
		page: PeerPage;
	}
}

window.page = page;
