import { useEffect, useRef } from "preact/hooks";
import { Button } from "../look/Button.tsx";
import { endedSentence } from "../panel/ended-words.ts";
import { FilePicker } from "../panel/FilePicker.tsx";
import type { DocumentKind } from "../policy/kinds.ts";
import type { GatheringState } from "../session/gathering-state.ts";
import type { Words } from "../words/words.ts";
import { KeyCard } from "./KeyCard.tsx";
import type { Desk } from "./use-desk.ts";

/** The key, or why there is none: before a session, or in one for one more agent. */
export function DeskCard(props: {
	desk: Desk;
	inSession?: boolean;
	words: Words;
	onAgain(): void;
	onClose(): void;
}) {
	const { desk, inSession = false, words, onAgain, onClose } = props;
	if (desk.phase === "key")
		return (
			<KeyCard
				desk={desk}
				inSession={inSession}
				words={words}
				onCancel={onClose}
			/>
		);
	if (desk.phase === "failed")
		return (
			<OneThing
				text={words.start[desk.failure]}
				words={words}
				onAgain={onAgain}
				onClose={onClose}
			/>
		);
	return (
		<Waiting
			text={
				desk.phase === "returning"
					? words.visitor.returning
					: words.visitor.connecting
			}
		/>
	);
}

/** In a session without a document: what happens next, or the place to choose a file. */
export function OpenCard(props: {
	/** The agent who asks; where nobody does, all of them. */
	agent: string;
	/** There are several of them. */
	several: boolean;
	/** The visitor has accepted a request. */
	picking: boolean;
	/** The kinds that may be shared. */
	kinds: readonly DocumentKind[];
	words: Words;
	/** Why the last choice cannot be shared. */
	wrong: string;
	onFile(file: File): void;
	onWrong(sentence: string): void;
	onDecline(): void;
}) {
	const { agent, several, picking, words } = props;
	const heading = useRef<HTMLHeadingElement>(null);
	// What was answered to come here is out of sight: in a question that has gone, or in a dialog of the page's own.
	useEffect(() => {
		const control = document.activeElement?.matches("a, button, input");
		if (picking && !control) heading.current?.focus();
	}, [picking]);
	if (!picking)
		return (
			<div class="panel-body">
				<p>{several ? words.visitor.idleSeveral : words.visitor.idle(agent)}</p>
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
			<Button onClick={props.onDecline}>{words.panel.cancel}</Button>
		</div>
	);
}

/** A session in which there is nobody yet, or not any more. */
export function ClosedCard(props: {
	state: GatheringState;
	words: Words;
	onAgain(): void;
	onClose(): void;
}) {
	const { state, words, onAgain, onClose } = props;
	switch (state.phase) {
		case "open":
			return null;
		case "asking":
			return <Waiting text={words.visitor.connecting} />;
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
