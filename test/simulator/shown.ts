import type { SessionState, SharedDocument } from "../../session/state.ts";
import type { Shown, Tie } from "./person.ts";

/** The session with one other person, as one end has it; without a state its page is not there. */
export function tieOf(state: SessionState | undefined): Tie {
	if (!state) return { phase: "away" };
	if (state.phase !== "open") return { phase: state.phase };
	const { presence, request } = state;
	return { phase: "open", presence, request };
}

/** What of a document both people see alike. */
export function shownOf(document: SharedDocument | null): Shown {
	if (!document) return null;
	const { name, position, find } = document;
	return { name, place: position.place, find: find.find, found: find.found };
}
