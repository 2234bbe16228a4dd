import { analyse } from "chardet";

/** Encodings that a guess may name. Stateful ones (ISO-2022) are left out: their bytes look like delimiters. */
const GUESSABLE = new Set([
	"windows-1250",
	"windows-1251",
	"windows-1252",
	"windows-1253",
	"windows-1254",
	"windows-1255",
	"windows-1256",
	"windows-1257",
	"iso-8859-2",
	"iso-8859-5",
	"iso-8859-6",
	"iso-8859-7",
	"iso-8859-8",
	"koi8-r",
	"shift_jis",
	"euc-jp",
	"euc-kr",
	"big5",
	"gb18030",
]);
/** By far the most common, and what is left when nothing else is likely. */
const WESTERN = "windows-1252";
/** Confidence, of 100, that another encoding needs: where the text may be Western, and where it cannot be. */
const SURE = 40;
const LIKELY = 15;
const GUESS_BYTES = 65_536;

export type Encoding = {
	/** WHATWG label, lower case, as `new TextDecoder(label).encoding`. */
	label: string;
	/** Bytes of the byte order mark. */
	bom: 0 | 2 | 3;
	/** Bytes of a code unit. */
	stride: 1 | 2;
};

/** Says how a text file is written, from its first bytes (64 kB are plenty). */
export function detectEncoding(bytes: Uint8Array): Encoding {
	const [a, b, c] = bytes;
	if (a === 0xef && b === 0xbb && c === 0xbf)
		return { label: "utf-8", bom: 3, stride: 1 };
	if (a === 0xff && b === 0xfe) return { label: "utf-16le", bom: 2, stride: 2 };
	if (a === 0xfe && b === 0xff) return { label: "utf-16be", bom: 2, stride: 2 };
	const wide = guessUtf16(bytes);
	if (wide) return { label: wide, bom: 0, stride: 2 };
	const label = isMostlyUtf8(bytes) ? "utf-8" : guessLegacy(bytes);
	return { label, bom: 0, stride: 1 };
}

/** Whether a file that begins like this may turn out to be written in another encoding further on: past its ASCII. */
export function mayBeEncoding(label: string, beginning: Encoding): boolean {
	if (label === beginning.label) return true;
	const { bom } = beginning;
	const isOpen = beginning.label === "utf-8" && bom === 0;
	return isOpen && (label === WESTERN || GUESSABLE.has(label));
}

/** UTF-16 without a mark: of the ASCII in it, every second byte is zero, and always the same one. */
function guessUtf16(bytes: Uint8Array): "utf-16le" | "utf-16be" | undefined {
	const end = Math.min(bytes.length, 4_096) & ~1;
	if (end < 2) return undefined;
	let even = 0;
	let odd = 0;
	for (let i = 0; i < end; i += 2) {
		if (bytes[i] === 0) even += 1;
		if (bytes[i + 1] === 0) odd += 1;
	}
	const pairs = end / 2;
	if (odd > pairs * 0.3 && even < pairs * 0.05) return "utf-16le";
	if (even > pairs * 0.3 && odd < pairs * 0.05) return "utf-16be";
	return undefined;
}

/**
 * UTF-8, even with a bad byte here and there: a damaged sequence in a file full of good ones is damage, not another
 * encoding. A sequence cut off by the end of the sample is no damage.
 */
export function isMostlyUtf8(bytes: Uint8Array): boolean {
	let good = 0;
	let bad = 0;
	let i = 0;
	while (i < bytes.length) {
		const lead = bytes[i] ?? 0;
		i += 1;
		if (lead < 0x80) continue;
		const more = tailLength(lead);
		let seen = 0;
		while (seen < more && isTail(bytes[i + seen])) seen += 1;
		if (more > 0 && seen === more) good += 1;
		else if (more === 0 || i + seen < bytes.length) bad += 1;
		i += seen;
	}
	return bad === 0 || bad * 20 < good;
}

/** Bytes that follow a UTF-8 lead byte; 0 when it is none. */
function tailLength(lead: number): number {
	if (lead >= 0xc2 && lead <= 0xdf) return 1;
	if (lead >= 0xe0 && lead <= 0xef) return 2;
	if (lead >= 0xf0 && lead <= 0xf4) return 3;
	return 0;
}

function isTail(byte: number | undefined): boolean {
	return byte !== undefined && (byte & 0xc0) === 0x80;
}

/** The likeliest of the encodings before Unicode; Western when in doubt. */
export function guessLegacy(bytes: Uint8Array): string {
	const guesses = analyse(sampleOf(bytes)).map(({ name, confidence }) => ({
		label: labelOf(name),
		confidence,
	}));
	const western = guesses.some(
		({ label, confidence }) => label === WESTERN && confidence > 0,
	);
	for (const { label, confidence } of guesses) {
		if (confidence < (western ? SURE : LIKELY)) break;
		if (label && GUESSABLE.has(label)) return label;
	}
	return WESTERN;
}

/** The lines with something beyond ASCII: the others say nothing. */
function sampleOf(bytes: Uint8Array): Uint8Array {
	if (bytes.length <= GUESS_BYTES) return bytes;
	const first = bytes.findIndex((byte) => byte >= 0x80);
	const start = Math.max(0, Math.min(first, bytes.length - GUESS_BYTES));
	return bytes.subarray(start, start + GUESS_BYTES);
}

function labelOf(name: string): string | undefined {
	try {
		return new TextDecoder(name).encoding;
	} catch {
		return undefined;
	}
}

/** Four bytes at a time: this runs over every byte of the file. */
export function isAscii(bytes: Uint8Array): boolean {
	const { buffer, byteOffset, length } = bytes;
	const aligned = byteOffset % 4 === 0 ? length >> 2 : 0;
	const words = new Uint32Array(
		aligned ? buffer : new ArrayBuffer(0),
		aligned ? byteOffset : 0,
		aligned,
	);
	for (const word of words) if ((word & 0x80808080) !== 0) return false;
	for (let at = aligned * 4; at < length; at++)
		if ((bytes[at] ?? 0) >= 0x80) return false;
	return true;
}
