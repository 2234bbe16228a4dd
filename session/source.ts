import type { DocumentKind } from "../policy/kinds.ts";

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
	 * The bytes from `start` up to but not including `end` (0 ≤ start < end ≤ size), exactly that many. They may be part
	 * of a buffer that others read from: whoever changes them or gives them away makes a copy.
	 * Rejects with `signal.reason` when aborted, and with a SourceError when the bytes cannot be had any more.
	 */
	read(
		start: number,
		end: number,
		signal?: AbortSignal,
	): Promise<Uint8Array<ArrayBuffer>>;
	/** Frees what is held. Reads after this reject. */
	close(): void;
}

/** Why bytes cannot be had: the file changed on disk, the share is over, or the other side broke the protocol. */
export type SourceFailure = "gone" | "closed" | "damaged";

export class SourceError extends Error {
	override name = "SourceError";
	constructor(readonly failure: SourceFailure) {
		super(`The document cannot be read: ${failure}`);
	}
}
