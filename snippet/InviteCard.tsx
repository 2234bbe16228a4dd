import { AlertDialog } from "../look/AlertDialog.tsx";
import type { Words } from "../words/words.ts";
import { DeskCard } from "./cards.tsx";
import type { Desk } from "./use-desk.ts";

type InviteCardProps = {
	desk: Desk;
	words: Words;
	onAgain(): void;
	onBack(): void;
};

/** In a session: a key for one more agent. What is open stays open. */
export function InviteCard({ desk, words, onAgain, onBack }: InviteCardProps) {
	return (
		<AlertDialog
			role="dialog"
			title={words.visitor.addAgentTitle}
			onEscape={onBack}
		>
			<DeskCard
				desk={desk}
				inSession
				words={words}
				onAgain={onAgain}
				onClose={onBack}
			/>
		</AlertDialog>
	);
}
