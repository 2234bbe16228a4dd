import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { type AdminWords, adminEn } from "../words/admin-en.ts";

const WordsContext = createContext<AdminWords>(adminEn);

export function useWords(): AdminWords {
	return useContext(WordsContext);
}
