import { useEffect } from "preact/hooks";

/**
 * Keeps the screen on while somebody looks at a document with another person, who may be the one that turns the pages.
 * The browser lets go of it whenever the page is hidden, so it is asked for again. Where there is no such thing, or the
 * battery is low, the screen goes dark as it always did.
 */
export function useWakeLock(active: boolean) {
	useEffect(() => {
		if (!active || !("wakeLock" in navigator)) return;
		const stop = new AbortController();
		let lock: WakeLockSentinel | undefined;

		async function acquire() {
			if (document.visibilityState !== "visible") return;
			if (lock && !lock.released) return;
			try {
				const given = await navigator.wakeLock.request("screen");
				if (stop.signal.aborted) void given.release();
				else lock = given;
			} catch {
				// Refused. The next time the page is shown it is asked for again.
			}
		}

		const { signal } = stop;
		document.addEventListener("visibilitychange", acquire, { signal });
		void acquire();
		return () => {
			stop.abort();
			void lock?.release();
		};
	}, [active]);
}
