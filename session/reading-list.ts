/**
 * What opening a document took to read. The sharer's preview has opened it already, so the list goes out with the
 * offer and the watcher asks for all of it at once: two round trips to the first page instead of thirty.
 */
import type { ByteRange, DocumentSource } from "./source.ts";

/** As `offer.reading` allows. What opens with more scattered reads than this is read as it goes. */
const MAX_RANGES = 2_000;
/** Reads closer than this are one range: asking for the gap costs less than asking twice. */
const GAP_BYTES = 4_096;

export interface RecordedSource extends DocumentSource {
	/** What has been read so far: merged, in the order of the first read. Take it when the viewer says `opened`. */
	readonly reads: ByteRange[];
}

/** The same source, with a record of what is read. */
export function recordReads(source: DocumentSource): RecordedSource {
	let ranges: ByteRange[] = [];
	let full = false;

	function record(start: number, end: number): void {
		if (full) return;
		const near = ranges.filter(
			(range) => range[0] <= end + GAP_BYTES && start <= range[1] + GAP_BYTES,
		);
		const [first, ...others] = near;
		if (first === undefined) {
			if (ranges.length === MAX_RANGES) full = true;
			else ranges.push([start, end]);
			return;
		}
		first[0] = Math.min(start, ...near.map((range) => range[0]));
		first[1] = Math.max(end, ...near.map((range) => range[1]));
		if (others.length > 0)
			ranges = ranges.filter((range) => !others.includes(range));
	}

	return {
		name: source.name,
		kind: source.kind,
		size: source.size,
		read(start, end, signal) {
			record(start, end);
			return source.read(start, end, signal);
		},
		close: () => source.close(),
		get reads() {
			return ranges.map(([start, end]): ByteRange => [start, end]);
		},
	};
}
