import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { Button } from "../look/Button.tsx";
import type { Presence } from "../session/state.ts";
import type { TravelTo } from "../session/travel.ts";
import type { Words } from "../words/words.ts";
import { WhereDialog } from "./WhereDialog.tsx";

type SessionFootProps = {
	/** "In session with Ana". */
	label: string;
	people: { name: string; presence: Presence }[];
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
	const quiet = people
		.flatMap(({ name, presence }) =>
			presence === "here" ? [] : words.presence[presence](name),
		)
		.join(" ");
	return (
		<div class="panel-foot">
			<p class="who">
				<span class={quiet ? "dot waiting" : "dot"} />
				<span>
					<span class="session-label">{label}</span>
					<span role="status" class="wrong">
						{quiet && ` ${quiet}`}
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
