import type { DocsideEvents } from "./docside.d.ts";

type Listener = (detail: never) => unknown;

/** Runs what the page gave us. Its own mistake must not stop ours, and must not be hidden either. */
export function thrownLater(error: unknown) {
	setTimeout(() => {
		throw error;
	});
}

/** The page's listeners: those of `Docside.on`, and the tag for those of `CustomEvent`s. */
export function createPageEvents(tag: EventTarget) {
	const listeners = new Map<string, Set<Listener>>();
	return {
		on<Name extends keyof DocsideEvents>(
			event: Name,
			listener: (detail: DocsideEvents[Name]) => unknown,
		): () => void {
			const set = listeners.get(event) ?? new Set();
			listeners.set(event, set.add(listener));
			return () => set.delete(listener);
		},
		/** True when a listener takes what comes next upon itself: by `true`, or by preventing the default. */
		emit<Name extends keyof DocsideEvents>(
			event: Name,
			detail: DocsideEvents[Name],
		): boolean {
			let taken = !tag.dispatchEvent(
				new CustomEvent(event, { detail, cancelable: true }),
			);
			for (const listener of listeners.get(event) ?? []) {
				try {
					// Only listeners for this event are kept under its name.
					if (listener(detail as never) === true) taken = true;
				} catch (error) {
					thrownLater(error);
				}
			}
			return taken;
		},
	};
}
