/**
 * CPace: two people who share a few digits agree on a strong key, and whoever sits between them gets one guess and
 * learns nothing to try the others with offline. Suite CPACE-RISTR255-SHA512 of draft-irtf-cfrg-cpace; checked
 * against the draft's vectors in `test/fixtures/cpace-ristretto255.json`.
 */
import { ristretto255, ristretto255_hasher } from "@noble/curves/ed25519.js";
import { bytesToNumberLE } from "@noble/curves/utils.js";
import { sha512 } from "@noble/hashes/sha2.js";
import { concatBytes, utf8ToBytes } from "@noble/hashes/utils.js";

type Bytes = Uint8Array<ArrayBuffer>;
type Point = InstanceType<typeof ristretto255.Point>;

/** The other end sent no valid key share: not a point of the group, or the neutral one. */
export class CpaceError extends Error {
	override name = "CpaceError";
}

/** A public share with the data that is bound to it. */
export type CpaceShare = { share: Uint8Array; associated: Uint8Array };

/**
 * How the two shares enter the key: `ordered` where either end may speak first (ours), `initiator` where one always
 * does; then `first` is the initiator's.
 */
export type CpaceOrder = "ordered" | "initiator";

const DOMAIN = utf8ToBytes("CPaceRistretto255");
const HASH_BLOCK_BYTES = 128;
const SCALAR_BYTES = 32;

/** The secret generator: `calculate_generator` of the draft. */
export function cpaceGenerator(
	secret: Uint8Array,
	channel: Uint8Array,
	sessionId: Uint8Array,
): Point {
	// The zeros fill the first hash block, so that the time to hash tells nothing of the secret's length.
	const zeros =
		HASH_BLOCK_BYTES -
		withLength(secret).length -
		withLength(DOMAIN).length -
		1;
	const padding = new Uint8Array(Math.max(0, zeros));
	const text = lengthValues(DOMAIN, secret, padding, channel, sessionId);
	const derive = ristretto255_hasher.deriveToCurve;
	if (derive === undefined) throw new Error("ristretto255 cannot derive");
	return derive(sha512(text));
}

/** A fresh private scalar: 252 random bits, as the draft recommends. Use it for one exchange only. */
export function cpaceScalar(
	random: (bytes: Bytes) => Bytes = (bytes) => crypto.getRandomValues(bytes),
): Bytes {
	const scalar = random(new Uint8Array(SCALAR_BYTES));
	scalar[SCALAR_BYTES - 1] = (scalar[SCALAR_BYTES - 1] ?? 0) & 0x0f;
	return scalar;
}

/** The public share to send: `scalar_mult`. */
export function cpaceShare(scalar: Uint8Array, generator: Point): Bytes {
	return generator.multiply(bytesToNumberLE(scalar)).toBytes();
}

/** The point both ends arrive at: `scalar_mult_vfy`. Throws a CpaceError where the draft says abort. */
export function cpacePoint(scalar: Uint8Array, theirShare: Uint8Array): Bytes {
	let point: Point;
	try {
		point = ristretto255.Point.fromBytes(theirShare);
	} catch {
		throw new CpaceError("not a point of the group");
	}
	if (point.is0()) throw new CpaceError("the neutral point");
	return point.multiply(bytesToNumberLE(scalar)).toBytes();
}

/** The intermediate session key (ISK), 64 bytes. Derive keys from it; never use it as one. */
export function cpaceKey(
	sessionId: Uint8Array,
	point: Uint8Array,
	first: CpaceShare,
	second: CpaceShare,
	order: CpaceOrder,
): Bytes {
	const one = lengthValues(first.share, first.associated);
	const two = lengthValues(second.share, second.associated);
	const transcript =
		order === "initiator" ? concatBytes(one, two) : ordered(one, two);
	const domain = concatBytes(DOMAIN, utf8ToBytes("_ISK"));
	return sha512(
		concatBytes(lengthValues(domain, sessionId, point), transcript),
	);
}

/** The draft's `lv_cat`: each part behind its length, so that no two lists of parts give the same bytes. */
export function lengthValues(...parts: Uint8Array[]): Bytes {
	return concatBytes(...parts.map(withLength));
}

/** `prepend_len`, the length as LEB128. */
function withLength(part: Uint8Array): Bytes {
	const prefix: number[] = [];
	let rest = part.length;
	do {
		prefix.push((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0));
		rest >>>= 7;
	} while (rest > 0);
	return concatBytes(Uint8Array.from(prefix), part);
}

/** `o_cat`: the larger first, so that both ends write the same whoever is who. */
function ordered(one: Uint8Array, two: Uint8Array): Bytes {
	const mark = utf8ToBytes("oc");
	return isLarger(one, two)
		? concatBytes(mark, one, two)
		: concatBytes(mark, two, one);
}

function isLarger(one: Uint8Array, two: Uint8Array): boolean {
	const length = Math.min(one.length, two.length);
	for (let i = 0; i < length; i++) {
		const difference = (one[i] ?? 0) - (two[i] ?? 0);
		if (difference !== 0) return difference > 0;
	}
	return one.length > two.length;
}
