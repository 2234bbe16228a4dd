/**
 * What a page keeps while it is loaded anew, so that its session goes on: who to ask the server as, and the secret by
 * which the two ends know each other again. It comes back from a storage that is not ours, so it is read with care.
 */
import { hmac } from "@noble/hashes/hmac.js";
import { sha512 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import * as v from "valibot";

const token = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{8,256}$/));
const secret = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
const route = v.pipe(v.string(), v.regex(/^\d{4,8}$/));
const personName = v.pipe(v.string(), v.minLength(1), v.maxLength(80));

const agentWayBackSchema = v.strictObject({
	/** What the server knows this end by. */
	manage: token,
	peerId: token,
	visitorPeerId: token,
	/** Of the key that was joined by. */
	route,
	/** Made from the first pairing: it takes the place of the key's eight digits. */
	secret,
});

/** An agent's page is the one that dials again. */
export type AgentWayBack = v.InferOutput<typeof agentWayBackSchema>;

/** Undefined for anything that is not exactly one. */
export function parseAgentWayBack(value: unknown): AgentWayBack | undefined {
	const result = v.safeParse(agentWayBackSchema, value);
	return result.success ? result.output : undefined;
}

/** Somebody who was let in and may come again without a key. */
const memberSchema = v.strictObject({
	/** The peer that dials. */
	peerId: token,
	route,
	secret,
	/** As the visitor knows them. */
	name: personName,
});

const visitorWayBackSchema = v.strictObject({
	manage: token,
	peerId: token,
	agents: v.pipe(v.array(memberSchema), v.minLength(1), v.maxLength(16)),
});

export type VisitorWayBack = v.InferOutput<typeof visitorWayBackSchema>;
export type KnownAgent = v.InferOutput<typeof memberSchema>;

/** Undefined for anything that is not exactly one. */
export function parseVisitorWayBack(
	value: unknown,
): VisitorWayBack | undefined {
	const result = v.safeParse(visitorWayBackSchema, value);
	return result.success ? result.output : undefined;
}

/** What the two ends of a pairing prove to each other when they meet again: 32 bytes as hex. */
export function resumeSecret(paired: Uint8Array): string {
	const derived = hmac(sha512, paired, utf8ToBytes("docside resume"));
	return bytesToHex(derived.slice(0, 32));
}
