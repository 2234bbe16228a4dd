import { useEffect, useRef } from "preact/hooks";
import { Button } from "../look/Button.tsx";
import { endedSentence } from "../panel/ended-words.ts";
import { FilePicker } from "../panel/FilePicker.tsx";
import type { DocumentKind } from "../policy/kinds.ts";
import type { Session } from "../session/session.ts";
import type { SessionState } from "../session/state.ts";
import type { Words } from "../words/words.ts";
import { KeyCard } from "./KeyCard.tsx";
import { WelcomeQuestion } from "./questions.tsx";
import type { Desk } from "./use-desk.ts";

/** Before a session: the key, or why there is none. */
export function DeskCard(props: {
	desk: Desk;
	words: Words;
	onAgain(): void;
	onClose(): void;
}) {
	const { desk, words, onAgain, onClose } = props;
	if (desk.phase === "key")
		return <KeyCard desk={desk} words={words} onCancel={onClose} />;
	if (desk.phase === "failed")
		return (
			<OneThing
				text={words.start[desk.failure]}
				words={words}
				onAgain={onAgain}
				onClose={onClose}
			/>
		);
	return <Waiting text={words.visitor.connecting} />;
}

/** In a session without a document: what happens next, or the place to choose a file. */
export function OpenCard(props: {
	session: Session;
	agent: string;
	/** The visitor has accepted a request. */
	picking: boolean;
	/** The kinds that may be shared. */
	kinds: readonly DocumentKind[];
	words: Words;
	/** Why the last choice cannot be shared. */
	wrong: string;
	onFile(file: File): void;
	onWrong(sentence: string): void;
}) {
	const { session, agent, picking, words } = props;
	const heading = useRef<HTMLHeadingElement>(null);
	// What was answered to come here is out of sight: in a question that has gone, or in a dialog of the page's own.
	useEffect(() => {
		const control = document.activeElement?.matches("a, button, input");
		if (picking && !control) heading.current?.focus();
	}, [picking]);
	if (!picking)
		return (
			<div class="panel-body">
				<p>{words.visitor.idle(agent)}</p>
				<p class="quiet">{words.panel.poweredBy}</p>
			</div>
		);
	return (
		<div class="panel-body">
			<h2 ref={heading} tabIndex={-1}>
				{words.visitor.pick(agent)}
			</h2>
			<FilePicker
				words={words}
				label={words.panel.chooseFile}
				kinds={props.kinds}
				tone="primary"
				drop
				onFile={props.onFile}
				onWrong={props.onWrong}
			/>
			<p class="wrong" role="alert">
				{props.wrong}
			</p>
			<Button onClick={() => session.answer("declined")}>
				{words.panel.cancel}
			</Button>
		</div>
	);
}

/** A session that is not open yet, or not any more. */
export function ClosedCard(props: {
	session: Session;
	state: SessionState;
	company: string;
	words: Words;
	onAgain(): void;
	onClose(): void;
}) {
	const { session, state, words, onAgain, onClose } = props;
	switch (state.phase) {
		case "open":
			return null;
		case "asking":
			if (state.agent === null)
				return <Waiting text={words.visitor.connecting} />;
			return (
				<WelcomeQuestion
					agent={state.agent}
					company={props.company}
					words={words}
					onAnswer={(allowed) => session.welcome(allowed)}
				/>
			);
		case "ended":
			return (
				<OneThing
					title={words.ended.title}
					text={endedSentence(state, "visitor", words)}
					words={words}
					onAgain={onAgain}
					onClose={onClose}
				/>
			);
		default:
			return state satisfies never;
	}
}

/** The session goes on, and the page has its room back. */
export function Pill(props: {
	title: string;
	label: string;
	restore: string;
	onRestore(): void;
}) {
	const place = useRef<HTMLElement>(null);
	// What was pressed to come here is out of sight.
	useEffect(() => {
		if (document.hasFocus()) place.current?.querySelector("button")?.focus();
	}, []);
	return (
		<main ref={place} class="pill" aria-label={props.title}>
			<span class="dot" />
			<p>{props.label}</p>
			<Button
				tone="quiet"
				icon="expand"
				aria-label={props.restore}
				onClick={props.onRestore}
			/>
		</main>
	);
}

function Waiting({ text }: { text: string }) {
	return (
		<div class="panel-body">
			<p role="status">{text}</p>
		</div>
	);
}

/** One thing to say, and the two ways on. */
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
