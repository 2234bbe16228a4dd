/**
 * What every link does with what arrives: reads it, keeps it until somebody receives, and ends the link over anything
 * that is no message. Shared by the link over WebRTC and the one in memory, so that tests in memory try the same door.
 */
import { parseFrame } from "./data-frame.ts";
import type { DataFrame, LinkEnd, LinkReceiver } from "./link.ts";
import { type Message, parseMessage } from "./messages.ts";

/** More than this before anybody receives is no honest end: all it has to say then is `hello` and `pair`. */
const MAX_WAITING = 64;

type Arrival = Message | DataFrame;

export interface Inbox {
	/** Takes what came: a string is a control message, an ArrayBuffer a data frame. */
	take(received: unknown): void;
	/** Nothing comes through for the moment, or something does again. */
	falter(isFaltering: boolean): void;
	/** Ends it, once; what waits is still delivered first. */
	end(end: LinkEnd): void;
	receive(receiver: LinkReceiver): void;
	readonly ended: boolean;
}

/** `onViolation` must end the link's other side of things; the inbox has then ended already. */
export function createInbox(onViolation: () => void): Inbox {
	let receiver: LinkReceiver | undefined;
	let waiting: Arrival[] = [];
	let ended: LinkEnd | undefined;

	function deliver(to: LinkReceiver, arrival: Arrival): void {
		if ("type" in arrival) to.message(arrival);
		else to.data(arrival);
	}

	function end(how: LinkEnd): void {
		if (ended !== undefined) return;
		ended = how;
		receiver?.ended(how);
	}

	function violate(): void {
		end("violation");
		onViolation();
	}

	return {
		take(received) {
			if (ended !== undefined) return;
			let arrival: Arrival;
			try {
				arrival =
					typeof received === "string"
						? parseMessage(received)
						: parseFrame(received);
			} catch {
				// A MessageError or a DataError; a stack overflow from deep nesting is no better.
				violate();
				return;
			}
			if (receiver !== undefined) deliver(receiver, arrival);
			else if (waiting.length < MAX_WAITING) waiting.push(arrival);
			else violate();
		},
		falter(isFaltering) {
			if (ended === undefined) receiver?.faltering?.(isFaltering);
		},
		end,
		receive(to) {
			if (receiver !== undefined) throw new Error("Somebody receives already");
			const before = waiting;
			waiting = [];
			receiver = to;
			for (const arrival of before) deliver(to, arrival);
			if (ended !== undefined) to.ended(ended);
		},
		get ended() {
			return ended !== undefined;
		},
	};
}
