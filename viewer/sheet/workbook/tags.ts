import { asBinary } from "./xml.ts";

/** Tags in a part's bytes, found without making a text of it: a sheet may be half a gigabyte. */

/** What stands before every tag's name in a part of this root: mostly nothing, in some programs' files `x:`. */
export function prefixOf(
	bytes: Uint8Array,
	root: "worksheet" | "sst",
): string | undefined {
	const start = asBinary(bytes.subarray(0, 4_096));
	return new RegExp(`<((?:[\\w.-]+:)?)${root}[\\s>]`).exec(start)?.[1];
}

/** Offset of `<` of the next tag of this name (`row`, `/sheetData`); the length when there is none. */
export function findTag(
	bytes: Uint8Array,
	prefix: string,
	name: string,
	from: number,
): number {
	const wanted = name.startsWith("/")
		? `/${prefix}${name.slice(1)}`
		: `${prefix}${name}`;
	const first = wanted.charCodeAt(0);
	for (
		let at = bytes.indexOf(0x3c, from);
		at !== -1;
		at = bytes.indexOf(0x3c, at + 1)
	)
		if (bytes[at + 1] === first && matches(bytes, at + 1, wanted)) return at;
	return bytes.length;
}

function matches(bytes: Uint8Array, at: number, name: string): boolean {
	for (let i = 0; i < name.length; i++)
		if (bytes[at + i] !== name.charCodeAt(i)) return false;
	const after = bytes[at + name.length] ?? 0x20;
	return after <= 0x20 || after === 0x3e || after === 0x2f;
}
