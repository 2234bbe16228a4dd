/** Bytes that keys are made from. */

/** UTF-16, little endian: how every lock but the oldest takes a password. */
export function utf16(text: string): Uint8Array {
	const bytes = new Uint8Array(text.length * 2);
	for (let i = 0; i < text.length; i++) {
		bytes[i * 2] = text.charCodeAt(i) & 0xff;
		bytes[i * 2 + 1] = text.charCodeAt(i) >> 8;
	}
	return bytes;
}

/** Little endian. */
export function uint32(value: number): Uint8Array {
	const bytes = new Uint8Array(4);
	new DataView(bytes.buffer).setUint32(0, value, true);
	return bytes;
}

export function concat(a: Uint8Array, b: Uint8Array): Uint8Array {
	const both = new Uint8Array(a.length + b.length);
	both.set(a);
	both.set(b, a.length);
	return both;
}

export function equal(a: Uint8Array, b: Uint8Array): boolean {
	return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

/** Cut or filled up to a length. */
export function resized(
	bytes: Uint8Array,
	length: number,
	fill: number,
): Uint8Array {
	const sized = new Uint8Array(length).fill(fill);
	sized.set(bytes.subarray(0, length));
	return sized;
}

export type Hash = (bytes: Uint8Array) => Uint8Array;

const SPINS_BETWEEN_SIGNS = 1_024;

/** A hash of salt and password, hashed again `spins` times with a count before it, so that guessing takes long. */
export function spinPassword(
	hash: Hash,
	salt: Uint8Array,
	password: string,
	spins: number,
	alive: () => void,
): Uint8Array {
	let spun = hash(concat(salt, utf16(password)));
	const counted = new Uint8Array(4 + spun.length);
	const count = new DataView(counted.buffer);
	for (let spin = 0; spin < spins; spin++) {
		count.setUint32(0, spin, true);
		counted.set(spun, 4);
		spun = hash(counted);
		if (spin % SPINS_BETWEEN_SIGNS === 0) alive();
	}
	return spun;
}
