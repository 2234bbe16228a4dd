/**
 * The wire: every message that two ends exchange, when it is sent, and the reader that checks it.
 *
 * Control messages are JSON text; document bytes travel as binary frames (see `data-frame.ts`). Both are ordered and
 * reliable. The life of a link:
 *
 * 1. The agent, who has dialled, sends `hello`; the visitor answers with theirs. Ends with different protocol numbers
 *    stop here and say so in words.
 * 2. Both send `pair` twice: a key share made from the digits, then a MAC that binds both hellos and both DTLS
 *    fingerprints to the key. Until the MACs agree nothing else is accepted.
 * 3. The agent sends `who`; the visitor answers `welcome`. Until then nothing is shared.
 * 4. Either may `offer` a document, the other then pulls its bytes with `read`. The agent may `request` one.
 * 5. `position`, `find` and `pointer` are states: the last one wins, late ones are dropped.
 * 6. `bye` ends the session.
 *
 * A link that is lost is replaced by a fresh one, paired by a secret of the first: `resume` from both ends at once, then
 * what the other has missed.
 *
 * A visitor may have several agents: a link each, and nothing above changes. The visitor's end passes on what they
 * share, as an offer of its own that names the agent, and tells each of the `others`.
 *
 * Adding an optional field is safe; anything else is a new PROTOCOL number, because the extension's store and the
 * sites update at different times.
 */
import * as v from "valibot";
import { DOCUMENT_KINDS } from "../policy/kinds.ts";
import { linkSchema, MAX_DOCUMENT_BYTES } from "../policy/settings.ts";
import { findSchema, foundSchema, placeSchema } from "./place.ts";
import { rowMapSchema } from "./row-map.ts";

export const PROTOCOL = 1;

/** A control message is at most this long, as JSON text. Reading lists are the long ones. */
export const MAX_MESSAGE_CHARS = 65_536;

/** A `read` asks for at most this much: the messages that a data channel moves best (32 to 64 KiB, measured). */
export const MAX_READ_BYTES = 65_536;

const MAX_READING_LIST = 2_000;

/** Agents in one session. Each costs the visitor's browser a connection. */
export const MAX_AGENTS = 8;

const number = (max: number) =>
	v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(max));
const offset = number(MAX_DOCUMENT_BYTES);
/** Shares and requests are counted from 1 by the end that makes them. */
const count = v.pipe(number(2_147_483_647), v.minValue(1));
const turn = number(Number.MAX_SAFE_INTEGER);
const shortText = (max: number) =>
	v.pipe(v.string(), v.minLength(1), v.maxLength(max));
const personName = shortText(80);
/** 32 or 64 bytes as hex. */
const hex = (bytes: number) =>
	v.pipe(v.string(), v.regex(new RegExp(`^[0-9a-f]{${bytes * 2}}$`)));

