/**
 * Carries the frame's way back into its session over a page load: the frame has no storage of its own. It stands in the
 * page's storage only between the page that goes and the one that comes, so that no script finds it there meanwhile and
 * a duplicated tab has none.
 */
export interface WayBackKeeper {
	/** What the page before has left, once. */
	take(): string | null;
	/** What to leave for the next page; null: nothing. */
	keep(wayBack: string | null): void;
}

/** As long as the other side waits. */
const LIFETIME_MS = 120_000;

export function createWayBackKeeper(group: string): WayBackKeeper {
	const key = `docside-way-back-${group}`;
	let kept: string | null = null;

	addEventListener("pagehide", () => {
		if (kept === null) return;
		inStorage((storage) =>
			storage.setItem(key, JSON.stringify([Date.now(), kept])),
		);
	});
	// Out of the back/forward cache: the session is still in this page.
	addEventListener("pageshow", ({ persisted }) => {
		if (persisted) inStorage((storage) => storage.removeItem(key));
	});

	return {
		take() {
			const left = inStorage((storage) => {
				const text = storage.getItem(key);
				storage.removeItem(key);
				return text;
			});
			return left ? read(left) : null;
		},
		keep(wayBack) {
			kept = wayBack;
		},
	};
}

/** The page's own scripts can write there too: what is wrong is nothing. */
function read(text: string): string | null {
	try {
		const [at, wayBack]: unknown[] = JSON.parse(text);
		const age = Date.now() - Number(at);
		return typeof wayBack === "string" && age >= 0 && age < LIFETIME_MS
			? wayBack
			: null;
	} catch {
		return null;
	}
}

/** Storage may be switched off, or full: then there is no way back. */
function inStorage<T>(use: (storage: Storage) => T): T | undefined {
	try {
		return use(sessionStorage);
	} catch {
		return undefined;
	}
}
