import type { ComponentChildren } from "preact";
import { Button } from "../look/Button.tsx";
import type { Presence } from "../session/state.ts";
import type { Words } from "../words/words.ts";

type SessionFootProps = {
	/** "In session with Ana". */
	label: string;
	people: { name: string; presence: Presence }[];
	words: Words;
	onEnd(): void;
	children?: ComponentChildren;
};

/** Always on the screen while a session is: with whom, how they are, and the way out. */
export function SessionFoot(props: SessionFootProps) {
	const { label, people, words } = props;
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
			{props.children}
			<Button tone="quiet" onClick={props.onEnd}>
				{words.panel.endSession}
			</Button>
		</div>
	);
}
