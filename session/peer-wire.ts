/**
 * What a signaling server may say to a PeerJS client of ours. The server is not trusted and the client is trusting: it
 * would open a connection with a serialization that a few bytes bring down, throw over an unknown one, and close an
 * open link because the server says that the other end has left.
 */
import * as v from "valibot";

const connectionId = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,64}$/));
const source = v.pipe(v.string(), v.maxLength(64));
const sdp = v.pipe(v.string(), v.maxLength(60_000));

const heardSchema = v.variant("type", [
	v.object({ type: v.literal("OPEN") }),
	v.object({ type: v.literal("ID-TAKEN") }),
	v.object({ type: v.literal("INVALID-KEY") }),
	v.object({ type: v.literal("EXPIRE"), src: source }),
	v.object({
		type: v.literal("ERROR"),
		payload: v.object({ msg: v.pipe(v.string(), v.maxLength(1_000)) }),
	}),
	v.object({
		type: v.literal("OFFER"),
		src: source,
		payload: v.object({
			type: v.literal("data"),
			serialization: v.literal("raw"),
			reliable: v.literal(true),
			label: v.pipe(v.string(), v.maxLength(64)),
			connectionId,
			sdp: v.object({ type: v.literal("offer"), sdp }),
		}),
	}),
	v.object({
		type: v.literal("ANSWER"),
		src: source,
		payload: v.object({
			type: v.literal("data"),
			connectionId,
			sdp: v.object({ type: v.literal("answer"), sdp }),
		}),
	}),
	v.object({
		type: v.literal("CANDIDATE"),
		src: source,
		payload: v.object({
			type: v.literal("data"),
			connectionId,
			candidate: v.object({
				candidate: v.pipe(v.string(), v.maxLength(2_000)),
				sdpMid: v.nullish(v.pipe(v.string(), v.maxLength(64))),
				sdpMLineIndex: v.nullish(v.pipe(v.number(), v.integer())),
				usernameFragment: v.nullish(v.pipe(v.string(), v.maxLength(256))),
			}),
		}),
	}),
]);

export type Heard = v.InferOutput<typeof heardSchema>;

const leaveSchema = v.object({ type: v.literal("LEAVE"), src: source });

/**
 * Who has left, as the server says, or undefined. PeerJS never hears of it: it would close an open link over it. It is
 * a reason to ask the server who is still an agent, no more.
 */
export function readLeave(message: unknown): string | undefined {
	const result = v.safeParse(leaveSchema, message);
	return result.success ? result.output.src : undefined;
}

/** The message with what we know of it and nothing else, or undefined: it is dropped. `LEAVE` always is. */
export function readPeerWire(message: unknown): Heard | undefined {
	const result = v.safeParse(heardSchema, message);
	return result.success ? result.output : undefined;
}
