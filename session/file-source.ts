/**
 * A file of this computer as a DocumentSource. It is read in slices, the latest of which are kept, because small ones
 * are slow: 100 MB take 0.9 s in 64 KiB, 0.27 in 1 MiB, 0.16 in 4 MiB and 0.1 in 16 MiB, measured. But whoever reads
 * here and there must not wait for megabytes that nobody wants. So slices begin small and grow for as long as somebody
 * reads on, one ahead of them.
 */
import type { DocumentKind } from "../policy/kinds.ts";
import { type DocumentSource, SourceError } from "./source.ts";

const FIRST_SLICE_BYTES = 65_536;
const LARGEST_SLICE_BYTES = 16_777_216;
/** Somebody reading on, the slice ahead of them, and other places besides. */
const KEPT_BYTES = 41_943_040;

type Slice = {
	start: number;
	end: number;
	/** It begins where another ended: somebody reads on. */
	goesOn: boolean;
	bytes: Promise<Uint8Array<ArrayBuffer>>;
};

/** `name` and `kind` as checked before (`cleanFileName`, `detectKind`). A file that changes on disk is `gone`. */
export function fileSource(
	file: Blob,
	kind: DocumentKind,
	name: string,
): DocumentSource {
	const { size } = file;
	/** They do not overlap. Least lately used first. */
	let slices: Slice[] = [];
	const closing = new AbortController();

	async function readBlob(start: number, end: number) {
		try {
			const bytes = new Uint8Array(await file.slice(start, end).arrayBuffer());
			if (bytes.length === end - start) return bytes;
		} catch {
			// NotReadableError or NotFoundError: changed, moved or taken out. There is no other way to learn it.
		}
		throw new SourceError("gone");
	}

	const holding = (at: number) =>
		slices.find(({ start, end }) => start <= at && at < end);

	/** The slice that holds the byte `at`, opened where there is none: up to `to`, if it may be so long. */
	function sliceAt(at: number, to: number): Slice {
		const slice = holding(at) ?? openSlice(at, to - at);
		keep(slice);
		const { goesOn, end } = slice;
		if (goesOn && end < size && !holding(end)) keep(openSlice(end, 0));
		return slice;
	}

	function openSlice(at: number, wanted: number): Slice {
		const before = slices.find(({ end }) => end === at);
		const usual = before
			? 4 * (before.end - before.start)
			: FIRST_SLICE_BYTES - (at % FIRST_SLICE_BYTES);
		const length = Math.min(Math.max(usual, wanted), LARGEST_SLICE_BYTES);
		const next = slices.filter(({ start }) => start > at);
		const end = Math.min(at + length, size, ...next.map(({ start }) => start));
		const start = before ? at : startOfFirst(at);
		const slice: Slice = {
			start,
			end,
			goesOn: before !== undefined,
			bytes: readBlob(start, end),
		};
		// One read ahead that fails has nobody else to hear of it.
		slice.bytes.catch(() => {
			slices = slices.filter((other) => other !== slice);
		});
		return slice;
	}

	/** Whoever reads backwards finds what stands before, too. */
	function startOfFirst(at: number): number {
		const aligned = at - (at % FIRST_SLICE_BYTES);
		const ends = slices.map(({ end }) => end).filter((end) => end <= at);
		return Math.max(aligned, ...ends);
	}

	function keep(slice: Slice): void {
		slices = [...slices.filter((other) => other !== slice), slice];
		let held = slices.reduce((sum, { start, end }) => sum + end - start, 0);
		while (held > KEPT_BYTES) {
			const oldest = slices.shift();
			held -= oldest ? oldest.end - oldest.start : held;
		}
	}

	async function readSlices(start: number, end: number) {
		const slice = sliceAt(start, end);
		if (end <= slice.end) {
			const kept = await slice.bytes;
			const part = kept.subarray(start - slice.start, end - slice.start);
			// All of a slice would be the reader's own, and it is kept.
			return part.length === kept.length ? part.slice() : part;
		}
		const bytes = new Uint8Array(end - start);
		for (let at = start; at < end; ) {
			const slice = sliceAt(at, end);
			const to = Math.min(end, slice.end);
			const from = at - slice.start;
			bytes.set(
				(await slice.bytes).subarray(from, to - slice.start),
				at - start,
			);
			at = to;
		}
		return bytes;
	}

	return {
		name,
		kind,
		size,
		async read(start, end, signal) {
			if (!(0 <= start && start < end && end <= size))
				throw new RangeError(`No range of the document: ${start} to ${end}`);
			if (closing.signal.aborted) throw closing.signal.reason;
			signal?.throwIfAborted();
			const bytes =
				end - start > LARGEST_SLICE_BYTES
					? await readBlob(start, end)
					: await readSlices(start, end);
			signal?.throwIfAborted();
			if (closing.signal.aborted) throw closing.signal.reason;
			return bytes;
		},
		close() {
			closing.abort(new SourceError("closed"));
			slices = [];
		},
	};
}
