/**
 * The network between an agent's page and the visitor's: connections that are slow, stall, break, and go on delivering
 * what was sent over them when another one has taken their place. Within its life a connection is ordered and reliable,
 * as a data channel is; all the rest may happen.
 */
import type { Role } from "../../policy/rules.ts";
import {
	DataError,
	encodeFrame,
	parseFrame,
} from "../../session/data-frame.ts";
import { createInbox } from "../../session/inbox.ts";
import type { PairedLink } from "../../session/introduce.ts";
import type { LinkReceiver } from "../../session/link.ts";
import {
	MessageError,
	type MessageOf,
	parseMessage,
} from "../../session/messages.ts";
import { NO_PATH } from "../../session/path.ts";
import { otherRole } from "../../session/state.ts";
import type { Random } from "./random.ts";

export type Payload = string | ArrayBuffer;

export type Change = (payload: Payload) => Payload | undefined;

export type Loss = {
	/** After how many milliseconds each end notices; undefined: it never does, but by the silence. */
	heard: Partial<Record<Role, number>>;
};

export interface Connection {
	readonly agent: PairedLink;
	readonly visitor: PairedLink;
	/** Whether anything still gets through. */
	readonly isUp: boolean;
	/** It breaks: what is on its way does not arrive any more, or much too late. */
	lose(loss: Loss): void;
	/** It breaks at the message after so many. */
	cutAfter(messages: number, loss: Loss): void;
	/** Nothing arrives for so long; then all of it does, in order. */
	stall(ms: number): void;
	/** What this end sends next arrives as `change` makes it; undefined lets it pass and waits for the one after. */
	corrupt(from: Role, change: Change): void;
	/** What was to go wrong with it does not. */
	calm(): void;
	/** Another one has taken its place at this end: what is left of this one comes now, late, twice and in no order. */
	haunt(role: Role): void;
	/** The page of this end is gone: nothing more comes from it. The other end notices, or never does. */
	abandon(role: Role, heardAfterMs: number | undefined): void;
	/** Who listens at this end, if anybody does yet. */
	receiverOf(role: Role): LinkReceiver | undefined;
}

type End = {
	inbox: ReturnType<typeof createInbox>;
	receiver: LinkReceiver | undefined;
	closed: boolean;
	/** What is on its way to this end. */
	queue: { at: number; arrive: () => void }[];
	/** What arrived last, and what never did. */
	stale: Payload[];
	change: Change | undefined;
	/** Senders of data that wait for room. */
	waiting: (() => void)[];
};

const STALE_KEPT = 12;

export type ConnectionOptions = {
	random: Random;
	can: string[];
	/** Milliseconds that a message takes at least. */
	latencyMs: number;
	/** The guard of a session against an earlier link is taken away: what comes late is given to this one instead. */
	lateTo?: (role: Role) => LinkReceiver | undefined;
	/** Something that must not be. */
	wrong(what: string): void;
	/** This end is in use now. */
	onTaken(role: Role): void;
	/** Hears in words what is sent and what arrives. */
	tell(what: string): void;
};

