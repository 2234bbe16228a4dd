/**
 * PeerJS's wire (its client 1.5.5), as far as a session needs it: data connections with raw serialization. What is not
 * exactly one of these is no message. Its other serializations are left out on purpose: a few bytes sent to them
 * exhaust the receiver's memory, so nobody may ask the other end to open one.
 */
import * as v from "valibot";

/** Bytes of one message, the WebSocket's own limit. */
export const MAX_PEER_MESSAGE_BYTES = 65_536;

export const peerIdSchema = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/));

const line = (max: number) => v.pipe(v.string(), v.maxLength(max));
const connectionId = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,64}$/));
const sdp = line(60_000);
/** What the sender calls itself is accepted, for PeerJS's sake, and never passed on. */
const claimedSource = v.optional(line(64));

const schemas = {
	HEARTBEAT: v.strictObject({ type: v.literal("HEARTBEAT") }),
	OFFER: v.strictObject({
		type: v.literal("OFFER"),
		src: claimedSource,
		dst: peerIdSchema,
		payload: v.strictObject({
			sdp: v.strictObject({ type: v.literal("offer"), sdp }),
			type: v.literal("data"),
			connectionId,
			label: line(64),
			reliable: v.boolean(),
			serialization: v.literal("raw"),
		}),
	}),
	ANSWER: v.strictObject({
		type: v.literal("ANSWER"),
		src: claimedSource,
		dst: peerIdSchema,
		payload: v.strictObject({
			sdp: v.strictObject({ type: v.literal("answer"), sdp }),
			type: v.literal("data"),
			connectionId,
		}),
	}),
	CANDIDATE: v.strictObject({
		type: v.literal("CANDIDATE"),
		src: claimedSource,
		dst: peerIdSchema,
		payload: v.strictObject({
			candidate: v.strictObject({
				candidate: line(2_000),
				sdpMid: v.nullish(line(64)),
				sdpMLineIndex: v.nullish(
					v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(65_535)),
				),
				usernameFragment: v.nullish(line(256)),
			}),
			type: v.literal("data"),
			connectionId,
		}),
	}),
	LEAVE: v.strictObject({
		type: v.literal("LEAVE"),
		src: claimedSource,
		dst: peerIdSchema,
	}),
};

type Schemas = typeof schemas;
export type PeerMessage = {
	[T in keyof Schemas]: v.InferOutput<Schemas[T]>;
}[keyof Schemas];

/** Reads one message of a socket. Returns undefined for anything that is not exactly one. */
export function readPeerMessage(text: string): PeerMessage | undefined {
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		return undefined;
	}
	if (typeof value !== "object" || value === null || !("type" in value))
		return undefined;
	const { type } = value;
	if (!isType(type)) return undefined;
	const result = v.safeParse(schemas[type], value);
	return result.success ? result.output : undefined;
}

function isType(type: unknown): type is keyof Schemas {
	return typeof type === "string" && Object.hasOwn(schemas, type);
}

/** The message as the other end gets it, from the peer that really sent it. */
export function forwarded(
	message: Exclude<PeerMessage, { type: "HEARTBEAT" }>,
	from: string,
): string {
	return JSON.stringify({ ...message, src: from });
}

export const OPEN_MESSAGE = JSON.stringify({ type: "OPEN" });

/** Tells `to` that `from` is gone: PeerJS then closes what is open between the two, though it does not pass the server. */
export function leaveMessage(from: string, to: string): string {
	return JSON.stringify({ type: "LEAVE", src: from, dst: to });
}

/** Tells `to` that what it sent to `absent` was not delivered. */
export function expireMessage(absent: string, to: string): string {
	return JSON.stringify({ type: "EXPIRE", src: absent, dst: to });
}
