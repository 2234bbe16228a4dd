/** SHA-256 of a whole document, without ever holding it. */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import type { DocumentSource } from "./source.ts";

const STEP_BYTES = 1_048_576;

/**
 * The digest as 64 hex digits. Reads 1 MiB at a time and lets the page breathe in between; `onProgress` hears the
 * bytes done. Rejects as the source does, and with `signal.reason` when aborted.
 */
export async function digestDocument(
	source: DocumentSource,
	signal?: AbortSignal,
	onProgress?: (bytes: number) => void,
): Promise<string> {
	if (source.size <= STEP_BYTES) {
		const bytes = await source.read(0, source.size, signal);
		const digest = await crypto.subtle.digest("SHA-256", bytes);
		onProgress?.(source.size);
		return bytesToHex(new Uint8Array(digest));
	}
	// WebCrypto takes a document in one piece only.
	const hash = sha256.create();
	for (let start = 0; start < source.size; start += STEP_BYTES) {
		const end = Math.min(start + STEP_BYTES, source.size);
		hash.update(await source.read(start, end, signal));
		onProgress?.(end);
		await breathe();
		signal?.throwIfAborted();
	}
	return bytesToHex(hash.digest());
}

/** A new task, so that input and painting get their turn: a resolved promise would not let them. */
function breathe(): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve, 0));
}
