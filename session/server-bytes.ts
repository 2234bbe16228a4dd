/**
 * What this page has sent to the signaling server, counted where it leaves: the bodies of calls, and every message of
 * the socket. One count a page, because a page has one server.
 */
import * as v from "valibot";

/** Bytes. */
export type SentToServer = {
	/** To find the other browser, and to be found. */
	introductions: number;
	/** Anything else: a document would be in it. */
	besides: number;
};

const introduction = v.object({
	type: v.picklist(["OFFER", "ANSWER", "CANDIDATE", "HEARTBEAT"]),
});

const sent: SentToServer = { introductions: 0, besides: 0 };

export function sentToServer(): SentToServer {
	return { ...sent };
}

/** The body of a call, which is one of those in signaling-api.ts. */
export function countBody(body: string): void {
	sent.introductions += lengthOf(body);
}

/** From now on counts what this socket sends. */
export function countSocket(socket: WebSocket): void {
	const send = socket.send.bind(socket);
	socket.send = (message) => {
		countMessage(message);
		send(message);
	};
}

/** A message of the socket: what is not known by its type is no introduction. */
export function countMessage(message: Parameters<WebSocket["send"]>[0]): void {
	const length = lengthOf(message);
	if (isIntroduction(message)) sent.introductions += length;
	else sent.besides += length;
}

function isIntroduction(message: unknown): boolean {
	if (typeof message !== "string") return false;
	try {
		return v.is(introduction, JSON.parse(message));
	} catch {
		return false;
	}
}

function lengthOf(message: Parameters<WebSocket["send"]>[0]): number {
	if (typeof message === "string")
		return new TextEncoder().encode(message).length;
	return message instanceof Blob ? message.size : message.byteLength;
}
