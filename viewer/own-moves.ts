/** A move is reported at most this often. */
const REPORT_EVERY_MS = 50;
/** A scroll that begins this long after the wheel, key, touch or pointer is still the person's own. */
const OWN_FOR_MS = 400;
const SCROLL_KEYS = new Set([
	"ArrowUp",
	"ArrowDown",
	"ArrowLeft",
	"ArrowRight",
	"PageUp",
	"PageDown",
	"Home",
	"End",
	" ",
	"Tab",
	"Enter",
]);

export interface OwnMoves {
	/** Runs a move that this screen's person asked for in another way (a page button, a sheet's tab) and reports it. */
	own(move: () => void): void;
	/** Runs a move that is not this person's: the other person's place, a search's match, a change of size. Not reported. */
	silently(move: () => void): void;
}

/**
 * Tells this person's own scrolling apart from scrolling that was done to them, so that two screens never echo each
 * other: own is what begins with a trusted wheel, key, touch or pointer inside `scroller`, for as long as that scroll
 * goes on. `moved` is called at most every 50 ms, and once more when the scroll has ended.
 */
export function watchOwnMoves(
	scroller: HTMLElement,
	moved: () => void,
	signal: AbortSignal,
): OwnMoves {
	let ownUntil = 0;
	let held = false;
	/** Where the last silent move put the scroller: a scroll event that arrives there is its echo. */
	let silent: { left: number; top: number } | null = null;
	const report = atMostEvery(REPORT_EVERY_MS, moved, signal);

	const begin = () => {
		ownUntil = performance.now() + OWN_FOR_MS;
	};
	const options = { signal, passive: true, capture: true };

	scroller.addEventListener(
		"wheel",
		// With Ctrl a wheel zooms, and zoom belongs to each screen.
		(event) => event.isTrusted && !event.ctrlKey && begin(),
		options,
	);
	scroller.addEventListener(
		"keydown",
		(event) => event.isTrusted && SCROLL_KEYS.has(event.key) && begin(),
		options,
	);
	for (const type of ["pointerdown", "touchstart", "touchmove"] as const)
		scroller.addEventListener(
			type,
			(event) => {
				if (!event.isTrusted) return;
				// A held scroll bar or finger may rest for long and then go on.
				held = true;
				begin();
			},
			options,
		);
	for (const type of ["pointerup", "touchend", "touchcancel"] as const)
		window.addEventListener(
			type,
			() => {
				if (held) begin();
				held = false;
			},
			options,
		);
	scroller.addEventListener(
		"scroll",
		({ target }) => {
			if (target !== scroller) return;
			const { scrollLeft, scrollTop } = scroller;
			const echo = silent?.left === scrollLeft && silent.top === scrollTop;
			if (echo || !(held || performance.now() < ownUntil)) return;
			silent = null;
			begin();
			report();
		},
		options,
	);

	return {
		own(move) {
			move();
			report();
		},
		silently(move) {
			ownUntil = 0;
			report.cancel();
			move();
			silent = { left: scroller.scrollLeft, top: scroller.scrollTop };
		},
	};
}

/** Calls `run` at once, then at most every `ms`, and a last time when calls have stopped. */
export function atMostEvery(
	ms: number,
	run: () => void,
	signal: AbortSignal,
): (() => void) & { cancel(): void } {
	let timer: ReturnType<typeof setTimeout> | undefined;
	let again = false;
	const cancel = () => {
		clearTimeout(timer);
		timer = undefined;
		again = false;
	};
	const tick = () => {
		timer = undefined;
		if (!again) return;
		again = false;
		timer = setTimeout(tick, ms);
		run();
	};
	signal.addEventListener("abort", cancel, { once: true });
	const call = () => {
		if (signal.aborted) return;
		again = true;
		if (timer === undefined) tick();
	};
	return Object.assign(call, { cancel });
}
