import { CFB } from "xlsx";
import { OpenError } from "../reader/book.ts";

const SIGNATURE = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

/** A compound file: an .xls, or an .xlsx that was encrypted. */
export function isOleFile(bytes: Uint8Array): boolean {
	return SIGNATURE.every((byte, i) => bytes[i] === byte);
}

/** The streams of a compound file by path in lower case, without the root. Throws an OpenError `damaged`. */
export function readStreams(bytes: Uint8Array): Map<string, Uint8Array> {
	const streams = new Map<string, Uint8Array>();
	let container: { FullPaths?: unknown; FileIndex?: unknown };
	try {
		container = CFB.read(bytes, { type: "array" });
	} catch (error) {
		throw new OpenError("damaged", String(error));
	}
	const paths: unknown[] = Array.isArray(container.FullPaths)
		? container.FullPaths
		: [];
	const files: { content?: ArrayLike<number> }[] = Array.isArray(
		container.FileIndex,
	)
		? container.FileIndex
		: [];
	for (const [i, path] of paths.entries()) {
		const name = String(path)
			.replace(/^[^/]*\//, "")
			.toLowerCase();
		const content = files[i]?.content;
		streams.set(name, content ? Uint8Array.from(content) : new Uint8Array());
	}
	return streams;
}
