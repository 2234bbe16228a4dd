import type { Clock } from "./clock.ts";
import { expireMessage } from "./peer-messages.ts";

/** Takes a text, or says false when the socket is closing. */
export type Receive = (text: string) => boolean;

/** Moves texts between sockets by peer id; with several nodes, also between these. */
export interface Relay {
	/** From now on texts for this peer go to `receive`; those held for it come at once. Returns how to stop. */
	attach(peerId: string, receive: Receive): () => void;
	/**
	 * Delivers, or holds the text for some seconds: a phone's socket is often just being opened again. A text that
	 * cannot be delivered comes back to its sender as EXPIRE.
	 */
	send(from: string, to: string, text: string): Promise<void>;
	/** Gives up what was held too long. Called every second. */
	sweep(): void;
}

const HOLD_MS = 5_000;
const MAX_HELD_FOR_PEER = 64;
const MAX_HELD_CHARS_FOR_PEER = 131_072;
const MAX_HELD_CHARS = 16_777_216;

type Held = { from: string; text: string; until: number };

export function createMemoryRelay(clock: Clock): Relay {
	const receivers = new Map<string, Receive>();
	const heldFor = new Map<string, Held[]>();
	let heldChars = 0;

	function hold(from: string, to: string, text: string): boolean {
		const held = heldFor.get(to) ?? [];
		if (
			held.length >= MAX_HELD_FOR_PEER ||
			charsOf(held) + text.length > MAX_HELD_CHARS_FOR_PEER ||
			heldChars + text.length > MAX_HELD_CHARS
		)
			return false;
		held.push({ from, text, until: clock.now() + HOLD_MS });
		heldFor.set(to, held);
		heldChars += text.length;
		return true;
	}

	function release(to: string): Held[] {
		const held = heldFor.get(to) ?? [];
		heldFor.delete(to);
		heldChars -= charsOf(held);
		return held;
	}

	return {
		attach(peerId, receive) {
			receivers.set(peerId, receive);
			for (const { text } of release(peerId)) receive(text);
			return () => {
				// A newer socket of the same peer may have taken its place.
				if (receivers.get(peerId) === receive) receivers.delete(peerId);
			};
		},
		async send(from, to, text) {
			const delivered = receivers.get(to)?.(text) ?? false;
			if (!delivered && !hold(from, to, text))
				receivers.get(from)?.(expireMessage(to, from));
		},
		sweep() {
			for (const [to, [first]] of heldFor) {
				if (first === undefined || first.until > clock.now()) continue;
				// The rest is part of the same dial: it is of no use without its beginning.
				const senders = new Set(release(to).map(({ from }) => from));
				for (const from of senders)
					receivers.get(from)?.(expireMessage(to, from));
			}
		},
	};
}

function charsOf(held: readonly Held[]): number {
	return held.reduce((sum, { text }) => sum + text.length, 0);
}
