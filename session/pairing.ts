/**
 * Proves that the two ends of a link are the two people who share the digits, and that nobody sits between them.
 *
 * Each end sends `pair` (its CPace share), then `confirm`: a MAC under the agreed key over who sends it, both hellos,
 * both DTLS fingerprints and both shares. Somebody who answers both sides with own certificates gets other
 * fingerprints on the two sides, so neither MAC holds. Wrong digits, other fingerprints, another hello and a share that
 * is no point all end in the same `failed`.
 *
 * Choices the draft leaves open (draft-irtf-cfrg-cpace):
 * - the symmetric setting, because both ends speak at once;
 * - CI names the product and the two parties, sid is the session's route where the caller gives one;
 * - ADa and ADb are the roles. They are not sent: each end knows which the other must have, and that they differ
 *   makes a share that is sent back to its sender useless.
 */
import { hmac } from "@noble/hashes/hmac.js";
import { sha512 } from "@noble/hashes/sha2.js";
import { bytesToHex, hexToBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import type { Role } from "../policy/rules.ts";
import {
	CpaceError,
	cpaceGenerator,
	cpaceKey,
	cpacePoint,
	cpaceScalar,
	cpaceShare,
	lengthValues,
} from "./cpace.ts";
import type { Fingerprints } from "./link.ts";
import type { MessageOf } from "./messages.ts";

export type PairingStep =
	/** Go on: send this, then wait for the other's `confirm`. */
	| { step: "confirm"; send: MessageOf<"confirm"> }
	/** Both proved it. `secret`: 32 bytes that only the two ends know, for whatever else they derive. */
	| { step: "paired"; secret: Uint8Array<ArrayBuffer> }
	| { step: "failed" };

export interface Pairing {
	/** To send at once, after both hellos. */
	readonly pair: MessageOf<"pair">;
	/** Takes the other's `pair`, then the other's `confirm`. Anything else, or out of order, fails for good. */
	receive(message: MessageOf<"pair"> | MessageOf<"confirm">): PairingStep;
}

export type PairingOptions = {
	role: Role;
	/** The eight digits. */
	secret: string;
	/** The route, or anything else both ends know of this session alone. */
	sessionId?: string;
	ourHello: MessageOf<"hello">;
	theirHello: MessageOf<"hello">;
	fingerprints: Fingerprints;
	/** Fills with random bytes; for tests. */
	random?: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>;
};

const CHANNEL = lengthValues(
	utf8ToBytes("docside pairing 1"),
	utf8ToBytes("agent"),
	utf8ToBytes("visitor"),
);

/** Begins a pairing over one link. A new link needs a new one. */
export function createPairing(options: PairingOptions): Pairing {
	const { role, fingerprints } = options;
	const sessionId = utf8ToBytes(options.sessionId ?? "");
	const scalar = cpaceScalar(options.random);
	const share = cpaceShare(
		scalar,
		cpaceGenerator(utf8ToBytes(options.secret), CHANNEL, sessionId),
	);
	const otherRole: Role = role === "agent" ? "visitor" : "agent";
	let state: "share" | "confirm" | "over" = "share";
	let key = new Uint8Array(0);
	let expected = new Uint8Array(0);

	function takeShare(theirs: Uint8Array): PairingStep {
		const point = cpacePoint(scalar, theirs);
		scalar.fill(0);
		key = cpaceKey(
			sessionId,
			point,
			{ share, associated: utf8ToBytes(role) },
			{ share: theirs, associated: utf8ToBytes(otherRole) },
			"ordered",
		);
		const bound = lengthValues(
			...inOrder(helloBytes(options.ourHello), helloBytes(options.theirHello)),
			...inOrder(fingerprints.ours, fingerprints.theirs),
			...inOrder(share, theirs),
		);
		const macKey = derive(key, "docside confirm");
		const macOf = (sender: Role) =>
			hmac(sha512, macKey, lengthValues(utf8ToBytes(sender), bound));
		expected = macOf(otherRole);
		state = "confirm";
		return {
			step: "confirm",
			send: { type: "confirm", mac: bytesToHex(macOf(role)) },
		};
	}

	/** The agent's first, whoever we are. */
	function inOrder(ours: Uint8Array, theirs: Uint8Array): Uint8Array[] {
		return role === "agent" ? [ours, theirs] : [theirs, ours];
	}

	function next(
		message: MessageOf<"pair"> | MessageOf<"confirm">,
	): PairingStep | undefined {
		if (options.theirHello.role !== otherRole) return undefined;
		if (state === "share" && message.type === "pair") {
			return takeShare(hexToBytes(message.share));
		}
		if (state === "confirm" && message.type === "confirm") {
			if (!isSame(hexToBytes(message.mac), expected)) return undefined;
			state = "over";
			return {
				step: "paired",
				secret: derive(key, "docside session").slice(0, 32),
			};
		}
		return undefined;
	}

	return {
		pair: { type: "pair", share: bytesToHex(share) },
		receive(message) {
			try {
				const step = next(message);
				if (step !== undefined) return step;
			} catch (error) {
				if (!(error instanceof CpaceError)) throw error;
			}
			state = "over";
			return { step: "failed" };
		},
	};
}

/**
 * The fields are named one by one: what a newer end adds to its hello is unknown to an older one and cannot be bound
 * within one protocol number.
 */
function helloBytes(hello: MessageOf<"hello">): Uint8Array {
	return utf8ToBytes(
		JSON.stringify([hello.protocol, hello.role, ...hello.can]),
	);
}

function derive(key: Uint8Array, purpose: string): Uint8Array<ArrayBuffer> {
	return hmac(sha512, key, utf8ToBytes(purpose));
}

/** In a time that does not tell where they differ. */
function isSame(one: Uint8Array, two: Uint8Array): boolean {
	let difference = one.length ^ two.length;
	for (let i = 0; i < two.length; i++)
		difference |= (one[i] ?? 0) ^ (two[i] ?? 0);
	return difference === 0;
}
