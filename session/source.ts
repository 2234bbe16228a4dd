import type { DocumentKind } from "../policy/kinds.ts";

/** Start and end, bytes. */
export type ByteRange = [start: number, end: number];

/**
 * A document somebody can read ranges of: a local file, an approved link or the other person's file all look like
 * this, and a viewer cannot tell which it has.
 */
export interface DocumentSource {
	/** The cleaned file name, safe to show and to save under. */
	readonly name: string;
	readonly kind: DocumentKind;
	/** Bytes. */
	readonly size: number;
	/**
	 * The bytes from `start` up to but not including `end` (0 ≤ start < end ≤ size), exactly that many. Those that are
	 * all of their buffer are the reader's own. Others may read from the same one: whoever changes them or gives them
	 * away makes a copy (`ownBytes`).
	 * Rejects with `signal.reason` when aborted, and with a SourceError when the bytes cannot be had any more.
	 */
	read(
		start: number,
		end: number,
		signal?: AbortSignal,
	): Promise<Uint8Array<ArrayBuffer>>;
	/**
	 * Fetches these ranges when nothing that is read is waiting, and holds them, as far as there is room. Where reading
	 * takes no time there is no such thing. Once aborted, what has not arrived is given up.
	 */
	prefetch?(ranges: readonly ByteRange[], signal?: AbortSignal): void;
	/** Frees what is held. Reads after this reject. */
	close(): void;
}

/** What was read as bytes that may be changed or given away; a copy only where there is need of one. */
export function ownBytes(
	read: Uint8Array<ArrayBuffer>,
): Uint8Array<ArrayBuffer> {
	return read.length === read.buffer.byteLength ? read : read.slice();
}

/** Why bytes cannot be had: the file changed on disk, the share is over, or the other side broke the protocol. */
export type SourceFailure = "gone" | "closed" | "damaged";

export class SourceError extends Error {
	override name = "SourceError";
	constructor(readonly failure: SourceFailure) {
		super(`The document cannot be read: ${failure}`);
	}
}
