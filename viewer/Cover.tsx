import type { Words } from "../words/words.ts";
import { LinkDialog } from "./LinkDialog.tsx";
import { PasswordForm } from "./PasswordForm.tsx";

export type CoverState =
	| { shows: "nothing" }
	| { shows: "opening" }
	| {
			shows: "password";
			wrong: boolean;
			busy: boolean;
			onPassword(password: string): void;
	  }
	| { shows: "link"; url: string; onOpen(): void; onCancel(): void };

type CoverProps = { words: Words["viewer"]; state: CoverState };

/** What lies over the document: that it is opening, its password, where a link leads. */
export function Cover({ words, state }: CoverProps) {
	return (
		<>
			{/* Always there: a live region is only spoken when it changes. */}
			<p class="opening" role="status">
				{state.shows === "opening" && words.opening}
			</p>
			{state.shows === "password" && <PasswordForm words={words} {...state} />}
			{state.shows === "link" && <LinkDialog words={words} {...state} />}
		</>
	);
}
