/** How fast bytes arrive, as people are told: over the last seconds, so that a pause shows and a hiccup does not. */

/** Milliseconds. */
const LOOK_BACK_MS = 5_000;
/** Before this has passed, a rate would only be a guess. Milliseconds. */
const FIRST_LOOK_MS = 1_000;

export interface TransferRate {
	/** So many bytes are here now, at this time in milliseconds. */
	note(bytes: number, atMs: number): void;
	/** Bytes a second; undefined while too little is known. */
	at(nowMs: number): number | undefined;
}

export function createTransferRate(): TransferRate {
	const noted: { bytes: number; atMs: number }[] = [];

	return {
		note(bytes, atMs) {
			noted.push({ bytes, atMs });
			// One that is older than the window stays: it says how many there were when the window began.
			while (noted[1] !== undefined && noted[1].atMs <= atMs - LOOK_BACK_MS)
				noted.shift();
		},
		at(nowMs) {
			const [first] = noted;
			const last = noted.at(-1);
			if (!first || !last || nowMs - first.atMs < FIRST_LOOK_MS)
				return undefined;
			const before = noted.findLast(({ atMs }) => atMs <= nowMs - LOOK_BACK_MS);
			const from = before ?? first;
			const lastsMs = before ? LOOK_BACK_MS : nowMs - first.atMs;
			return ((last.bytes - from.bytes) / lastsMs) * 1_000;
		},
	};
}
