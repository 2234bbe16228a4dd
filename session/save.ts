import { digestDocument } from "./digest.ts";
import type { Transfer } from "./transfer.ts";

/** How far saving is: bytes that are here, of the document's size. */
export type SaveProgress = { bytes: number; size: number };

/** Why there is no copy: not allowed, not the original's bytes, or the document was closed meanwhile. */
export type SaveFailure = "refused" | "differs" | "closed";

export class SaveError extends Error {
	override name = "SaveError";
	constructor(readonly failure: SaveFailure) {
		super(`The document was not saved: ${failure}`);
	}
}

/** Blobs are made of pieces of this size, so that no second whole copy is needed. */
const PIECE_BYTES = 1_048_576;

/** Fetches what is missing, compares the SHA-256 with the sharer's, and returns the bytes. Rejects with a SaveError. */
export async function saveDocument(
	transfer: Transfer,
	signal: AbortSignal,
	onProgress: (progress: SaveProgress) => void,
): Promise<Blob> {
	const { watching } = transfer;
	if (!watching) throw new SaveError("closed");
	if (!watching.savable) throw new SaveError("refused");
	const { source } = watching;
	const { size } = source;
	const theirs = transfer.askDigest();
	try {
		await source.fetchAll(signal, (bytes) => onProgress({ bytes, size }));
		const pieces: Uint8Array<ArrayBuffer>[] = [];
		for (let start = 0; start < size; start += PIECE_BYTES)
			pieces.push(
				await source.read(start, Math.min(start + PIECE_BYTES, size), signal),
			);
		const sha256 = await orAborted(theirs, signal);
		if (sha256 === undefined)
			throw new SaveError(
				transfer.watching === watching ? "refused" : "closed",
			);
		if ((await digestDocument(source, signal)) !== sha256)
			throw new SaveError("differs");
		return new Blob(pieces);
	} catch (error) {
		if (signal.aborted || error instanceof SaveError) throw error;
		throw new SaveError("closed");
	}
}

/** The digest is the other end's to send: nobody must wait for it who does not want to any more. */
function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
	return new Promise((resolve, reject) => {
		const abort = () => reject(signal.reason);
		if (signal.aborted) return abort();
		signal.addEventListener("abort", abort);
		promise
			.then(resolve, reject)
			.finally(() => signal.removeEventListener("abort", abort));
	});
}
