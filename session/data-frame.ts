/**
 * Document bytes on the wire: a binary frame of a short header and what was asked for.
 *
 * ```
 * 0      1 = bytes of a document, 2 = the same deflated
 * 1..4   the share's number, big endian
 * 5..8   offset of the first byte in the document, big endian
 * 9..    1: 1 to 65,536 bytes
 *
 * 9..12  2: how many bytes of the document they are, up to 65,536, big endian
 * 13..   2: raw deflate (RFC 1951) of them, and fewer. Only to an end whose `hello.can` says `deflate`
 * ```
 */
import { MAX_DOCUMENT_BYTES } from "../policy/settings.ts";
import type { DataFrame } from "./link.ts";
import { MAX_READ_BYTES } from "./messages.ts";

const HEADER_BYTES = 9;
const DEFLATED_HEADER_BYTES = 13;
const DOCUMENT_BYTES = 1;
const DEFLATED_BYTES = 2;
const MAX_SHARE = 2_147_483_647;

/** The longest frame, in bytes. What is longer is refused before it is looked at. */
export const MAX_FRAME_BYTES = HEADER_BYTES + MAX_READ_BYTES;

/** Bytes that are no data frame, or a frame that must not be sent. */
export class DataError extends Error {
	override name = "DataError";
}

/**
 * Writes a frame. Throws a DataError when it breaks the bounds that the other end checks. `memory`: MAX_FRAME_BYTES to
 * write it to; without it the frame has memory of its own, which takes longer to get than to fill.
 */
export function encodeFrame(
	frame: DataFrame,
	memory?: ArrayBuffer,
): Uint8Array<ArrayBuffer> {
	check(frame);
	const { share, start, bytes, deflatedFrom } = frame;
	const isDeflated = deflatedFrom !== undefined;
	const headerBytes = isDeflated ? DEFLATED_HEADER_BYTES : HEADER_BYTES;
	const length = headerBytes + bytes.length;
	if (length > MAX_FRAME_BYTES) throw new DataError("too long");
	const buffer = memory ?? new ArrayBuffer(length);
	const encoded = new Uint8Array(buffer, 0, length);
	const header = new DataView(buffer);
	header.setUint8(0, isDeflated ? DEFLATED_BYTES : DOCUMENT_BYTES);
	header.setUint32(1, share);
	header.setUint32(5, start);
	if (isDeflated) header.setUint32(9, deflatedFrom);
	encoded.set(bytes, headerBytes);
	return encoded;
}

/** Reads a frame; its bytes are a view of what came, not a copy. Throws a DataError for anything else. */
export function parseFrame(received: unknown): DataFrame {
	if (!(received instanceof ArrayBuffer)) throw new DataError("not binary");
	if (received.byteLength <= HEADER_BYTES) throw new DataError("too short");
	if (received.byteLength > MAX_FRAME_BYTES) throw new DataError("too long");
	const header = new DataView(received);
	const kind = header.getUint8(0);
	if (kind !== DOCUMENT_BYTES && kind !== DEFLATED_BYTES)
		throw new DataError("unknown kind of frame");
	const isDeflated = kind === DEFLATED_BYTES;
	const headerBytes = isDeflated ? DEFLATED_HEADER_BYTES : HEADER_BYTES;
	if (received.byteLength <= headerBytes) throw new DataError("too short");
	const frame: DataFrame = {
		share: header.getUint32(1),
		start: header.getUint32(5),
		bytes: new Uint8Array(received, headerBytes),
		...(isDeflated && { deflatedFrom: header.getUint32(9) }),
	};
	check(frame);
	return frame;
}

/** How many bytes of the document a frame brings. */
export function documentBytes({ bytes, deflatedFrom }: DataFrame): number {
	return deflatedFrom ?? bytes.length;
}

function check(frame: DataFrame): void {
	const { share, start, bytes, deflatedFrom } = frame;
	const length = documentBytes(frame);
	if (!Number.isInteger(share) || share < 1 || share > MAX_SHARE)
		throw new DataError("no share number");
	if (length < 1 || length > MAX_READ_BYTES)
		throw new DataError("not 1 to 65,536 bytes");
	if (!Number.isInteger(length)) throw new DataError("not a number of bytes");
	if (deflatedFrom !== undefined && bytes.length >= length)
		throw new DataError("deflated, and not shorter for it");
	if (bytes.length < 1) throw new DataError("empty");
	if (!Number.isInteger(start) || start < 0)
		throw new DataError("not an offset");
	if (start + length > MAX_DOCUMENT_BYTES)
		throw new DataError("beyond any document");
}
