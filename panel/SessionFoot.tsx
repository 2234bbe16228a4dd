import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { Button } from "../look/Button.tsx";
import type { TravelTo } from "../session/travel.ts";
import type { Words } from "../words/words.ts";
import { missingSentence, type Somebody } from "./presence-words.ts";
import { WhereDialog } from "./WhereDialog.tsx";

/** Long enough to be read. Milliseconds. */
const BACK_SHOWN_MS = 5_000;

type SessionFootProps = {
	/** "In session with Ana". */
	label: string;
	people: readonly Somebody[];
	/** Which way the bytes went, to each of them. */
	travels(): Promise<TravelTo[]>;
	words: Words;
	onEnd(): void;
	children?: ComponentChildren;
};

/** Always on the screen while a session is: with whom, how they are, and the way out. */
export function SessionFoot(props: SessionFootProps) {
	const { label, people, travels, words } = props;
	const [where, setWhere] = useState(false);
	const missed = missingSentence(people, words);
	const back = useBack(people, words);
	return (
		<div class="panel-foot">
			<p class="who">
				<span class={missed ? "dot waiting" : "dot"} />
				<span>
					{!missed && <span class="session-label">{label}</span>}
					<span role="status">
						<span class="wrong">{missed}</span>
						<span class="back">{!missed && back && ` ${back}`}</span>
					</span>
				</span>
			</p>
			<Button
				tone="quiet"
				icon="route"
				short
				title={words.where.title}
				onClick={() => setWhere(true)}
			>
				<span>{words.where.title}</span>
			</Button>
			{props.children}
			<Button tone="quiet" onClick={props.onEnd}>
				{words.panel.endSession}
			</Button>
			{where && (
				<WhereDialog
					travels={travels}
					words={words}
					onClose={() => setWhere(false)}
				/>
			)}
		</div>
	);
}

/** That those who were missed are heard again, for a while. Who has left instead is not back. */
function useBack(people: readonly Somebody[], words: Words): string {
	const [back, setBack] = useState("");
	const missing = JSON.stringify(
		people
			.filter(({ presence }) => presence !== "here")
			.map(({ name }) => name),
	);
	const before = useRef(missing);
	useEffect(() => {
		const missedBefore: string[] = JSON.parse(before.current);
		const returned = people.filter(
			({ name, presence }) =>
				presence === "here" && missedBefore.includes(name),
		);
		before.current = missing;
		setBack(returned.map(({ name }) => words.presenceBack(name)).join(" "));
	}, [missing]);
	useEffect(() => {
		if (back === "") return;
		const timer = setTimeout(() => setBack(""), BACK_SHOWN_MS);
		return () => clearTimeout(timer);
	}, [back]);
	return back;
}
