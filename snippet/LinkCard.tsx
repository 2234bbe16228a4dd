import { AlertDialog } from "../look/AlertDialog.tsx";
import { Button } from "../look/Button.tsx";
import type { Words } from "../words/words.ts";
import { trusted } from "./questions.tsx";
import type { LinkQuestionInPanel } from "./use-link-question.ts";

type LinkCardProps = {
	link: LinkQuestionInPanel;
	agent: string;
	words: Words;
};

/** A link of the page: view its document together, or open it as ever. */
export function LinkCard({ link, agent, words }: LinkCardProps) {
	const { question } = link;
	if (!question) return null;
	const say = words.link;
	const { stage, name } = question;
	const openHere = (
		<Button onClick={trusted(() => link.leave(true))}>{say.openHere}</Button>
	);
	const cancel = (
		<Button onClick={() => link.leave(false)}>{words.panel.cancel}</Button>
	);
	return (
		<AlertDialog
			// Anew at each stage, so that the focus is never on a button that has gone.
			key={`${question.link} ${stage}`}
			title={name}
			onEscape={() => link.leave(false)}
			actions={
				<>
					{stage !== "asked" && cancel}
					{stage !== "fetching" && openHere}
					{stage === "asked" && (
						<>
							<Button onClick={trusted(link.view)}>{say.viewTogether}</Button>
							<span class="link-cancel">
								<Button tone="quiet" wide onClick={() => link.leave(false)}>
									{words.panel.cancel}
								</Button>
							</span>
						</>
					)}
				</>
			}
		>
			{stage === "asked" && <p>{say.body(agent)}</p>}
			{stage === "fetching" && <p>{say.fetching}</p>}
			{stage === "failed" && <p class="wrong">{question.why}</p>}
		</AlertDialog>
	);
}
