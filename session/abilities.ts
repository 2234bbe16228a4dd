/** What an end is able to do, as it says in `hello.can`. The other end may be older: the store and the sites update apart. */
import { inflates } from "./deflate.ts";

/** What either end can in every browser. */
export const ABILITIES: readonly string[] = [
	"files",
	"links",
	"find",
	"pointer",
];

/** What this end can in this browser. */
export const abilities = (): string[] => [...ABILITIES, ...inflates()];
