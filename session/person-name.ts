import { visibleText } from "./visible-text.ts";

/** A name longer than this is cut: it stands in a heading, and a message that names a person takes no more. */
const MAX_NAME_LENGTH = 80;

/**
 * The name of the other person as it is safe to show: one line, nothing invisible, no direction marks that turn what
 * stands beside it around. Never empty.
 */
export function cleanPersonName(name: string): string {
	const visible = visibleText(name).trim();
	let kept = "";
	for (const letter of visible) {
		if (kept.length + letter.length > MAX_NAME_LENGTH) break;
		kept += letter;
	}
	return kept || "?";
}
