import type { Presence } from "../session/state.ts";
import type { Words } from "../words/words.ts";

/** Somebody in the session, by the name they are shown with. */
export type Somebody = { name: string; presence: Presence };

/** Who is not heard at the moment, and why; empty while all are. */
export function missingSentence(
	people: readonly Somebody[],
	words: Words,
): string {
	return people
		.flatMap(({ name, presence }) =>
			presence === "here" ? [] : words.presence[presence](name),
		)
		.join(" ");
}
