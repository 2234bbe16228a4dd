import { Icon } from "../look/Icon.tsx";
import type { Difference } from "../policy/diff-settings.ts";
import { labelOf, shownValue } from "./difference-label.ts";
import { useWords } from "./words-context.ts";
import "./differences.css";

/** What changes, one line each: the setting in the words of the screen, what it was and what it becomes. */
export function DifferenceList(props: { differences: readonly Difference[] }) {
	const words = useWords();
	const say = words.difference;
	return (
		<ul class="differences">
			{props.differences.map(({ path, before, after }) => (
				<li key={`${path}/${before}/${after}`}>
					<span class="difference-what">{labelOf(path, words)}</span>
					<span class="difference-values">
						<span class="spoken">{say.was} </span>
						<span class="difference-before">
							{shownValue(path, before, words)}
						</span>
						<Icon name="right" size={16} />
						<span class="spoken"> {say.becomes} </span>
						<span class="difference-after">
							{shownValue(path, after, words)}
						</span>
					</span>
				</li>
			))}
		</ul>
	);
}
