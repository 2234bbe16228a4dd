/** Ranges of a document made smaller for their way: raw deflate by the browser's own streams. */

/** What an end says in `hello.can` when it understands deflated frames. */
export const CAN_INFLATE = "deflate";

/** Deflate makes at most 1,032 bytes of one: what is inflated at a time can pass its bound by 1 MiB at most. */
const INFLATE_AT_ONCE_BYTES = 1_024;

/** Bytes that are no deflated range of the length that was said. */
export class InflateError extends Error {
	override name = "InflateError";
}

/** What an end without these streams leaves out of its `hello.can`. */
export function inflates(): string[] {
	return hasStreams() ? [CAN_INFLATE] : [];
}

/** Whether ranges may go deflated to an end that `can` do these things. */
export function mayDeflate(can: readonly string[]): boolean {
	return can.includes(CAN_INFLATE) && hasStreams();
}

function hasStreams(): boolean {
	try {
		return (
			new CompressionStream("deflate-raw") !==
			new DecompressionStream("deflate-raw")
		);
	} catch {
		// Safari before 16.4 and Firefox before 113 have none.
		return false;
	}
}

/**
 * The same bytes deflated, which may be longer. Chromium does this on the page's own thread, and one range follows the
 * other without a break: so each waits for its turn among what else happens on the page. 64 KiB take 1 to 3 ms.
 */
export async function deflate(
	bytes: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
	await turn();
	const stream = new CompressionStream("deflate-raw");
	const pieces = read(stream.readable, Number.POSITIVE_INFINITY);
	const writer = stream.writable.getWriter();
	await Promise.all([pieces, writer.write(bytes), writer.close()]);
	return join(await pieces);
}

/** Where there is a page to let in. A message, because timers are slow: 4 ms, and a second in the background. */
function turn(): Promise<void> | undefined {
	if (typeof document === "undefined") return undefined;
	return new Promise((resolve) => {
		const { port1, port2 } = new MessageChannel();
		port1.onmessage = () => {
			port1.close();
			resolve();
		};
		port2.postMessage(null);
	});
}

/** Exactly `length` bytes. Rejects with an InflateError for anything else, before much more has been inflated. */
export async function inflate(
	deflated: Uint8Array<ArrayBuffer>,
	length: number,
): Promise<Uint8Array<ArrayBuffer>> {
	const stream = new DecompressionStream("deflate-raw");
	const pieces = read(stream.readable, length);
	const written = write(stream.writable, deflated);
	try {
		// A stream that is cancelled for being too long never takes the rest.
		await Promise.race([pieces, written.then(() => pieces)]);
	} catch (error) {
		throw new InflateError(String(error));
	} finally {
		written.catch(() => {});
	}
	const inflated = join(await pieces);
	if (inflated.length === length) return inflated;
	throw new InflateError(`${inflated.length} bytes instead of ${length}`);
}

/** In small pieces, each when the one before has been taken. */
async function write(
	writable: WritableStream<BufferSource>,
	bytes: Uint8Array<ArrayBuffer>,
) {
	const writer = writable.getWriter();
	for (let at = 0; at < bytes.length; at += INFLATE_AT_ONCE_BYTES) {
		await writer.ready;
		await writer.write(bytes.subarray(at, at + INFLATE_AT_ONCE_BYTES));
	}
	await writer.close();
}

async function read(
	readable: ReadableStream<Uint8Array<ArrayBuffer>>,
	most: number,
) {
	const reader = readable.getReader();
	const pieces: Uint8Array<ArrayBuffer>[] = [];
	let length = 0;
	for (;;) {
		const { done, value } = await reader.read();
		if (done) return pieces;
		length += value.length;
		if (length > most) {
			reader.cancel().catch(() => {});
			throw new InflateError(`more than ${most} bytes`);
		}
		pieces.push(value);
	}
}

function join(pieces: Uint8Array<ArrayBuffer>[]): Uint8Array<ArrayBuffer> {
	const [first] = pieces;
	if (first && pieces.length === 1) return first;
	const joined = new Uint8Array(
		pieces.reduce((sum, { length }) => sum + length, 0),
	);
	let at = 0;
	for (const piece of pieces) {
		joined.set(piece, at);
		at += piece.length;
	}
	return joined;
}