export function createConnection(options: ConnectionOptions): Connection {
	const { random, latencyMs } = options;
	const ends: Record<Role, End> = {
		agent: createEnd("agent"),
		visitor: createEnd("visitor"),
	};
	let isUp = true;
	let stalledUntil = 0;
	let cut: { messages: number; loss: Loss } | undefined;

	function createEnd(role: Role): End {
		return {
			inbox: createInbox(() => close(role)),
			receiver: undefined,
			closed: false,
			queue: [],
			stale: [],
			change: undefined,
			waiting: [],
		};
	}

	/** In the order in which it was sent, whatever happens to the connection meanwhile. */
	function later(to: End, arrive: () => void): void {
		const delay = latencyMs + random.whole(0, latencyMs);
		to.queue.push({ at: Date.now() + delay, arrive });
		if (to.queue.length === 1) setTimeout(() => deliver(to), delay);
	}

	function deliver(to: End): void {
		for (let [next] = to.queue; next; [next] = to.queue) {
			const wait = Math.max(next.at, stalledUntil) - Date.now();
			if (wait > 0) {
				setTimeout(() => deliver(to), wait);
				return;
			}
			next.arrive();
			to.queue.shift();
		}
	}

	function end(role: Role, how: "closed" | "lost"): void {
		const here = ends[role];
		for (const proceed of here.waiting.splice(0)) proceed();
		if (!here.inbox.ended) options.tell(`${role}'s link is ${how}`);
		here.inbox.end(how);
	}

	function close(role: Role): void {
		const here = ends[role];
		if (here.closed) return;
		here.closed = true;
		queueMicrotask(() => end(role, "closed"));
		const other = otherRole(role);
		later(ends[other], () => {
			if (isUp) end(other, "closed");
		});
	}

	function lose({ heard }: Loss): void {
		isUp = false;
		for (const role of ["agent", "visitor"] as const) {
			const ms = heard[role];
			if (ms !== undefined) setTimeout(() => end(role, "lost"), ms);
		}
	}

	function keep(to: End, payload: Payload): void {
		to.stale.push(payload);
		if (to.stale.length > STALE_KEPT) to.stale.shift();
	}

	function transmit(from: Role, payload: Payload, arrived?: () => void) {
		const here = ends[from];
		const there = ends[otherRole(from)];
		if (cut && cut.messages-- === 0) {
			lose(cut.loss);
			cut = undefined;
		}
		const changed = here.change?.(payload);
		if (changed !== undefined) here.change = undefined;
		const sent = changed ?? payload;
		if (arrived) here.waiting.push(arrived);
		options.tell(`${from} sends ${inWords(payload)}`);
		later(there, () => {
			keep(there, sent);
			if (!isUp) return;
			options.tell(`${otherRole(from)} gets ${inWords(sent)}`);
			if (!there.closed) there.inbox.take(sent);
			const isTaken = !there.closed && !there.inbox.ended;
			if (changed !== undefined && isTaken && typeof payload === "string")
				options.wrong(`${inWords(changed)} is taken for a message`);
			const at = arrived ? here.waiting.indexOf(arrived) : -1;
			if (at >= 0) here.waiting.splice(at, 1);
			arrived?.();
		});
	}

	function link(role: Role): PairedLink {
		const here = ends[role];
		const isOver = () => here.closed || here.inbox.ended;
		const none = new Uint8Array(32);
		return {
			fingerprints: { ours: none, theirs: none },
			theirs: helloOf(otherRole(role), options.can),
			secret: none,
			path: async () => NO_PATH,
			send(message) {
				if (!isOver()) transmit(role, JSON.stringify(message));
			},
			sendData(frame) {
				if (isOver()) return Promise.resolve();
				const { buffer } = encodeFrame(frame);
				return new Promise((resolve) => transmit(role, buffer, resolve));
			},
			receive(receiver) {
				here.receiver = receiver;
				options.onTaken(role);
				here.inbox.receive(receiver);
			},
			close: () => close(role),
		};
	}

	/** Past the end of the link, as no link should: the session has to see for itself that this is over. */
	function deliverLate(role: Role, payload: Payload): void {
		const receiver = options.lateTo?.(role) ?? ends[role].receiver;
		if (!receiver) return;
		options.tell(`${role} gets late ${inWords(payload)}`);
		try {
			if (typeof payload === "string") receiver.message(parseMessage(payload));
			else receiver.data(parseFrame(payload.slice(0)));
		} catch (error) {
			if (!(error instanceof MessageError || error instanceof DataError))
				throw error;
		}
	}

	return {
		agent: link("agent"),
		visitor: link("visitor"),
		get isUp() {
			return isUp;
		},
		lose,
		cutAfter(messages, loss) {
			cut = { messages, loss };
		},
		stall(ms) {
			stalledUntil = Math.max(stalledUntil, Date.now() + ms);
		},
		corrupt(from, change) {
			ends[from].change = change;
		},
		calm() {
			cut = undefined;
			ends.agent.change = undefined;
			ends.visitor.change = undefined;
		},
		haunt(role) {
			const { stale } = ends[role];
			for (const payload of [...stale, ...stale]) {
				if (random.chance(0.4)) continue;
				setTimeout(() => deliverLate(role, payload), random.whole(0, 4_000));
			}
		},
		abandon(role, heardAfterMs) {
			const there = otherRole(role);
			ends[role].closed = true;
			for (const proceed of ends[role].waiting.splice(0)) proceed();
			if (heardAfterMs !== undefined)
				setTimeout(() => end(there, "lost"), heardAfterMs);
		},
		receiverOf: (role) => ends[role].receiver,
	};
}

function helloOf(role: Role, can: string[]): MessageOf<"hello"> {
	return { type: "hello", protocol: 1, role, can };
}

function inWords(payload: Payload): string {
	if (typeof payload === "string") return payload;
	return `${payload.byteLength} bytes`;
}
