import { readFileSync } from "node:fs";
import { say } from "./prepare.mjs";

const LOOK_EVERY_MS = 1_000;

/**
 * Everything that has to be undone, undone once, in reverse order: at Ctrl+C, when asked to stop, when the terminal
 * closes, and when npm is gone without having told us.
 */
export function createEnding() {
	const undo = [];
	let ending;

	function later(step) {
		undo.push(step);
	}

	/** Ends the program. With a sentence: because something went wrong. */
	function now(sentence) {
		ending ??= (async () => {
			if (sentence !== undefined) say(sentence);
			for (const step of undo.reverse()) {
				try {
					await step();
				} catch (error) {
					say(String(error));
				}
			}
			process.exit(sentence === undefined ? 0 : 1);
		})();
		return ending;
	}

	for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"])
		process.on(signal, () => void now());
	// Whoever ends npm so hard that it cannot pass it on means us too.
	if (process.env.npm_lifecycle_event !== undefined) {
		const starters = lineage();
		setInterval(() => {
			if (lineage() !== starters) void now();
		}, LOOK_EVERY_MS).unref();
	}
	return { later, now };
}

/** The parent and, where Linux tells, its parent: npm starts scripts through a shell that outlives it. */
function lineage() {
	try {
		const stat = readFileSync(`/proc/${process.ppid}/stat`, "utf8");
		// `pid (name) state ppid …`; the name may hold anything.
		const [, grandparent] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
		return `${process.ppid} ${grandparent}`;
	} catch {
		return String(process.ppid);
	}
}
