import { Button } from "../look/Button.tsx";
import type { SessionState } from "../session/state.ts";
import type { Words } from "../words/words.ts";
import type { Desk } from "./use-desk.ts";

/** The session is over: who ended it, and that the documents are closed. */
export function EndedCard(props: {
	state: Extract<SessionState, { phase: "ended" }>;
	words: Words;
	onAgain(): void;
	onClose(): void;
}) {
	const { state, words, onAgain, onClose } = props;
	const say = words.ended;
	const { reason, why } = state;
	const text =
		why === "silent"
			? say.silent
			: why === "refused"
				? say.refusedByYou
				: reason === "visitor"
					? say.byYou
					: reason === "agent"
						? say.byAgent
						: say.error;
	return (
		<OneThing
			title={say.title}
			text={text}
			words={words}
			{...{ onAgain, onClose }}
		/>
	);
}

/** No key could be had: why, and what can be done. */
export function FailedCard(props: {
	failure: Extract<Desk, { phase: "failed" }>["failure"];
	words: Words;
	onAgain(): void;
	onClose(): void;
}) {
	const { failure, words, onAgain, onClose } = props;
	return (
		<OneThing
			text={words.start[failure]}
			words={words}
			{...{ onAgain, onClose }}
		/>
	);
}

function OneThing(props: {
	title?: string;
	text: string;
	words: Words;
	onAgain(): void;
	onClose(): void;
}) {
	const say = props.words.visitor;
	return (
		<div class="panel-body" role="alert">
			{props.title && <h2>{props.title}</h2>}
			<p>{props.text}</p>
			<div class="key-actions">
				<Button onClick={props.onAgain}>{say.again}</Button>
				<Button onClick={props.onClose}>{say.dismiss}</Button>
			</div>
		</div>
	);
}
