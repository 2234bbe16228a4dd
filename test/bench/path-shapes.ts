/** The paths that a transfer is tried on. */
import type { PathShape } from "./udp-path.ts";

export type NamedPath = {
	name: string;
	shape: PathShape;
	/** How much of the link's rate a transfer should reach at least. */
	goal: number | undefined;
};

/** `rate`: bytes a millisecond. The queue holds what is on the way in a round trip, the rule that routers are sized by. */
const path = (
	name: string,
	roundTripMs: number,
	rate: number,
	goal?: number,
): NamedPath => ({
	name,
	shape: { roundTripMs, rate, queueBytes: roundTripMs * rate },
	goal,
});

export const HUNDRED_MBIT = path("20 ms, 100 Mbit/s", 20, 12_500, 0.8);
export const TWENTY_MBIT = path("50 ms, 20 Mbit/s", 50, 2_500, 0.8);
export const FAR = path("100 ms, 200 Mbit/s", 100, 25_000, 0.5);
export const TWO_MEGABYTES = path("60 ms, 2 MB/s", 60, 2_000);

/** A phone far from everything. Such networks keep seconds of data in their queues. */
export const SECOND_GENERATION: NamedPath = {
	name: "300 ms, 250 kbit/s",
	shape: { roundTripMs: 300, rate: 31, queueBytes: 62_000 },
	goal: undefined,
};

export const PATHS = [HUNDRED_MBIT, TWENTY_MBIT, FAR, TWO_MEGABYTES];
