import type { Opened } from "./page.ts";

/** `name  result  detail  ms`, with one tab between each; a tab or line break inside is written as `\t`, `\n`, `\r`. */
export function corpusLine(name: string, opened: Opened): string {
	const { result, detail, ms } = opened;
	return [escapeField(name), result, escapeField(detail), ms].join("\t");
}

const ESCAPED: Readonly<Record<string, string>> = {
	"\t": "\\t",
	"\n": "\\n",
	"\r": "\\r",
};

function escapeField(text: string): string {
	return text.replace(/[\t\n\r]/g, (character) => ESCAPED[character] ?? "");
}
