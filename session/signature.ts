/** What a file is by its first bytes. */

export type Signature =
	| "pdf"
	| "zip"
	| "compound"
	| "biff"
	/** Something else that is known, by name. */
	| { other: string }
	/** Nothing that is known: text, or who knows. */
	| undefined;

/** A file inside, an empty archive, one of several parts. */
const ZIP_STARTS = ["PK\x03\x04", "PK\x05\x06", "PK\x07\x08"];

const OTHERS: readonly (readonly [bytes: string, name: string])[] = [
	["\x89PNG", "PNG"],
	["GIF8", "GIF"],
	["\xff\xd8\xff", "JPEG"],
	["II*\0", "TIFF"],
	["MM\0*", "TIFF"],
	["\x7fELF", "program"],
	["\xca\xfe\xba\xbe", "program"],
	["\xcf\xfa\xed\xfe", "program"],
	["\xfe\xed\xfa", "program"],
	["#!", "script"],
	["\x1f\x8b", "gzip"],
	["BZh", "bzip2"],
	["\xfd7zXZ", "xz"],
	["\x28\xb5\x2f\xfd", "zstd"],
	["7z\xbc\xaf\x27\x1c", "7z"],
	["Rar!", "RAR"],
	["MSCF", "cabinet"],
	["L\0\0\0\x01\x14\x02\0", "shortcut"],
	["%!PS", "PostScript"],
	["SQLite format 3", "SQLite"],
	["{\\rtf", "RTF"],
	["<?xml", "XML"],
	["\0asm", "WebAssembly"],
];

/** Stream types of a BOF record: globals, sheet, chart, workspace. A macro sheet (0x40) is not among them. */
const BIFF_STREAMS = [0x0005, 0x0010, 0x0020, 0x0100];

/** How far into a file a PDF may begin, as PDF readers have it. */
const PDF_START_BYTES = 1_024;

/** `head`: the first 4 KiB, or all of a shorter file. */
export function readSignature(head: Uint8Array): Signature {
	const start = latin(head, 0, 64);
	if (ZIP_STARTS.some((bytes) => start.startsWith(bytes))) return "zip";
	if (start.startsWith("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")) return "compound";
	const text = markupStart(head);
	for (const [bytes, name] of OTHERS)
		if (start.startsWith(bytes) || text.startsWith(bytes))
			return { other: name };
	if (/^<(!doctype|html|head|body|script|style|table|meta|!--|svg)/i.test(text))
		return { other: "HTML" };
	const isPdf = latin(head, 0, PDF_START_BYTES + 5).includes("%PDF-");
	// A column may be called MZ; a program has zeros behind it, and a document that begins so is none.
	if (start.startsWith("MZ") && (isPdf || head.includes(0)))
		return { other: "program" };
	if (isPdf) return "pdf";
	return isBiff(head) ? "biff" : undefined;
}

/** Bytes as characters of the same numbers. */
export function latin(bytes: Uint8Array, start: number, end: number): string {
	return String.fromCharCode(...bytes.subarray(start, end));
}

/** The first visible characters in whatever encoding, for markup that hides behind blanks or a mark. */
function markupStart(head: Uint8Array): string {
	const encoding =
		head[0] === 0xff && head[1] === 0xfe
			? "utf-16le"
			: head[0] === 0xfe && head[1] === 0xff
				? "utf-16be"
				: "utf-8";
	return new TextDecoder(encoding).decode(head).trimStart().slice(0, 64);
}

/**
 * A bare stream of Excel 2 to 5, without its container: a BOF record of the right length and a type that exists
 * (MS-XLS 2.4.21 and its forerunners).
 */
function isBiff(head: Uint8Array): boolean {
	if (head.length < 8) return false;
	const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
	const length = view.getUint16(2, true);
	const lengths: Record<number, readonly number[]> = {
		9: [4, 6],
		521: [6, 8],
		1033: [6, 8],
		2057: [8, 16],
	};
	return (
		(lengths[view.getUint16(0, true)] ?? []).includes(length) &&
		BIFF_STREAMS.includes(view.getUint16(6, true))
	);
}
