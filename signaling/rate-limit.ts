import type { Clock } from "./clock.ts";

/** A token bucket: `burst` at once, then `perSecond`. */
export type Rate = { burst: number; perSecond: number };

/** One bucket per key (an address, an agent, a socket), of which only the `maxKeys` latest are remembered. */
export interface RateLimit {
	/** Takes `cost` tokens. Returns 0 when they were there, else the seconds until they will be; takes nothing then. */
	take(key: string, cost?: number): number;
	/** Puts one token back: what was taken turned out to be none of what is limited. */
	giveBack(key: string): void;
}

const MAX_KEYS = 50_000;

export function createRateLimit(
	rate: Rate,
	clock: Clock,
	maxKeys = MAX_KEYS,
): RateLimit {
	const buckets = new Map<string, { tokens: number; at: number }>();
	return {
		take(key, cost = 1) {
			const now = clock.now();
			const bucket = buckets.get(key) ?? { tokens: rate.burst, at: now };
			const gained = ((now - bucket.at) / 1_000) * rate.perSecond;
			bucket.tokens = Math.min(rate.burst, bucket.tokens + gained);
			bucket.at = now;
			// Set again behind the others: the first of the map is then the one unused for the longest time.
			buckets.delete(key);
			buckets.set(key, bucket);
			if (buckets.size > maxKeys) {
				for (const oldest of buckets.keys()) {
					buckets.delete(oldest);
					break;
				}
			}
			if (bucket.tokens < cost)
				return Math.ceil((cost - bucket.tokens) / rate.perSecond);
			bucket.tokens -= cost;
			return 0;
		},
		giveBack(key) {
			const bucket = buckets.get(key);
			if (bucket !== undefined)
				bucket.tokens = Math.min(rate.burst, bucket.tokens + 1);
		},
	};
}
