import { Inflate } from "fflate";
import { OpenError } from "../reader/book.ts";

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_HEADER = 0x04034b50;
/** The end record is 22 bytes and a comment of at most 65,535. */
const END_SEARCH_BYTES = 22 + 65_535;
/** Packed bytes given to the inflater at once: at most a thousandfold comes out before the budget is looked at. */
const PUSH_BYTES = 16_384;
const MAX_ENTRIES = 20_000;

export type Entry = {
	name: string;
	method: number;
	encrypted: boolean;
	/** Offset of its local header. */
	header: number;
	packedSize: number;
};

/** The files in a ZIP, from its directory. Throws an OpenError `damaged` when there is none. */
export function listEntries(zip: Uint8Array): Entry[] {
	const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
	const end = findEnd(view);
	const count = view.getUint16(end + 10, true);
	if (count > MAX_ENTRIES)
		throw new OpenError("too-complex", `${count} entries`);
	const entries: Entry[] = [];
	let at = view.getUint32(end + 16, true);
	for (let i = 0; i < count; i++) {
		if (at + 46 > zip.length || view.getUint32(at, true) !== DIRECTORY_ENTRY)
			throw new OpenError("damaged", "the ZIP's directory is cut");
		const nameLength = view.getUint16(at + 28, true);
		const extra = view.getUint16(at + 30, true);
		const comment = view.getUint16(at + 32, true);
		const name = zip.subarray(at + 46, at + 46 + nameLength);
		entries.push({
			name: new TextDecoder().decode(name).replaceAll("\\", "/"),
			method: view.getUint16(at + 10, true),
			encrypted: (view.getUint16(at + 8, true) & 1) === 1,
			header: view.getUint32(at + 42, true),
			packedSize: view.getUint32(at + 20, true),
		});
		at += 46 + nameLength + extra + comment;
	}
	return entries;
}

function findEnd(view: DataView): number {
	const lowest = Math.max(0, view.byteLength - END_SEARCH_BYTES);
	for (let at = view.byteLength - 22; at >= lowest; at--)
		if (view.getUint32(at, true) === END_OF_DIRECTORY) return at;
	throw new OpenError("damaged", "no end of a ZIP's directory");
}

export type Budget = { bytesLeft: number };

/**
 * One file out of a ZIP. What comes out is counted against the budget as it comes, whatever sizes the ZIP declares:
 * beyond it an OpenError `too-complex` ends the work.
 */
export function inflateEntry(
	zip: Uint8Array,
	entry: Entry,
	budget: Budget,
	alive: () => void,
): Uint8Array<ArrayBuffer> {
	const packed = packedBytes(zip, entry);
	const take = (bytes: number) => {
		budget.bytesLeft -= bytes;
		if (budget.bytesLeft < 0)
			throw new OpenError("too-complex", `${entry.name} is too large unpacked`);
	};
	if (entry.method === 0) {
		take(packed.length);
		return packed.slice();
	}
	if (entry.method !== 8)
		throw new OpenError("damaged", `packed by method ${entry.method}`);
	const chunks: Uint8Array[] = [];
	let finished = false;
	const inflate = new Inflate((chunk, last) => {
		take(chunk.length);
		if (chunk.length > 0) chunks.push(chunk);
		finished ||= last;
	});
	try {
		for (let at = 0; at < packed.length; at += PUSH_BYTES) {
			const last = at + PUSH_BYTES >= packed.length;
			inflate.push(packed.subarray(at, at + PUSH_BYTES), last);
			alive();
		}
	} catch (error) {
		if (error instanceof OpenError) throw error;
		throw new OpenError("damaged", `${entry.name}: ${error}`);
	}
	if (!finished) throw new OpenError("damaged", `${entry.name} is cut`);
	return join(chunks);
}

function packedBytes(zip: Uint8Array, entry: Entry): Uint8Array {
	const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
	const { header, packedSize } = entry;
	if (header + 30 > zip.length || view.getUint32(header, true) !== LOCAL_HEADER)
		throw new OpenError("damaged", `${entry.name} is not where it should be`);
	const start =
		header +
		30 +
		view.getUint16(header + 26, true) +
		view.getUint16(header + 28, true);
	if (start + packedSize > zip.length)
		throw new OpenError("damaged", `${entry.name} is cut`);
	return zip.subarray(start, start + packedSize);
}

function join(chunks: Uint8Array[]): Uint8Array<ArrayBuffer> {
	let length = 0;
	for (const chunk of chunks) length += chunk.length;
	const whole = new Uint8Array(length);
	let at = 0;
	for (const chunk of chunks) {
		whole.set(chunk, at);
		at += chunk.length;
	}
	return whole;
}
