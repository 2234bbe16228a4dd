/** Two other ways to read a document that is somewhere else, over the same transfer. */
import type { DocumentSource } from "../../session/source.ts";

const PIECE_BYTES = 1_048_576;
const RANGE_BYTES = 65_536;

/** All of it first: nothing is answered before it is here. */
export function wholeFirst(source: DocumentSource): DocumentSource {
	let whole: Promise<Uint8Array<ArrayBuffer>> | undefined;
	return {
		...source,
		async read(start, end) {
			whole ??= readAll(source);
			return (await whole).slice(start, end);
		},
	};
}

async function readAll(
	source: DocumentSource,
): Promise<Uint8Array<ArrayBuffer>> {
	const { size } = source;
	const whole = new Uint8Array(size);
	let next = 0;
	// Several at a time: the window is always full.
	async function take(): Promise<void> {
		while (next < size) {
			const start = next;
			next = Math.min(start + PIECE_BYTES, size);
			whole.set(await source.read(start, next), start);
		}
	}
	await Promise.all(Array.from({ length: 16 }, take));
	return whole;
}

/** In the ranges that pdf.js asks for when nobody tells it otherwise. */
export function rangesOf64KiB(source: DocumentSource): DocumentSource {
	return {
		...source,
		async read(start, end, signal) {
			const first = start - (start % RANGE_BYTES);
			const last = Math.ceil(end / RANGE_BYTES) * RANGE_BYTES;
			const to = Math.min(last, source.size);
			const bytes = await source.read(first, to, signal);
			return bytes.slice(start - first, end - first);
		},
	};
}
