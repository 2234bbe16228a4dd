/** Chance that comes again: everything random in a schedule is drawn from one of these. */
export interface Random {
	/** 0 up to but not 1. */
	fraction(): number;
	/** A whole number, both ends included. */
	whole(least: number, most: number): number;
	/** True so often, from 0 to 1. */
	chance(share: number): boolean;
	pick<T>(list: readonly [T, ...T[]]): T;
}

/** The generator known as mulberry32: 32 bits of state, good enough to choose by. */
export function createRandom(seed: number): Random {
	let state = Math.imul(seed, 0x9e3779b1) >>> 0;

	function fraction(): number {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	}

	const whole = (least: number, most: number) =>
		least + Math.floor(fraction() * (most - least + 1));

	return {
		fraction,
		whole,
		chance: (share) => fraction() < share,
		pick: (list) => list[whole(0, list.length - 1)] ?? list[0],
	};
}
