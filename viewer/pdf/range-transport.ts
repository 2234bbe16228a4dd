import { type DocumentSource, ownBytes } from "../../session/source.ts";
import { pdfjs } from "./pdfjs.ts";

/** pdf.js asks in pieces of this many bytes: small ones move far less of a large file, and are merged below. */
export const RANGE_BYTES = 4_096;
/** One read is at most this long, so that what is asked for next does not wait behind it. */
const MAX_READ_BYTES = 1_048_576;

type Range = { start: number; end: number };

/**
 * Reads the document for pdf.js. Ranges asked for in one go that touch each other become one read; each is answered
 * with exactly its own beginning, as pdf.js demands. `onGone` is called once when the bytes cannot be had.
 */
export class RangeTransport extends pdfjs.PDFDataRangeTransport {
	#asked: Range[] = [];
	#stop = new AbortController();

	constructor(
		readonly source: DocumentSource,
		readonly onGone: (error: unknown) => void,
	) {
		super(source.size, null);
	}

	override requestDataRange(start: number, end: number): void {
		if (this.#asked.length === 0) queueMicrotask(() => this.#readAsked());
		this.#asked.push({ start, end });
	}

	override abort(): void {
		this.#stop.abort();
	}

	#readAsked() {
		let group: Range[] = [];
		const asked = this.#asked.sort((a, b) => a.start - b.start);
		this.#asked = [];
		for (const range of asked) {
			const [first, last] = [group[0], group.at(-1)];
			const fits =
				first &&
				last?.end === range.start &&
				range.end - first.start <= MAX_READ_BYTES;
			if (first && !fits) {
				void this.#read(group);
				group = [];
			}
			group.push(range);
		}
		void this.#read(group);
	}

	async #read(group: Range[]) {
		const { signal } = this.#stop;
		const start = group[0]?.start ?? 0;
		const end = group.at(-1)?.end ?? 0;
		try {
			const bytes = await this.source.read(start, end, signal);
			for (const range of group) {
				if (signal.aborted) return;
				// pdf.js takes the buffer away, so each range gets one of its own.
				const piece = bytes.subarray(range.start - start, range.end - start);
				this.onDataRange(range.start, ownBytes(piece));
			}
		} catch (error) {
			if (!signal.aborted) this.onGone(error);
		}
	}
}
