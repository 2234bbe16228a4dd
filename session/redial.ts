import type { PairedLink } from "./introduce.ts";

const FIRST_WAIT_MS = 250;
const LAST_WAIT_MS = 4_000;
/** An attempt begun while the network was gone must not keep the next one waiting. */
const FIRST_LIMIT_MS = 5_000;
const LAST_LIMIT_MS = 20_000;

export interface Redial {
	/** Begins to try; does nothing while it does. */
	start(): void;
	stop(): void;
}

/** Dials again until somebody answers who proves to be the same one, or it is stopped. */
export function createRedial(options: {
	dial(signal: AbortSignal): Promise<PairedLink>;
	onLink(link: PairedLink): void;
}): Redial {
	let trying: AbortController | undefined;

	async function tryAgain(stop: AbortController): Promise<void> {
		let waitMs = FIRST_WAIT_MS;
		let limitMs = FIRST_LIMIT_MS;
		while (!stop.signal.aborted) {
			const limit = AbortSignal.timeout(limitMs);
			try {
				const link = await options.dial(AbortSignal.any([stop.signal, limit]));
				if (stop.signal.aborted) return link.close();
				trying = undefined;
				return options.onLink(link);
			} catch {
				await pause(waitMs, stop.signal);
				waitMs = Math.min(waitMs * 2, LAST_WAIT_MS);
				limitMs = Math.min(limitMs * 2, LAST_LIMIT_MS);
			}
		}
	}

	return {
		start() {
			if (trying) return;
			trying = new AbortController();
			void tryAgain(trying);
		},
		stop() {
			trying?.abort();
			trying = undefined;
		},
	};
}

/** Resolves after this time, or at once when it is stopped. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
	return new Promise((resolve) => {
		const timer = setTimeout(resolve, ms);
		signal.addEventListener("abort", () => {
			clearTimeout(timer);
			resolve();
		});
	});
}
