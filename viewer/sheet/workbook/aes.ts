/**
 * AES decryption by [FIPS 197], for locked workbooks. Written out because Chromium has no WebCrypto in a worker of an
 * opaque origin, and none of AES-192 anywhere. What it opens is a file at hand whose password its reader has just
 * typed: nobody measures its time.
 */

/** Decrypts whole blocks of 16 bytes; a rest is left out. With `iv` by CBC, without it by ECB. */
export type Decrypt = (bytes: Uint8Array, iv?: Uint8Array) => Uint8Array;

const BLOCK_BYTES = 16;

/** `key`: 16, 24 or 32 bytes. */
export function createAesDecrypt(key: Uint8Array): Decrypt {
	const keys = decryptionKeys(expandKey(key));
	return (bytes, iv) => {
		const length = bytes.length - (bytes.length % BLOCK_BYTES);
		const clear = new Uint8Array(length);
		const from = new DataView(bytes.buffer, bytes.byteOffset, length);
		const to = new DataView(clear.buffer);
		for (let at = 0; at < length; at += BLOCK_BYTES)
			decryptBlock(keys, from, to, at);
		if (!iv) return clear;
		for (let i = 0; i < length; i++)
			clear[i] =
				(clear[i] ?? 0) ^
				((i < BLOCK_BYTES ? iv[i] : bytes[i - BLOCK_BYTES]) ?? 0);
		return clear;
	};
}

/** The equivalent inverse cipher, FIPS 197 5.3.5: one round is four looks into a table for each of four words. */
function decryptBlock(
	keys: Uint32Array,
	from: DataView,
	to: DataView,
	at: number,
) {
	let round = keys.length - 4;
	let a = from.getUint32(at) ^ (keys[round] ?? 0);
	let b = from.getUint32(at + 4) ^ (keys[round + 1] ?? 0);
	let c = from.getUint32(at + 8) ^ (keys[round + 2] ?? 0);
	let d = from.getUint32(at + 12) ^ (keys[round + 3] ?? 0);
	for (round -= 4; round > 0; round -= 4) {
		const nextA = mixed(a, d, c, b) ^ (keys[round] ?? 0);
		const nextB = mixed(b, a, d, c) ^ (keys[round + 1] ?? 0);
		const nextC = mixed(c, b, a, d) ^ (keys[round + 2] ?? 0);
		d = mixed(d, c, b, a) ^ (keys[round + 3] ?? 0);
		a = nextA;
		b = nextB;
		c = nextC;
	}
	to.setUint32(at, inverseWord(a, d, c, b) ^ (keys[0] ?? 0));
	to.setUint32(at + 4, inverseWord(b, a, d, c) ^ (keys[1] ?? 0));
	to.setUint32(at + 8, inverseWord(c, b, a, d) ^ (keys[2] ?? 0));
	to.setUint32(at + 12, inverseWord(d, c, b, a) ^ (keys[3] ?? 0));
}

/** The first byte of `a`, the second of `b`, … through the inverse S-box and the mixing of columns. */
function mixed(a: number, b: number, c: number, d: number): number {
	return (
		(MIXED[a >>> 24] ?? 0) ^
		turned(MIXED[(b >>> 16) & 255] ?? 0, 8) ^
		turned(MIXED[(c >>> 8) & 255] ?? 0, 16) ^
		turned(MIXED[d & 255] ?? 0, 24)
	);
}

/** The same through the inverse S-box alone, as in the last round. */
function inverseWord(a: number, b: number, c: number, d: number): number {
	return (
		((INVERSE[a >>> 24] ?? 0) << 24) |
		((INVERSE[(b >>> 16) & 255] ?? 0) << 16) |
		((INVERSE[(c >>> 8) & 255] ?? 0) << 8) |
		(INVERSE[d & 255] ?? 0)
	);
}

/** FIPS 197 5.2. */
function expandKey(key: Uint8Array): Uint32Array {
	const words = key.length / 4;
	const keys = new Uint32Array(4 * (words + 7));
	const view = new DataView(key.buffer, key.byteOffset, key.length);
	let constant = 1;
	for (let i = 0; i < keys.length; i++) {
		if (i < words) {
			keys[i] = view.getUint32(i * 4);
			continue;
		}
		let word = keys[i - 1] ?? 0;
		if (i % words === 0) {
			word = boxed(turned(word, 24)) ^ (constant << 24);
			constant = doubled(constant);
		} else if (words > 6 && i % words === 4) word = boxed(word);
		keys[i] = (keys[i - words] ?? 0) ^ word;
	}
	return keys;
}

/** All but the first and the last round's keys with their columns unmixed. */
function decryptionKeys(keys: Uint32Array): Uint32Array {
	return keys.map((word, i) => {
		if (i < 4 || i >= keys.length - 4) return word;
		const box = boxed(word);
		return mixed(box, box, box, box);
	});
}

function boxed(word: number): number {
	return (
		((BOX[word >>> 24] ?? 0) << 24) |
		((BOX[(word >>> 16) & 255] ?? 0) << 16) |
		((BOX[(word >>> 8) & 255] ?? 0) << 8) |
		(BOX[word & 255] ?? 0)
	);
}

function turned(word: number, right: number): number {
	return (word >>> right) | (word << (32 - right));
}

/** Times two in the field of the bytes. */
function doubled(byte: number): number {
	return ((byte << 1) ^ (byte & 0x80 ? 0x11b : 0)) & 0xff;
}

const BOX = new Uint8Array(256);
const INVERSE = new Uint8Array(256);
/** Each byte, put through the inverse S-box, times 14, 9, 13 and 11. */
const MIXED = new Uint32Array(256);

/** FIPS 197 5.1.1: `p` goes through all bytes but zero by times three, `q` through their inverses. */
function fillTables() {
	BOX[0] = 0x63;
	let p = 1;
	let q = 1;
	do {
		p ^= doubled(p);
		q ^= q << 1;
		q ^= q << 2;
		q ^= q << 4;
		q &= 0xff;
		if (q & 0x80) q ^= 0x09;
		const spread = q * 0x01010101;
		const turns =
			q ^ (spread >>> 7) ^ (spread >>> 6) ^ (spread >>> 5) ^ (spread >>> 4);
		BOX[p] = (turns ^ 0x63) & 0xff;
	} while (p !== 1);
	for (let byte = 0; byte < 256; byte++) INVERSE[BOX[byte] ?? 0] = byte;
	for (let byte = 0; byte < 256; byte++) {
		const one = INVERSE[byte] ?? 0;
		const two = doubled(one);
		const four = doubled(two);
		const eight = doubled(four);
		MIXED[byte] =
			((eight ^ four ^ two) << 24) |
			((eight ^ one) << 16) |
			((eight ^ four ^ one) << 8) |
			(eight ^ two ^ one);
	}
}
fillTables();
