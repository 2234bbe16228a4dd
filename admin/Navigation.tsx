import { SECTIONS, type SectionName } from "./account.ts";
import { useWords } from "./words-context.ts";

type NavigationProps = {
	shown: SectionName;
	unsaved: readonly SectionName[];
};

/** A list beside the section; where there is no room for it, one control above. The style sheet shows one of them. */
export function Navigation({ shown, unsaved }: NavigationProps) {
	const words = useWords();
	const say = words.page;
	const name = (section: SectionName) => words.sections[section];
	return (
		<nav class="admin-nav" aria-label={say.sections}>
			<ul>
				{SECTIONS.map((section) => (
					<li key={section}>
						<a
							href={`#${section}`}
							aria-current={section === shown ? "page" : undefined}
						>
							{`${name(section)} `}
							{unsaved.includes(section) && (
								<span class="unsaved">{say.unsaved}</span>
							)}
						</a>
					</li>
				))}
			</ul>
			<label class="nav-select">
				<span class="spoken">{say.sections}</span>
				<select
					value={shown}
					onChange={({ currentTarget }) => {
						location.hash = currentTarget.value;
					}}
				>
					{SECTIONS.map((section) => (
						<option key={section} value={section}>
							{unsaved.includes(section)
								? `${name(section)} (${say.unsaved})`
								: name(section)}
						</option>
					))}
				</select>
			</label>
		</nav>
	);
}
