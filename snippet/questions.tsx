import { AlertDialog } from "../look/AlertDialog.tsx";
import { Button } from "../look/Button.tsx";
import type { Words } from "../words/words.ts";
import type { RequestFacts } from "./use-site-request.ts";

/** A page cannot press these: only a person's own press counts. */
export function trusted(act: () => void) {
	return (event: Event) => {
		if (event.isTrusted) act();
	};
}

/** Who wants to join. Nothing happens before the visitor allows it. */
export function WelcomeQuestion(props: {
	agent: string;
	company: string;
	/** What they will see at once. */
	sees: string | undefined;
	words: Words;
	onAnswer(allowed: boolean): void;
}) {
	const { agent, company, sees, words, onAnswer } = props;
	const say = words.visitor;
	return (
		<AlertDialog
			title={say.wantsToJoin(agent)}
			onEscape={() => onAnswer(false)}
			actions={
				<>
					<Button onClick={trusted(() => onAnswer(false))}>{say.refuse}</Button>
					<Button onClick={trusted(() => onAnswer(true))}>{say.allow}</Button>
				</>
			}
		>
			{company && (
				<p>
					<bdi>{company}</bdi>
				</p>
			)}
			<p>{say.wantsToJoinBody}</p>
			{sees && <p>{sees}</p>}
		</AlertDialog>
	);
}

/** The agent asks for a document. Both answers weigh the same, and accepting sends nothing yet. */
export function RequestQuestion(props: {
	facts: RequestFacts;
	words: Words;
	onAnswer(answer: "accepted" | "declined"): void;
}) {
	const { facts, words, onAnswer } = props;
	const { agent, savable, termsUrl } = facts;
	const say = words.visitor;
	return (
		<AlertDialog
			title={say.asksToShare(agent)}
			onEscape={() => onAnswer("declined")}
			actions={
				<>
					<Button onClick={trusted(() => onAnswer("declined"))}>
						{say.decline}
					</Button>
					<Button onClick={trusted(() => onAnswer("accepted"))}>
						{say.accept}
					</Button>
				</>
			}
		>
			<p>{say.asksBody}</p>
			<p>{savable ? say.mayBeSaved(agent) : say.viewOnlyBody(agent)}</p>
			{termsUrl && (
				<p>
					<a href={termsUrl} target="_blank" rel="noopener noreferrer">
						{say.terms}
					</a>
				</p>
			)}
		</AlertDialog>
	);
}
