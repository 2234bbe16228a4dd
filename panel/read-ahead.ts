/**
 * Fetches the next pages, or the next rows, while nobody waits for anything: they are what follows in the file, for
 * nearly all that programs write.
 */
import type { DocumentSource } from "../session/source.ts";
import { isSlowConnection } from "./slow-connection.ts";

/** Whoever reads nothing for so long has what is on the screen. */
const RESTS_MS = 250;
/** Some pages of a scan. No more: somebody may pay for it by the megabyte, and never look. */
const AHEAD_BYTES = 1_048_576;

/** The same source; itself where nothing can be fetched ahead, or should not. */
export function readAhead(
	source: DocumentSource,
	isSlow = isSlowConnection(),
): DocumentSource {
	if (!source.prefetch || isSlow) return source;
	let reading = 0;
	let resting: ReturnType<typeof setTimeout> | undefined;
	let ahead: AbortController | undefined;

	function fetchFrom(start: number): void {
		const before = ahead;
		ahead = new AbortController();
		source.prefetch?.([[start, start + AHEAD_BYTES]], ahead.signal);
		// Given up last: what both want is not asked for again.
		before?.abort();
	}

	return {
		name: source.name,
		kind: source.kind,
		size: source.size,
		async read(start, end, signal) {
			clearTimeout(resting);
			reading++;
			try {
				return await source.read(start, end, signal);
			} finally {
				reading--;
				if (reading === 0) resting = setTimeout(() => fetchFrom(end), RESTS_MS);
			}
		},
		close() {
			clearTimeout(resting);
			source.close();
		},
	};
}
