/** How much larger the counts of `npm run test:long` are. */
const LONG_FACTOR = 15;

/**
 * How often a property is tried: `usual` times in `npm test`, many more in `npm run test:long`. fast-check prints the
 * seed of a failure, and takes it back as `{ seed }`.
 */
export function runs(usual: number): { numRuns: number } {
	return {
		numRuns: process.env.DOCSIDE_LONG ? usual * LONG_FACTOR : usual,
	};
}

/** How many rounds of the faults between real browsers, ten in each: one in `npm test`, five in `npm run test:long`. */
export function faultRounds(): number[] {
	return Array.from({ length: process.env.DOCSIDE_LONG ? 5 : 1 }, (_, n) => n);
}
