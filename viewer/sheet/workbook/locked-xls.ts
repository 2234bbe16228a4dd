import { type Desk, OpenError } from "../reader/book.ts";
import { askUntilOpen } from "./password.ts";
import { cipherFor, type RecordCipher } from "./xls-ciphers.ts";

const BOF = 0x0809;
const FILE_PASS = 0x002f;
const BOUND_SHEET = 0x0085;
const LINK = 0x01b8;
const LINK_TIP = 0x0800;
const MAX_LINKED_CELLS = 1_000;
/** Mms, a record that is read over: what a record becomes that is not wanted. */
const NOTHING = 0x00c1;
/** BOF, FilePass, UsrExcl, FileLock, InterfaceHdr, RRDInfo, RRDHead: never encrypted. */
const NEVER_ENCRYPTED = new Set([
	BOF,
	0x0009,
	0x0209,
	0x0409,
	FILE_PASS,
	0x0194,
	0x0195,
	0x00e1,
	0x0196,
	0x0138,
]);
/**
 * The workbook inside a compound file, with its lock taken off. Asks for the password until it fits; the default one is
 * tried first. Macros in it are left where they are:
 * nothing here could run one. Throws an OpenError `encrypted` for a lock that cannot be opened here.
 */
export async function unlockXls(
	streams: ReadonlyMap<string, Uint8Array>,
	desk: Desk,
): Promise<Uint8Array> {
	const names = [...streams.keys()];
	const stream = streams.get("workbook") ?? streams.get("book");
	if (!stream)
		throw new OpenError(
			names.some((name) => /worddocument|powerpoint document/.test(name))
				? "unsupported"
				: "damaged",
			"no workbook inside",
		);
	const filePass = findFilePass(stream);
	if (filePass) {
		const isBiff8 = streams.has("workbook");
		const cipher = await askUntilOpen(desk, (password) =>
			cipherFor(filePass, isBiff8, password),
		);
		decryptRecords(stream, cipher);
	}
	dropWideLinks(stream);
	return stream;
}

/** A link over the whole sheet makes SheetJS create every cell of it: 16 million, or 4 billion in a file made for that. */
function dropWideLinks(stream: Uint8Array) {
	for (const { type, at, content } of records(stream)) {
		const isTip = type === LINK_TIP;
		if (!(type === LINK || isTip) || content.length < 10) continue;
		const view = new DataView(
			content.buffer,
			content.byteOffset + (isTip ? 2 : 0),
			8,
		);
		const rows = view.getUint16(2, true) - view.getUint16(0, true) + 1;
		const columns = view.getUint16(6, true) - view.getUint16(4, true) + 1;
		if (rows * columns > MAX_LINKED_CELLS) voidRecord(stream, at);
	}
}

function voidRecord(stream: Uint8Array, at: number) {
	stream[at] = NOTHING & 0xff;
	stream[at + 1] = NOTHING >> 8;
}

function* records(stream: Uint8Array) {
	const view = new DataView(
		stream.buffer,
		stream.byteOffset,
		stream.byteLength,
	);
	for (let at = 0; at + 4 <= stream.length; ) {
		const type = view.getUint16(at, true);
		const length = view.getUint16(at + 2, true);
		const offset = at + 4;
		yield {
			type,
			at,
			offset,
			content: stream.subarray(offset, offset + length),
		};
		at = offset + length;
	}
}

/** The lock stands near the beginning, after the first BOF. */
function findFilePass(stream: Uint8Array): Uint8Array | undefined {
	let seen = 0;
	for (const { type, content } of records(stream)) {
		if (type === FILE_PASS) return content.slice();
		seen += 1;
		if (seen > 20) return undefined;
	}
	return undefined;
}

function decryptRecords(stream: Uint8Array, cipher: RecordCipher) {
	let locked = false;
	for (const { type, at, offset, content } of records(stream)) {
		if (type === FILE_PASS) {
			locked = true;
			voidRecord(stream, at);
			continue;
		}
		if (!locked || NEVER_ENCRYPTED.has(type)) continue;
		cipher.decrypt(content, offset, type === BOUND_SHEET ? 4 : 0);
	}
}
