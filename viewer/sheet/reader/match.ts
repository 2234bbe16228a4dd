import type { Find } from "../../../session/place.ts";

const WORD = /[\p{L}\p{N}\p{M}_]/u;

/** Says whether a text holds what is looked for. The query must not be empty. */
export function createMatch(
	find: Pick<Find, "query" | "matchCase" | "wholeWords">,
): (text: string) => boolean {
	const fold = (text: string) => (find.matchCase ? text : text.toLowerCase());
	const needle = fold(find.query);
	if (!find.wholeWords) return (text) => fold(text).includes(needle);
	return (text) => {
		const folded = fold(text);
		let at = folded.indexOf(needle);
		while (at !== -1) {
			if (isWhole(folded, at, at + needle.length)) return true;
			at = folded.indexOf(needle, at + 1);
		}
		return false;
	};
}

/**
 * Says whether a stretch of a CSV, quotes and all, may hold it: a quick no for most of a long file. A quote is written
 * twice inside quotes, so a query with one is never refused here.
 */
export function createQuickMatch(
	find: Pick<Find, "query" | "matchCase">,
): (stretch: string) => boolean {
	if (find.query.includes('"')) return () => true;
	if (find.matchCase) return (stretch) => stretch.includes(find.query);
	const needle = find.query.toLowerCase();
	return (stretch) => stretch.toLowerCase().includes(needle);
}

function isWhole(text: string, start: number, end: number): boolean {
	const before = [...text.slice(Math.max(0, start - 2), start)].at(-1) ?? "";
	const after = [...text.slice(end, end + 2)][0] ?? "";
	return !WORD.test(before) && !WORD.test(after);
}