const schemas = {
	/**
	 * First, from both ends at once; the only message whose unknown fields are let through, so that a newer end can
	 * still be told to wait for us. `can` names what this end is able to do, for instance `share-files`.
	 */
	hello: v.object({
		type: v.literal("hello"),
		protocol: number(1_000_000),
		role: v.picklist(["agent", "visitor"]),
		can: v.pipe(v.array(shortText(40)), v.maxLength(32)),
		/**
		 * From the visitor: which version of the settings their page goes by, so that both ends go by the same one. Not
		 * in the MAC, which older ends compute without it; the fingerprints in it bind the channel, and this with it.
		 */
		site: v.exactOptional(v.picklist(["production", "staging"])),
	}),
	/** CPace public share (ristretto255). Each end sends one, after `hello`. */
	pair: v.strictObject({ type: v.literal("pair"), share: hex(32) }),
	/** MAC over role, hellos and fingerprints. Each end sends one, after the other's `pair`. */
	confirm: v.strictObject({ type: v.literal("confirm"), mac: hex(64) }),
	/** The agent introduces themselves. Once, after pairing. */
	who: v.strictObject({ type: v.literal("who"), name: personName }),
	/** The visitor lets the agent in or not. Once, after `who`. */
	welcome: v.strictObject({
		type: v.literal("welcome"),
		allowed: v.boolean(),
	}),
	/** The agent asks the visitor to share a document. At most one is open. */
	request: v.strictObject({ type: v.literal("request"), request: count }),
	/** The agent takes the request back. */
	cancel: v.strictObject({ type: v.literal("cancel"), request: count }),
	/** The visitor's answer, or the lapse of the time the settings give it. */
	answer: v.strictObject({
		type: v.literal("answer"),
		request: count,
		/** `busy`: the visitor is answering another agent. */
		answer: v.picklist([
			"accepted",
			"declined",
			"expired",
			"not-allowed",
			"busy",
		]),
	}),
	/**
	 * A document is shared: what the watcher needs to know before its first byte. Shares of the agent have odd
	 * numbers, those of the visitor even ones. `over` is the watcher's own latest share, as far as the sharer knew (0:
	 * none): it tells a replacement from two offers that crossed, of which the visitor's wins.
	 */
	offer: v.strictObject({
		type: v.literal("offer"),
		share: count,
		over: number(2_147_483_647),
		name: shortText(255),
		kind: v.picklist(DOCUMENT_KINDS),
		size: v.pipe(offset, v.minValue(1)),
		savable: v.boolean(),
		from: v.union([
			v.literal("computer"),
			v.strictObject({ link: linkSchema.entries.id }),
			v.strictObject({ agent: personName }),
		]),
		/** Start and end of each range that opening the document took, in order: the watcher asks for them at once. */
		reading: v.optional(
			v.pipe(
				v.array(v.strictTuple([offset, offset])),
				v.maxLength(MAX_READING_LIST),
			),
		),
	}),
	/** From the sharer of a CSV: where its rows begin. Behind the offer, and again while the sharer still counts them. */
	rows: v.strictObject({
		type: v.literal("rows"),
		share: count,
		map: rowMapSchema,
	}),
	/** The watcher wants these bytes. Answered by one data frame, or `gone`. */
	read: v.strictObject({
		type: v.literal("read"),
		share: count,
		start: offset,
		end: v.pipe(offset, v.minValue(1)),
	}),
	/** The watcher does not want them any more. The sharer may answer all the same. */
	unread: v.strictObject({
		type: v.literal("unread"),
		share: count,
		start: offset,
	}),
	/** The sharer cannot read the document any more: it changed on disk. */
	gone: v.strictObject({ type: v.literal("gone"), share: count }),
	/** The watcher wants to save and has the bytes: asks for the digest of the original. */
	save: v.strictObject({ type: v.literal("save"), share: count }),
	digest: v.strictObject({
		type: v.literal("digest"),
		share: count,
		sha256: hex(32),
	}),
	/** Saving is not allowed. */
	refused: v.strictObject({ type: v.literal("refused"), share: count }),
	/** The watcher has saved it: the sharer's event fires. */
	saved: v.strictObject({ type: v.literal("saved"), share: count }),
	/** Where the sender has moved to. Highest turn wins, the agent wins a tie. */
	position: v.strictObject({
		type: v.literal("position"),
		share: count,
		turn,
		place: placeSchema,
	}),
	/** What both look for. As `position`. */
	find: v.strictObject({
		type: v.literal("find"),
		share: count,
		turn,
		find: findSchema,
	}),
	/** From the sharer: the answer to the `find` of that turn; sent again while the count grows. */
	found: v.strictObject({
		type: v.literal("found"),
		share: count,
		turn,
		found: foundSchema,
	}),
	/** Where the sender points; null when they point nowhere. */
	pointer: v.strictObject({
		type: v.literal("pointer"),
		share: count,
		at: v.nullable(placeSchema),
	}),
	/**
	 * The document is closed, by either end. `replaced`: another offer follows. `refused`: the watcher's rules forbid it.
	 * `left`: the other agent, who shared it, has left the session. `by` names the other agent who did it, from the
	 * visitor only.
	 */
	close: v.strictObject({
		type: v.literal("close"),
		share: count,
		why: v.picklist(["done", "replaced", "refused", "damaged", "left"]),
		by: v.optional(personName),
	}),
	/**
	 * The other agents with this visitor, and what one of them is sharing. From the visitor, whenever it changes: a
	 * state, the last one wins. Without it there is no other agent.
	 */
	others: v.strictObject({
		type: v.literal("others"),
		agents: v.pipe(v.array(personName), v.maxLength(MAX_AGENTS - 1)),
		sharing: v.nullable(
			v.strictObject({ by: personName, name: shortText(255) }),
		),
	}),
	/** First over a link that takes the place of a lost one: what this end knows. */
	resume: v.strictObject({
		type: v.literal("resume"),
		/** This end's page was loaded anew: it knows nothing of before, and what it shared is gone. */
		fresh: v.boolean(),
		/** The latest share of each that this end has seen. */
		shares: v.strictObject({
			agent: number(2_147_483_647),
			visitor: number(2_147_483_647),
		}),
		lastRequest: number(2_147_483_647),
		request: v.nullable(
			v.strictObject({
				number: count,
				stage: v.picklist(["asked", "accepted"]),
			}),
		),
		/** What is open here, whoever shares it. */
		document: v.nullable(
			v.strictObject({
				share: count,
				name: shortText(255),
				/** The other agent who shares it. */
				by: v.optional(personName),
			}),
		),
	}),
	/** Alive. Sent every few seconds. */
	beat: v.strictObject({ type: v.literal("beat") }),
	/** The page is going away; it may come back. */
	away: v.strictObject({ type: v.literal("away") }),
	/** The session is over. */
	bye: v.strictObject({
		type: v.literal("bye"),
		why: v.picklist(["ended", "refused", "error"]),
	}),
};

type Schemas = typeof schemas;
export type MessageType = keyof Schemas;
export type MessageOf<T extends MessageType> = v.InferOutput<Schemas[T]>;
/** Every message. Its readers and its type are the same line above, so neither can be forgotten. */
export type Message = { [T in MessageType]: MessageOf<T> }[MessageType];

export class MessageError extends Error {
	override name = "MessageError";
}

/** Reads one control message. Throws a MessageError for anything that is not exactly one. */
export function parseMessage(text: unknown): Message {
	if (typeof text !== "string" || text.length > MAX_MESSAGE_CHARS)
		throw new MessageError("not a text of at most 65,536 characters");
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		throw new MessageError("not JSON");
	}
	const type = (value as { type?: unknown } | null)?.type;
	if (typeof type !== "string" || !Object.hasOwn(schemas, type))
		throw new MessageError("unknown type");
	const result = v.safeParse(schemas[type as MessageType], value);
	if (!result.success)
		throw new MessageError(`${type}: ${result.issues[0].message}`);
	return result.output;
}
