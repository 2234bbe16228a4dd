/** Opens the socket to the signaling server again whenever it breaks. Links do not notice. */

const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 30_000;

export interface KeptSocket {
	opened(): void;
	lost(): void;
	/** Somebody wants it now: what waits to be tried is tried. */
	hurry(): void;
	/** Nobody answered what was said over it. It may be half open: the network it was opened on is gone. */
	doubt(): void;
}

export function keepSocket<Admission>(options: {
	isOpen(): boolean;
	/** Asks the server for what opens the socket; undefined: it is not opened again. */
	ask: (() => Promise<Admission>) | undefined;
	open(admission: Admission): void;
	/** `lost` is heard of it. */
	shut(): void;
	signal: AbortSignal;
}): KeptSocket {
	const { ask, signal } = options;
	let waitMs = FIRST_RETRY_MS;
	/** The next try, while one waits. */
	let timer: ReturnType<typeof setTimeout> | undefined;
	signal.addEventListener("abort", () => clearTimeout(timer));

	function lost(): void {
		if (signal.aborted || ask === undefined) return;
		clearTimeout(timer);
		timer = setTimeout(tryAgain, waitMs);
		waitMs = Math.min(waitMs * 2, LAST_RETRY_MS);
	}

	async function tryAgain(): Promise<void> {
		timer = undefined;
		try {
			const admission = await ask?.();
			if (signal.aborted || admission === undefined) return;
			options.open(admission);
		} catch {
			lost();
		}
	}

	function hurry(): void {
		if (timer === undefined || signal.aborted) return;
		clearTimeout(timer);
		void tryAgain();
	}

	function doubt(): void {
		if (ask !== undefined && options.isOpen()) options.shut();
		hurry();
	}

	// Another network, or the one that was gone.
	globalThis.addEventListener?.("online", doubt, { signal });
	return {
		opened() {
			waitMs = FIRST_RETRY_MS;
		},
		lost,
		hurry,
		doubt,
	};
}
