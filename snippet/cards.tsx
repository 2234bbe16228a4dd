import { useEffect, useRef } from "preact/hooks";
import { Button } from "../look/Button.tsx";
import { endedSentence } from "../panel/ended-words.ts";
import { FilePicker } from "../panel/FilePicker.tsx";
import { missingSentence } from "../panel/presence-words.ts";
import type { GatheringState } from "../session/gathering-state.ts";
import type { Words } from "../words/words.ts";
import { peopleOf } from "./guests.ts";
import { KeyCard } from "./KeyCard.tsx";
import type { SessionPicture } from "./session-picture.ts";
import type { Desk } from "./use-desk.ts";
import type { OwnFileInPanel } from "./use-own-file.ts";

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
	if (desk.phase === "failed") {
		const forgotten = desk.failure === "unknown-session";
		if (forgotten && inSession)
			return (
				<OneThing
					text={words.visitor.addAgentFailed}
					words={words}
					onClose={onClose}
				/>
			);
		const anew = forgotten || desk.failure === "no-way-back";
		return (
			<OneThing
				text={words.start[desk.failure]}
				again={anew ? words.visitor.again : words.panel.tryAgain}
				words={words}
				onAgain={onAgain}
				onClose={onClose}
			/>
		);
	}
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
	picture: SessionPicture;
	file: OwnFileInPanel;
	words: Words;
}) {
	const { picture, file, words } = props;
	const { guests, agents } = picture;
	const picking = file.picking !== undefined;
	const heading = useRef<HTMLHeadingElement>(null);
	// What was answered to come here is out of sight: in a question that has gone, or in a dialog of the page's own.
	useEffect(() => {
		const control = document.activeElement?.matches("a, button, input");
		if (picking && !control) heading.current?.focus();
	}, [picking]);
	if (!file.picking)
		return (
			<div class="panel-body">
				<p>
					{guests.length > 1
						? words.visitor.idleSeveral
						: words.visitor.idle(agents)}
				</p>
				<p class="quiet">{words.panel.poweredBy}</p>
			</div>
		);
	return (
		<div class="panel-body">
			<h2 ref={heading} tabIndex={-1}>
				{words.visitor.pick(file.picking.agent)}
			</h2>
			<FilePicker
				words={words}
				label={words.panel.chooseFile}
				kinds={file.kinds}
				tone="primary"
				drop
				onFile={file.choose}
				onWrong={file.preview.refuse}
			/>
			<p class="wrong" role="alert">
				{file.preview.wrong}
			</p>
			<Button onClick={file.decline}>{words.panel.cancel}</Button>
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
					again={words.visitor.again}
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

/** The session goes on, and the page has its room back. What must not be missed meanwhile is said here. */
export function Pill(props: {
	picture: SessionPicture;
	words: Words;
	onRestore(): void;
}) {
	const { picture, words, onRestore } = props;
	const { agents, guests, shared } = picture;
	const missed = missingSentence(peopleOf(guests), words);
	const place = useRef<HTMLElement>(null);
	// What was pressed to come here is out of sight.
	useEffect(() => {
		if (document.hasFocus()) place.current?.querySelector("button")?.focus();
	}, []);
	return (
		<main ref={place} class="pill" aria-label={words.panel.title}>
			<span class={missed ? "dot waiting" : "dot"} />
			<div>
				<p role="status" class={missed ? "wrong" : undefined}>
					{missed || words.visitor.inSession(agents)}
				</p>
				{shared && !missed && (
					<p class="quiet">
						<bdi>{shared.name}</bdi>
					</p>
				)}
			</div>
			<Button
				tone="quiet"
				icon="expand"
				aria-label={words.panel.restore}
				onClick={onRestore}
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

/** One thing to say, and the ways on. */
function OneThing(props: {
	title?: string;
	text: string;
	/** What another try is called. */
	again?: string;
	words: Words;
	onAgain?(): void;
	onClose(): void;
}) {
	return (
		<div class="panel-body" role="alert">
			{props.title && <h2>{props.title}</h2>}
			<p>{props.text}</p>
			<div class="key-actions">
				{props.onAgain && (
					<Button onClick={props.onAgain}>{props.again}</Button>
				)}
				<Button onClick={props.onClose}>{props.words.visitor.dismiss}</Button>
			</div>
		</div>
	);
}
