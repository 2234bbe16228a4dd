import { useMemo } from "preact/hooks";
import type { AdminWords } from "../words/admin-en.ts";
import type { Plan } from "./save-section.ts";
import { useWords } from "./words-context.ts";

/** A section's plan with sentences in the language of the page; the same one at every drawing. */
export function usePlan<T>(create: (words: AdminWords) => Plan<T>): Plan<T> {
	const words = useWords();
	return useMemo(() => create(words), [create, words]);
}
