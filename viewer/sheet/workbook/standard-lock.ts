import { sha1 } from "@noble/hashes/legacy.js";
import { OpenError } from "../reader/book.ts";
import { createAesDecrypt } from "./aes.ts";
import { concat, equal, spinPassword, uint32 } from "./key-bytes.ts";
import type { PackageLock } from "./locked-xlsx.ts";

/** Key bits by the algorithm's number in Windows. */
const AES_BITS = new Map([
	[0x660e, 128],
	[0x660f, 192],
	[0x6610, 256],
]);
const SHA1 = 0x8004;
const SPINS = 50_000;
const SALT_BYTES = 16;
/** Fixed fields of the header; the name of a provider follows, which nobody needs. */
const MIN_HEADER_BYTES = 32;
const MAX_HEADER_BYTES = 4_096;

/**
 * The lock of Office 2007, [MS-OFFCRYPTO] 2.3.4.5 to 2.3.4.9: AES by ECB, the key by SHA-1. `info` is
 * `EncryptionInfo` after its version and flags. Throws an OpenError `encrypted` for anything else.
 */
export function readStandardLock(info: Uint8Array): PackageLock {
	const view = new DataView(info.buffer, info.byteOffset, info.length);
	const headerBytes = info.length < 4 ? 0 : view.getUint32(0, true);
	const verifierAt = 4 + headerBytes;
	if (
		headerBytes < MIN_HEADER_BYTES ||
		headerBytes > MAX_HEADER_BYTES ||
		verifierAt + 4 + SALT_BYTES + 16 + 4 + 32 > info.length
	)
		throw new OpenError("encrypted", "a cut description of the lock");
	const algorithm = view.getUint32(4 + 8, true);
	const hash = view.getUint32(4 + 12, true);
	const bits = AES_BITS.get(algorithm);
	const saltBytes = view.getUint32(verifierAt, true);
	if (!bits || (hash !== SHA1 && hash !== 0) || saltBytes !== SALT_BYTES)
		throw new OpenError("encrypted", `algorithms ${algorithm} and ${hash}`);
	const saltAt = verifierAt + 4;
	const salt = info.slice(saltAt, saltAt + SALT_BYTES);
	const proofAt = saltAt + SALT_BYTES;
	const proof = info.slice(proofAt, proofAt + 16);
	const proofHash = info.slice(proofAt + 20, proofAt + 52);

	return (password, alive) => {
		const spun = spinPassword(sha1, salt, password, SPINS, alive);
		const decrypt = createAesDecrypt(keyOf(spun, bits / 8));
		const wanted = decrypt(proofHash).subarray(0, sha1.outputLen);
		return equal(sha1(decrypt(proof)), wanted)
			? (encrypted) => Uint8Array.from(decrypt(encrypted))
			: undefined;
	};
}

/** A SHA-1 is shorter than the longest key: two of them, made different as in an HMAC, are put together. */
function keyOf(spun: Uint8Array, bytes: number): Uint8Array {
	const last = sha1(concat(spun, uint32(0)));
	const half = (fill: number) =>
		sha1(new Uint8Array(64).fill(fill).map((byte, i) => byte ^ (last[i] ?? 0)));
	return concat(half(0x36), half(0x5c)).slice(0, bytes);
}
