/** The names in a ZIP file, from its central directory: nothing is unpacked. */
import { latin } from "./signature.ts";

export type ReadRange = (start: number, end: number) => Promise<Uint8Array>;

/** The end record with the longest comment it can have, and what zip64 puts before it. */
const TAIL_BYTES = 65_535 + 22 + 76;
const MAX_DIRECTORY_BYTES = 4_194_304;
const MAX_NAMES = 20_000;

/** Undefined when the directory cannot be found or read: cut off, or too large to look at. */
export async function readZipNames(
	size: number,
	read: ReadRange,
): Promise<string[] | undefined> {
	const tailStart = Math.max(0, size - TAIL_BYTES);
	const tail = await read(tailStart, size);
	const place = findDirectory(tail);
	if (place === undefined) return undefined;
	const { offset, length } = place;
	if (length > MAX_DIRECTORY_BYTES || offset + length > size) return undefined;
	if (length === 0) return [];
	return listNames(await read(offset, offset + length));
}

function findDirectory(
	tail: Uint8Array,
): { offset: number; length: number } | undefined {
	const view = viewOf(tail);
	for (let at = tail.length - 22; at >= 0; at--) {
		if (view.getUint32(at, true) !== 0x06054b50) continue;
		const length = view.getUint32(at + 12, true);
		const offset = view.getUint32(at + 16, true);
		if (length !== 0xffffffff && offset !== 0xffffffff)
			return { offset, length };
		return findZip64(view, at);
	}
	return undefined;
}

/** The zip64 end record stands before its locator, which stands before the end record. */
function findZip64(view: DataView, end: number) {
	const at = end - 76;
	if (at < 0 || view.getUint32(at, true) !== 0x06064b50) return undefined;
	const length = Number(view.getBigUint64(at + 40, true));
	const offset = Number(view.getBigUint64(at + 48, true));
	return { offset, length };
}

function listNames(directory: Uint8Array): string[] | undefined {
	const view = viewOf(directory);
	const names: string[] = [];
	for (let at = 0; at + 46 <= directory.length; ) {
		if (view.getUint32(at, true) !== 0x02014b50) return names;
		const nameLength = view.getUint16(at + 28, true);
		const rest = view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
		names.push(entryName(directory, at + 46, at + 46 + nameLength));
		if (names.length > MAX_NAMES) return undefined;
		at += 46 + nameLength + rest;
	}
	return names;
}

/** As programs compare them: lower case, forward slashes, no leading one. */
function entryName(directory: Uint8Array, start: number, end: number): string {
	return latin(directory, start, Math.min(end, start + 512))
		.replaceAll("\\", "/")
		.replace(/^\/+/, "")
		.toLowerCase();
}

const viewOf = (bytes: Uint8Array) =>
	new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
