import { useEffect, useRef } from "preact/hooks";
import { Button } from "../look/Button.tsx";
import type { Words } from "../words/words.ts";
import type { SearchState } from "./shared-search.ts";

/** Typing goes on for this long before the search starts: one search a word, not one a letter. */
const TYPING_MS = 120;

export type FindBarProps = {
	words: Words["viewer"];
	search: SearchState;
	/** Whether this person opened it, so that it may take the focus; false when the other person searches. */
	focus: boolean;
	onLook(
		change: Partial<{ query: string; matchCase: boolean; wholeWords: boolean }>,
	): void;
	onStep(by: 1 | -1): void;
	onClose(): void;
};

/** Search in the document: Enter for the next match, Shift and Enter for the one before, Escape to end it. */
export function FindBar(props: FindBarProps) {
	const { words, search, focus, onLook, onStep, onClose } = props;
	const { query, matchCase, wholeWords } = search.find;
	const box = useRef<HTMLInputElement>(null);
	const typing = useRef<ReturnType<typeof setTimeout>>(undefined);
	const flush = () => {
		clearTimeout(typing.current);
		typing.current = undefined;
		const typed = box.current?.value ?? "";
		if (typed !== query) onLook({ query: typed });
		return typed !== query;
	};

	useEffect(() => {
		if (focus) box.current?.select();
	}, [focus]);
	useEffect(() => {
		// What the other person looks for is shown here, unless this person is in the middle of a word.
		if (box.current && typing.current === undefined) box.current.value = query;
	}, [query]);
	useEffect(() => () => clearTimeout(typing.current), []);

	const none = !search.found || search.found.total === 0;
	return (
		<search id="find-bar" class="find-bar">
			<input
				ref={box}
				type="search"
				class="find-box"
				aria-label={words.searchIn}
				placeholder={words.searchIn}
				maxLength={200}
				autocomplete="off"
				spellcheck={false}
				enterkeyhint="search"
				onInput={() => {
					clearTimeout(typing.current);
					typing.current = setTimeout(flush, TYPING_MS);
				}}
				onKeyDown={(event) => {
					if (event.key !== "Enter") return;
					event.preventDefault();
					if (!flush()) onStep(event.shiftKey ? -1 : 1);
				}}
			/>
			<span class="status" role="status">
				{statusOf(search, words)}
			</span>
			<div class="group">
				<Button
					tone="quiet"
					icon="up"
					aria-label={words.previousMatch}
					disabled={none}
					onClick={() => onStep(-1)}
				/>
				<Button
					tone="quiet"
					icon="down"
					aria-label={words.nextMatch}
					disabled={none}
					onClick={() => onStep(1)}
				/>
			</div>
			<Option
				label={words.matchCase}
				checked={matchCase}
				onChange={(checked) => onLook({ matchCase: checked })}
			/>
			<Option
				label={words.wholeWords}
				checked={wholeWords}
				onChange={(checked) => onLook({ wholeWords: checked })}
			/>
			<Button
				tone="quiet"
				icon="close"
				id="find-close"
				aria-label={words.closeSearch}
				onClick={onClose}
			/>
		</search>
	);
}

function statusOf(
	{ find, found }: SearchState,
	words: Words["viewer"],
): string {
	if (find.query === "") return "";
	if (!found) return words.searching;
	if (found.status === "no-text") return words.noText;
	if (found.index > 0) return words.matches(found.index, found.total);
	return found.status === "done" ? words.noMatches : words.searching;
}

type OptionProps = {
	label: string;
	checked: boolean;
	onChange(checked: boolean): void;
};

function Option({ label, checked, onChange }: OptionProps) {
	return (
		<label class="option">
			<input
				type="checkbox"
				checked={checked}
				onChange={({ currentTarget }) => onChange(currentTarget.checked)}
			/>
			{label}
		</label>
	);
}
