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
		case "request-busy":
			return say[notice.notice];
		case "closed":
			return say.closed(notice.by ?? other, notice.name);
		case "replaced":
			return say.replaced(other, notice.name);
		case "replaced-by": {
			const { agent, next, name, own } = notice;
			return say.replacedBy(agent, next, name, own);
		}
		case "joined":
			return say.joined(notice.agent);
		case "left":
			return say.left(notice.agent, notice.name);
		case "crossed":
			return notice.by === undefined
				? say.crossed(notice.name)
				: say.crossedBy(notice.by, notice.name);
		case "refused":
		case "damaged":
		case "gone":
		case "share-again":
			return say[notice.notice](notice.name);
		default:
			return notice satisfies never;
	}
}
