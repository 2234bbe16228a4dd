import type { Draft, Me, Production } from "./answers.ts";
import type { Calls } from "./calls.ts";

/** What every section works with. */
export type Account = {
	me: Me;
	calls: Calls;
	/** As last seen or saved here. */
	draft: Draft;
	/** Null where nothing was published yet. */
	production: Production | null;
	setDraft(draft: Draft): void;
	/** Reads draft and production again. Rejects with a CallFailure. */
	reload(): Promise<void>;
};

/** The parts of the page, in the order of the navigation. */
export const SECTIONS = [
	"sharing",
	"links",
	"urls",
	"agents",
	"branding",
	"install",
	"publish",
	"record",
] as const;

export type SectionName = (typeof SECTIONS)[number];
