/** How the two sorts of people look from outside: what they can be told to do, and what their screen shows. */
import type { Find, Found, Place } from "../../session/place.ts";
import type { Presence, Request } from "../../session/state.ts";
import type { Ledger } from "./ledger.ts";
import type { Deed } from "./schedule.ts";
import type { Screen } from "./screen.ts";

/** The session with one other person, as one end shows it. */
export type Tie =
	/** The page is being loaded, or nobody has come back yet. */
	| { phase: "away" }
	| { phase: "asking" | "ended" }
	| { phase: "open"; presence: Presence; request: Request | null };

/** The document as one end shows it. */
export type Shown = {
	name: string;
	place: Place | null;
	find: Find | null;
	found: Found | null;
} | null;

export interface Person {
	readonly name: string;
	readonly screen: Screen;
	readonly ledger: Ledger;
	/** `n` chooses what it is done with. */
	act(deed: Deed, n: number): void;
	readonly shown: Shown;
}
