/**
 * Two linked ends in memory, for tests and for trying things out. Everything crosses as it would cross a network: as
 * JSON text and binary frames, read at the other end by the same readers, a moment later and in order.
 */
import type { Role } from "../policy/rules.ts";
import { encodeFrame } from "./data-frame.ts";
import { createInbox, type Inbox } from "./inbox.ts";
import type { Fingerprints, Link } from "./link.ts";
import type { Traffic } from "./path.ts";

/** What crossed: JSON text or a binary frame. */
export type Crossing = { from: Role; payload: string | ArrayBuffer };

export interface LinkedPair {
	readonly agent: Link;
	readonly visitor: Link;
	/** Nothing comes through for the moment, as both ends see it, or something does again. */
	falter(isFaltering: boolean): void;
	/** The path breaks: both ends end as `lost`, and what is on its way is gone. */
	lose(): void;
	/** Lets `to` receive something that no honest end sends. */
	inject(to: Role, payload: unknown): void;
}

export type LinkedPairOptions = {
	/** Runs a delivery later, in order. A microtask each by default. */
	schedule?: (deliver: () => void) => void;
	/** Sees all that is sent, before it arrives. */
	spy?: (crossing: Crossing) => void;
	/** As each end sees them; they agree by default. */
	fingerprints?: Record<Role, Fingerprints>;
};

type End = { inbox: Inbox; closed: boolean; moved: Traffic };

/** Links an agent and a visitor in memory. */
export function createLinkedPair(options: LinkedPairOptions = {}): LinkedPair {
	const { schedule = queueMicrotask, spy } = options;
	const fingerprints = options.fingerprints ?? agreeing();
	let broken = false;
	const ends: Record<Role, End> = {
		agent: createEnd("visitor"),
		visitor: createEnd("agent"),
	};

	function createEnd(other: Role): End {
		return {
			inbox: createInbox(() => later(() => ends[other].inbox.end("closed"))),
			closed: false,
			moved: { sent: 0, received: 0 },
		};
	}

	function later(deliver: () => void): void {
		schedule(() => {
			if (!broken) deliver();
		});
	}

	function createLink(role: Role): Link {
		const here = ends[role];
		const there = ends[role === "agent" ? "visitor" : "agent"];
		const isOver = () => broken || here.closed || here.inbox.ended;
		function cross(payload: string | ArrayBuffer, arrived?: () => void): void {
			spy?.({ from: role, payload });
			const bytes =
				typeof payload === "string" ? payload.length : payload.byteLength;
			here.moved.sent += bytes;
			schedule(() => {
				if (!broken && !there.closed) {
					there.moved.received += bytes;
					there.inbox.take(payload);
				}
				arrived?.();
			});
		}
		return {
			fingerprints: fingerprints[role],
			send(message) {
				if (!isOver()) cross(JSON.stringify(message));
			},
			sendData(frame) {
				if (isOver()) return Promise.resolve();
				const { buffer } = encodeFrame(frame);
				return new Promise((resolve) => cross(buffer, resolve));
			},
			receive: (receiver) => here.inbox.receive(receiver),
			path: async () => ({
				...here.moved,
				route: isOver() ? "none" : "direct",
			}),
			close() {
				if (isOver()) return;
				here.closed = true;
				later(() => {
					there.inbox.end("closed");
					here.inbox.end("closed");
				});
			},
		};
	}

	return {
		agent: createLink("agent"),
		visitor: createLink("visitor"),
		falter(isFaltering) {
			for (const { inbox } of Object.values(ends)) inbox.falter(isFaltering);
		},
		lose() {
			broken = true;
			ends.agent.inbox.end("lost");
			ends.visitor.inbox.end("lost");
		},
		inject(to, payload) {
			later(() => ends[to].inbox.take(payload));
		},
	};
}

function agreeing(): Record<Role, Fingerprints> {
	const agent = new Uint8Array(32).fill(0xa9);
	const visitor = new Uint8Array(32).fill(0x15);
	return {
		agent: { ours: agent, theirs: visitor },
		visitor: { ours: visitor, theirs: agent },
	};
}
