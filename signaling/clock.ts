/** Time, so that tests can move it. */
export interface Clock {
	/** Milliseconds since some fixed moment; never goes backwards. */
	now(): number;
	/** Runs `tick` every `ms` milliseconds until the returned function is called. Keeps no process alive. */
	every(ms: number, tick: () => void): () => void;
}

export const systemClock: Clock = {
	now: () => performance.now(),
	every(ms, tick) {
		const timer = setInterval(tick, ms);
		timer.unref();
		return () => clearInterval(timer);
	},
};
