import type { Presence } from "./state.ts";

const BEAT_EVERY_MS = 3_000;
/** Said in words after this long without a sign of the other. */
const QUIET_AFTER_MS = 10_000;
/** The session ends after this long without a sign. */
const SILENT_AFTER_MS = 120_000;
/** What is said after 10 s is said at most this much later, on a page that is seen. */
const LOOK_EVERY_MS = 250;

export interface PresenceWatch {
	/** Something has arrived. `leaving`: it was the news that their page goes away. */
	heard(leaving: boolean): void;
	/** Nothing comes through for the moment. */
	faltered(): void;
	/** The link has ended. */
	lost(): void;
	/** There is another link to them. It counts as a sign of them only when something comes over it. */
	met(): void;
	stop(): void;
}

/** Beats for this end and watches for signs of the other. A closed or crashed page shows in nothing else for minutes. */
export function createPresence(on: {
	beat(): void;
	changed(presence: Presence): void;
	/** Called once, after 120 s without a sign. */
	silent(): void;
}): PresenceWatch {
	let lastSign = Date.now();
	/** Another link is no sign of the other yet, but they get the time to give one. */
	let metAt = lastSign;
	let presence: Presence = "here";
	let beating = setInterval(on.beat, BEAT_EVERY_MS);
	const looking = setInterval(look, LOOK_EVERY_MS);

	function become(next: Presence) {
		if (presence === next) return;
		presence = next;
		on.changed(next);
	}

	function look() {
		const silence = Date.now() - lastSign;
		if (silence >= SILENT_AFTER_MS) {
			stop();
			on.silent();
			return;
		}
		const unheard = Math.min(silence, Date.now() - metAt);
		if (unheard >= QUIET_AFTER_MS && presence === "here") become("quiet");
	}

	function stop() {
		clearInterval(beating);
		clearInterval(looking);
	}

	return {
		heard(leaving) {
			lastSign = Date.now();
			become(leaving ? "away" : "here");
		},
		faltered() {
			if (presence === "here") become("quiet");
		},
		lost() {
			clearInterval(beating);
			// A page that said it was leaving is away, not lost.
			if (presence !== "away") become("lost");
		},
		met() {
			clearInterval(beating);
			beating = setInterval(on.beat, BEAT_EVERY_MS);
			metAt = Date.now();
			become("here");
		},
		stop,
	};
}
