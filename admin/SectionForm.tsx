import type { ComponentChildren } from "preact";
import { Button } from "../look/Button.tsx";
import { DifferenceList } from "./DifferenceList.tsx";
import { labelOf } from "./difference-label.ts";
import type { Section } from "./use-section.ts";
import { useWords } from "./words-context.ts";
import "./section-form.css";

type SectionFormProps<T> = {
	section: Section<T>;
	children: ComponentChildren;
};

/** A section's fields with its own Save: nothing is kept until it is pressed. */
export function SectionForm<T>({ section, children }: SectionFormProps<T>) {
	const words = useWords();
	const say = words.save;
	const { note, unsaved, saving } = section;
	const bad = note?.tone === "bad" ? note : undefined;
	// What was said about a save that went well is old as soon as something is typed.
	const stands = !unsaved || saving || bad !== undefined;
	const sentence = stands ? note?.sentence : say.unsaved;
	return (
		<form
			ref={section.form}
			class="section-form"
			noValidate
			onSubmit={(event) => {
				event.preventDefault();
				void section.save();
			}}
		>
			{children}
			<div class="save-bar">
				<div class="save-buttons">
					<Button tone="primary" type="submit" aria-disabled={saving}>
						{say.save}
					</Button>
					{unsaved && (
						<Button tone="quiet" onClick={section.discard}>
							{say.discard}
						</Button>
					)}
				</div>
				<p
					role="status"
					class={`save-note ${stands ? (note?.tone ?? "quiet") : "quiet"}`}
				>
					{sentence}
				</p>
				{bad?.remarks !== undefined && bad.remarks.length > 0 && (
					<ul class="wrong">
						{bad.remarks.map(({ path, message }) => (
							<li key={path}>{`${labelOf(path, words)} ${message}.`}</li>
						))}
					</ul>
				)}
				{bad?.differences !== undefined && bad.differences.length > 0 && (
					<DifferenceList differences={bad.differences} />
				)}
			</div>
		</form>
	);
}
