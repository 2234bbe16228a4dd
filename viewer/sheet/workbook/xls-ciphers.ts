import { md5, sha1 } from "@noble/hashes/legacy.js";
import { OpenError } from "../reader/book.ts";
import { concat, equal, uint32, utf16 } from "./key-bytes.ts";

/**
 * The three ways an .xls is locked, by [MS-OFFCRYPTO] 2.3.5 to 2.3.7: XOR obfuscation, RC4, and RC4 CryptoAPI.
 * Each returns undefined when the password is wrong.
 */
export type RecordCipher = {
	/** Decrypts a record's content in place. `offset`: where it lies in the stream. `plain`: bytes at its start that are not encrypted. */
	decrypt(content: Uint8Array, offset: number, plain: number): void;
};

const PAD = [
	0xbb, 0xff, 0xff, 0xba, 0xff, 0xff, 0xb9, 0x80, 0x00, 0xbe, 0x0f, 0x00, 0xbf,
	0x0f, 0x00,
];
const RC4_BLOCK_BYTES = 1_024;

/** Reads a FilePass record and tries a password on it. Throws an OpenError `encrypted` for a way that is not known. */
export function cipherFor(
	filePass: Uint8Array,
	isBiff8: boolean,
	password: string,
): RecordCipher | undefined {
	const view = new DataView(
		filePass.buffer,
		filePass.byteOffset,
		filePass.byteLength,
	);
	try {
		const type = isBiff8 ? view.getUint16(0, true) : 0;
		if (type === 0) {
			const at = isBiff8 ? 2 : 0;
			return xorCipher(
				view.getUint16(at, true),
				view.getUint16(at + 2, true),
				password,
			);
		}
		const major = view.getUint16(2, true);
		const minor = view.getUint16(4, true);
		if (major === 1 && minor === 1) return rc4Cipher(filePass, password);
		if (major >= 2 && major <= 4 && minor === 2)
			return cryptoApiCipher(filePass, view, password);
	} catch (error) {
		if (!(error instanceof RangeError)) throw error;
	}
	throw new OpenError("encrypted", "an unknown way to lock an .xls");
}

function xorCipher(
	key: number,
	verifier: number,
	password: string,
): RecordCipher | undefined {
	// One byte a character, as the programs of its time did; at most 15.
	const bytes = [...password]
		.slice(0, 15)
		.map((char) => (char.codePointAt(0) ?? 0) & 0xff);
	if (bytes.length === 0 || xorVerifier(bytes) !== verifier) return undefined;
	const pads = [...bytes, ...PAD].slice(0, 16);
	const array = pads.map((byte, i) =>
		rotate(byte ^ (i % 2 === 0 ? key & 0xff : key >> 8), 2),
	);
	return {
		decrypt(content, offset, plain) {
			const first = offset + content.length;
			for (let i = plain; i < content.length; i++)
				content[i] =
					rotate(content[i] ?? 0, 3) ^ (array[(first + i) & 15] ?? 0);
		},
	};
}

function xorVerifier(bytes: number[]): number {
	let verifier = 0;
	for (const byte of [bytes.length, ...bytes].reverse())
		verifier = (((verifier >> 14) & 1) | ((verifier << 1) & 0x7fff)) ^ byte;
	return verifier ^ 0xce4b;
}

function rotate(byte: number, by: number): number {
	return ((byte << by) | (byte >> (8 - by))) & 0xff;
}

function rc4Cipher(
	filePass: Uint8Array,
	password: string,
): RecordCipher | undefined {
	const salt = filePass.slice(6, 22);
	const start = md5(utf16(password)).slice(0, 5);
	const repeated = new Uint8Array(16 * 21);
	for (let i = 0; i < 16; i++) repeated.set([...start, ...salt], i * 21);
	const base = md5(repeated).slice(0, 5);
	const keyOf = (block: number) => md5(concat(base, uint32(block)));
	const proof = rc4(keyOf(0));
	const verifier = proof(filePass.slice(22, 38));
	const hash = proof(filePass.slice(38, 54));
	return equal(md5(verifier), hash) ? rc4Records(keyOf) : undefined;
}

function cryptoApiCipher(
	filePass: Uint8Array,
	view: DataView,
	password: string,
): RecordCipher | undefined {
	const headerSize = view.getUint32(10, true);
	const algorithm = view.getUint32(14 + 8, true);
	const keyBits = view.getUint32(14 + 16, true) || 40;
	const RC4 = 0x6801;
	if ((algorithm !== RC4 && algorithm !== 0) || keyBits < 40 || keyBits > 128)
		throw new OpenError("encrypted", `algorithm ${algorithm}`);
	const at = 14 + headerSize;
	const salt = filePass.slice(at + 4, at + 20);
	const encrypted = filePass.slice(at + 20, at + 36);
	const hashSize = view.getUint32(at + 36, true);
	const encryptedHash = filePass.slice(at + 40, at + 40 + hashSize);
	const start = sha1(concat(salt, utf16(password)));
	const keyOf = (block: number) => {
		const key = sha1(concat(start, uint32(block))).slice(0, keyBits / 8);
		// A 40-bit key is filled up with zeros, as Windows does.
		return keyBits === 40 ? concat(key, new Uint8Array(11)) : key;
	};
	const proof = rc4(keyOf(0));
	const verifier = proof(encrypted);
	const hash = proof(encryptedHash);
	return hash.length === 20 && equal(sha1(verifier), hash)
		? rc4Records(keyOf)
		: undefined;
}

/** The key stream runs over every byte of the stream, encrypted or not, and is keyed anew each 1,024 bytes. */
function rc4Records(keyOf: (block: number) => Uint8Array): RecordCipher {
	let block = -1;
	let position = 0;
	let stream = rc4(new Uint8Array(1));
	return {
		decrypt(content, offset, plain) {
			for (let i = 0; i < content.length; ) {
				const at = offset + i;
				const wanted = Math.floor(at / RC4_BLOCK_BYTES);
				const within = at % RC4_BLOCK_BYTES;
				if (wanted !== block || within < position) {
					block = wanted;
					position = 0;
					stream = rc4(keyOf(block));
				}
				stream(new Uint8Array(within - position));
				const end = Math.min(content.length, i + RC4_BLOCK_BYTES - within);
				const clear = stream(content.slice(i, end));
				position = within + end - i;
				const from = Math.max(i, plain);
				if (from < end) content.set(clear.subarray(from - i), from);
				i = end;
			}
		},
	};
}

/** RC4: each call goes on where the last one ended. */
function rc4(key: Uint8Array): (bytes: Uint8Array) => Uint8Array {
	const box = Uint8Array.from({ length: 256 }, (_, i) => i);
	const swap = (a: number, b: number) => {
		const value = box[a] ?? 0;
		box[a] = box[b] ?? 0;
		box[b] = value;
	};
	for (let i = 0, j = 0; i < 256; i++) {
		j = (j + (box[i] ?? 0) + (key[i % key.length] ?? 0)) & 255;
		swap(i, j);
	}
	let i = 0;
	let j = 0;
	return (bytes) =>
		bytes.map((byte) => {
			i = (i + 1) & 255;
			j = (j + (box[i] ?? 0)) & 255;
			swap(i, j);
			return byte ^ (box[((box[i] ?? 0) + (box[j] ?? 0)) & 255] ?? 0);
		});
}
