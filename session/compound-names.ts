/** The names at the top of an OLE compound file (MS-CFB): nothing else of it is read. */
import type { ReadRange } from "./zip-names.ts";

const ENTRY_BYTES = 128;
/** Directory sectors to follow: 512 bytes each, four entries. A workbook has a handful. */
const MAX_SECTORS = 256;
/** File allocation sectors that the header itself lists; directories beyond them are of files above 6 MB. */
const HEADER_LIST = 109;

type Entry = { name: string; left: number; right: number; child: number };

/** Undefined when the directory cannot be read. */
export async function readCompoundNames(
	head: Uint8Array,
	size: number,
	read: ReadRange,
): Promise<string[] | undefined> {
	if (head.length < 512) return undefined;
	const header = viewOf(head);
	const shift = header.getUint16(0x1e, true);
	if (shift !== 9 && shift !== 12) return undefined;
	const sectorBytes = 1 << shift;
	const readSector = async (sector: number) => {
		const start = (sector + 1) * sectorBytes;
		if (start + sectorBytes > size) return undefined;
		return viewOf(await read(start, start + sectorBytes));
	};

	/** The next sector of a chain, from the file allocation table. */
	async function follow(sector: number): Promise<number | undefined> {
		const perSector = sectorBytes / 4;
		const index = Math.floor(sector / perSector);
		if (index >= HEADER_LIST) return undefined;
		const table = await readSector(header.getUint32(0x4c + index * 4, true));
		return table?.getUint32((sector % perSector) * 4, true);
	}

	const entries: Entry[] = [];
	let sector: number | undefined = header.getUint32(0x30, true);
	for (let i = 0; i < MAX_SECTORS && isSector(sector); i++) {
		const directory = await readSector(sector);
		if (directory === undefined) break;
		for (let at = 0; at < sectorBytes; at += ENTRY_BYTES)
			entries.push(readEntry(directory, at));
		sector = await follow(sector);
	}
	return entries.length === 0 ? undefined : topNames(entries);
}

function isSector(sector: number | undefined): sector is number {
	return sector !== undefined && sector < 0xfffffffa;
}

function readEntry(view: DataView, at: number): Entry {
	const length = Math.min(view.getUint16(at + 64, true), 64);
	let name = "";
	for (let i = 0; i + 2 < length; i += 2)
		name += String.fromCharCode(view.getUint16(at + i, true));
	return {
		name,
		left: view.getUint32(at + 68, true),
		right: view.getUint32(at + 72, true),
		child: view.getUint32(at + 76, true),
	};
}

/** The root's own children: what is embedded in a workbook has directories of its own further down. */
function topNames(entries: readonly Entry[]): string[] {
	const names: string[] = [];
	const seen = new Set<number>();
	const next = [entries[0]?.child];
	while (next.length > 0) {
		const index = next.pop();
		const entry = index === undefined ? undefined : entries[index];
		if (index === undefined || entry === undefined || seen.has(index)) continue;
		seen.add(index);
		names.push(entry.name.toLowerCase());
		next.push(entry.left, entry.right);
	}
	return names;
}

const viewOf = (bytes: Uint8Array) =>
	new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
