/**
 * Document bytes on the wire: a binary frame of nine bytes and what was asked for.
 *
 * ```
 * 0      1 = bytes of a document; there is no other kind
 * 1..4   the share's number, big endian
 * 5..8   offset of the first byte in the document, big endian
 * 9..    1 to 65,536 bytes
 * ```
 */
import { MAX_DOCUMENT_BYTES } from "../policy/settings.ts";
import type { DataFrame } from "./link.ts";
import { MAX_READ_BYTES } from "./messages.ts";

const HEADER_BYTES = 9;
const DOCUMENT_BYTES = 1;
const MAX_SHARE = 2_147_483_647;

/** The longest frame, in bytes. What is longer is refused before it is looked at. */
export const MAX_FRAME_BYTES = HEADER_BYTES + MAX_READ_BYTES;

/** Bytes that are no data frame, or a frame that must not be sent. */
export class DataError extends Error {
	override name = "DataError";
}

/** Writes a frame. Throws a DataError when it breaks the bounds that the other end checks. */
export function encodeFrame(frame: DataFrame): Uint8Array<ArrayBuffer> {
	check(frame);
	const encoded = new Uint8Array(HEADER_BYTES + frame.bytes.length);
	const header = new DataView(encoded.buffer);
	header.setUint8(0, DOCUMENT_BYTES);
	header.setUint32(1, frame.share);
	header.setUint32(5, frame.start);
	encoded.set(frame.bytes, HEADER_BYTES);
	return encoded;
}

/** Reads a frame; its bytes are a view of what came, not a copy. Throws a DataError for anything else. */
export function parseFrame(received: unknown): DataFrame {
	if (!(received instanceof ArrayBuffer)) throw new DataError("not binary");
	if (received.byteLength <= HEADER_BYTES) throw new DataError("too short");
	if (received.byteLength > MAX_FRAME_BYTES) throw new DataError("too long");
	const header = new DataView(received);
	if (header.getUint8(0) !== DOCUMENT_BYTES)
		throw new DataError("unknown kind of frame");
	const frame = {
		share: header.getUint32(1),
		start: header.getUint32(5),
		bytes: new Uint8Array(received, HEADER_BYTES),
	};
	check(frame);
	return frame;
}

function check({ share, start, bytes }: DataFrame): void {
	const { length } = bytes;
	if (!Number.isInteger(share) || share < 1 || share > MAX_SHARE)
		throw new DataError("no share number");
	if (length < 1 || length > MAX_READ_BYTES)
		throw new DataError("not 1 to 65,536 bytes");
	if (!Number.isInteger(start) || start < 0)
		throw new DataError("not an offset");
	if (start + length > MAX_DOCUMENT_BYTES)
		throw new DataError("beyond any document");
}
