import type { Clock } from "../../signaling/clock.ts";

export interface FakeClock extends Clock {
	/** Moves time on; what is due runs at once, in order. */
	advance(ms: number): void;
}

export function createFakeClock(): FakeClock {
	let time = 1_000_000;
	const timers = new Set<{ ms: number; next: number; tick: () => void }>();
	return {
		now: () => time,
		every(ms, tick) {
			const timer = { ms, next: time + ms, tick };
			timers.add(timer);
			return () => timers.delete(timer);
		},
		advance(ms) {
			const end = time + ms;
			for (;;) {
				const [next] = [...timers].sort((a, b) => a.next - b.next);
				if (next === undefined || next.next > end) break;
				time = next.next;
				next.next += next.ms;
				next.tick();
			}
			time = end;
		},
	};
}
