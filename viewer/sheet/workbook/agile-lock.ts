import { sha1 } from "@noble/hashes/legacy.js";
import { sha256, sha384, sha512 } from "@noble/hashes/sha2.js";
import { OpenError } from "../reader/book.ts";
import { createAesDecrypt } from "./aes.ts";
import {
	concat,
	equal,
	type Hash,
	resized,
	spinPassword,
	uint32,
} from "./key-bytes.ts";
import type { OpenPackage, PackageLock } from "./locked-xlsx.ts";
import { attribute, decodeUtf8, tagPattern } from "./xml.ts";

const HASHES = new Map<string, Hash>([
	["SHA1", sha1],
	["SHA-1", sha1],
	["SHA256", sha256],
	["SHA384", sha384],
	["SHA512", sha512],
]);
const MAX_INFO_BYTES = 1_048_576;
const MAX_SALT_BYTES = 1_024;
/** Office writes 100,000. The format allows ten million, which is a minute for each password. */
const MAX_SPINS = 1_000_000;
const BLOCK_BYTES = 16;
const SEGMENT_BYTES = 4_096;
/** Says what a key is for, so that no two are the same: [MS-OFFCRYPTO] 2.3.4.13. */
const PROOF = [0xfe, 0xa7, 0xd2, 0x76, 0x3b, 0x4b, 0x9e, 0x79];
const PROOF_HASH = [0xd7, 0xaa, 0x0f, 0x6d, 0x30, 0x61, 0x34, 0x4e];
const PACKAGE_KEY = [0x14, 0x6e, 0x0b, 0xe7, 0xab, 0xac, 0xd0, 0xd6];
const FILL = 0x36;

/**
 * The lock of Office 2010 and later, [MS-OFFCRYPTO] 2.3.4.10 to 2.3.4.15: AES by CBC, described in XML. `info` is
 * `EncryptionInfo` after its version. Throws an OpenError `encrypted` for anything that is not known.
 */
export function readAgileLock(info: Uint8Array): PackageLock {
	if (info.length > MAX_INFO_BYTES) throw unknown("its description is long");
	const text = decodeUtf8(info);
	const [keyData] = tagsOf(text, "keyData");
	// A file may be opened by certificates too; those keys have no spin count.
	const passwordKey = tagsOf(text, "encryptedKey").find(
		(tag) => attribute(tag, "spinCount") !== undefined,
	);
	if (!keyData || !passwordKey) throw unknown("no key for a password");
	const body = readCipher(keyData);
	const door = readCipher(passwordKey);
	const spins = Number(attribute(passwordKey, "spinCount"));
	if (!(Number.isInteger(spins) && spins >= 0 && spins <= MAX_SPINS))
		throw unknown(`${spins} spins`);
	const proof = readBase64(passwordKey, "encryptedVerifierHashInput");
	const proofHash = readBase64(passwordKey, "encryptedVerifierHashValue");
	const packageKey = readBase64(passwordKey, "encryptedKeyValue");
	const isCut =
		proof.length < door.salt.length ||
		proofHash.length < door.hash(new Uint8Array()).length ||
		packageKey.length < body.keyBytes;
	if (isCut) throw unknown("a key is cut");

	return (password, alive) => {
		const spun = spinPassword(door.hash, door.salt, password, spins, alive);
		const iv = resized(door.salt, BLOCK_BYTES, FILL);
		const decryptFor = (purpose: number[], encrypted: Uint8Array) => {
			const key = door.hash(concat(spun, Uint8Array.from(purpose)));
			return createAesDecrypt(resized(key, door.keyBytes, FILL))(encrypted, iv);
		};
		const clear = decryptFor(PROOF, proof).subarray(0, door.salt.length);
		const hash = door.hash(clear);
		const wanted = decryptFor(PROOF_HASH, proofHash).subarray(0, hash.length);
		if (!equal(hash, wanted)) return undefined;
		const key = decryptFor(PACKAGE_KEY, packageKey).slice(0, body.keyBytes);
		return openBy(body, key);
	};
}

/** The package is encrypted in segments, each with its own beginning. */
function openBy({ hash, salt }: Cipher, key: Uint8Array): OpenPackage {
	const decrypt = createAesDecrypt(key);
	return (encrypted, alive) => {
		const clear = new Uint8Array(encrypted.length);
		for (let at = 0; at < encrypted.length; at += SEGMENT_BYTES) {
			const segment = encrypted.subarray(at, at + SEGMENT_BYTES);
			const start = hash(concat(salt, uint32(at / SEGMENT_BYTES)));
			clear.set(decrypt(segment, resized(start, BLOCK_BYTES, FILL)), at);
			alive();
		}
		return clear;
	};
}

type Cipher = { hash: Hash; salt: Uint8Array; keyBytes: number };

function readCipher(tag: string): Cipher {
	const hash = HASHES.get(attribute(tag, "hashAlgorithm") ?? "");
	const keyBits = Number(attribute(tag, "keyBits"));
	const isKnown =
		attribute(tag, "cipherAlgorithm") === "AES" &&
		attribute(tag, "cipherChaining") === "ChainingModeCBC" &&
		Number(attribute(tag, "blockSize")) === BLOCK_BYTES &&
		[128, 192, 256].includes(keyBits);
	if (!hash || !isKnown) throw unknown(tag.slice(0, 200));
	const salt = readBase64(tag, "saltValue");
	if (salt.length === 0 || salt.length > MAX_SALT_BYTES)
		throw unknown(`${salt.length} bytes of salt`);
	return { hash, salt, keyBytes: keyBits / 8 };
}

function readBase64(tag: string, name: string): Uint8Array {
	try {
		const binary = atob(attribute(tag, name) ?? "");
		return Uint8Array.from(binary, (char) => char.charCodeAt(0));
	} catch {
		throw unknown(`${name} is not base64`);
	}
}

function tagsOf(text: string, name: string): string[] {
	return [...text.matchAll(tagPattern(name))].map(([, inside = ""]) => inside);
}

function unknown(detail: string): OpenError {
	return new OpenError("encrypted", `an unknown lock: ${detail}`);
}
