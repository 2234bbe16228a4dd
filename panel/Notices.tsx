import { Button } from "../look/Button.tsx";
import type { Words } from "../words/words.ts";

type NoticesProps = {
	/** The latest sentence, or none. */
	sentence: string;
	words: Words;
	onDismiss(): void;
};

/** One sentence at a time, shown until it is dismissed or replaced, and read out politely. */
export function Notices({ sentence, words, onDismiss }: NoticesProps) {
	return (
		<div class="notices" role="status" aria-live="polite">
			{sentence !== "" && (
				<div class="notice">
					<p>{sentence}</p>
					<Button
						tone="quiet"
						icon="close"
						aria-label={words.visitor.dismiss}
						onClick={onDismiss}
					/>
				</div>
			)}
		</div>
	);
}
