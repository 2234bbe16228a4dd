import type { Notice } from "../session/state.ts";
import type { Words } from "../words/words.ts";

/** The sentence for something a person is told once. `other` is the other person's name. */
export function noticeSentence(
	notice: Notice,
	other: string,
	words: Words,
): string {
	const say = words.notice;
	switch (notice.notice) {
		case "declined":
		case "request-expired":
		case "request-not-allowed":
		case "request-cancelled":
			return say[notice.notice];
		case "closed":
		case "replaced":
			return say[notice.notice](other, notice.name);
		case "crossed":
		case "refused":
		case "damaged":
		case "gone":
		case "share-again":
			return say[notice.notice](notice.name);
		default:
			return notice satisfies never;
	}
}
