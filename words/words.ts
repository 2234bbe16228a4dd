import { en, type Words } from "./en.ts";

export type { Words } from "./en.ts";

/** The catalogue for a BCP 47 language. English is the only one so far, so it answers for all of them. */
export function wordsFor(_lang: string): Words {
	return en;
}
