import type { Refusal } from "../policy/rules.ts";
import type { Words } from "../words/words.ts";

/** The sentence for a share that the rules forbid, with both sizes when it is too large. */
export function refusalSentence(
	refusal: Refusal,
	file: { name: string; size: number },
	words: Words,
): string {
	const say = words.refusal;
	if (refusal.reason === "type-not-allowed")
		return say.unsupported(file.name, refusal.allowed);
	if (refusal.reason !== "too-large") return say[refusal.reason];
	const sizes = say.tooLarge(file.name, file.size, refusal.limit);
	// One byte over shows twice the same rounded size: then the bytes themselves help.
	const alike = words.size(file.size) === words.size(refusal.limit);
	return alike
		? `${sizes} ${say.tooLargeBytes(file.size, refusal.limit)}`
		: sizes;
}
