import { Field } from "../look/Field.tsx";
import { AddressField } from "./AddressField.tsx";
import type { Account } from "./account.ts";
import { SectionForm } from "./SectionForm.tsx";
import type { Plan } from "./save-section.ts";
import { useSection } from "./use-section.ts";
import { useWords } from "./words-context.ts";

type Typed = {
	/** Empty: none. */
	terms: string;
	/** One a line. */
	sites: string;
};

const PLAN: Plan<Typed> = {
	read: ({ termsUrl, sites }) => ({
		terms: termsUrl ?? "",
		sites: sites.join("\n"),
	}),
	write: (settings, { terms, sites }) => ({
		...settings,
		termsUrl: terms.trim() === "" ? null : terms.trim(),
		sites: linesOf(sites),
	}),
};

function linesOf(text: string): string[] {
	return text
		.split("\n")
		.map((line) => line.trim())
		.filter((line) => line !== "");
}

type UrlsSectionProps = {
	account: Account;
	onUnsaved(unsaved: boolean): void;
};

/** The terms that visitors are shown, and the sites that may carry the tag. */
export function UrlsSection({ account, onUnsaved }: UrlsSectionProps) {
	const say = useWords().urls;
	const section = useSection(account, PLAN, onUnsaved);
	const { typed, type, errorAt } = section;
	const wrongSite = [
		errorAt("sites", say.sites),
		...linesOf(typed.sites).map((_, index) =>
			errorAt(`sites.${index}`, `${say.sites} (${say.site(index + 1)})`),
		),
	].find((wrong) => wrong !== undefined);
	return (
		<SectionForm section={section}>
			<p class="about">{say.about}</p>
			<AddressField
				id="termsUrl"
				label={say.terms}
				hint={say.termsHint}
				wrong={errorAt("termsUrl", say.terms)}
				value={typed.terms}
				onInput={(terms) => type({ ...typed, terms })}
			/>
			<Field
				id="sites"
				label={say.sites}
				hint={say.sitesHint}
				wrong={wrongSite}
			>
				{(attributes) => (
					<textarea
						{...attributes}
						rows={4}
						autoComplete="off"
						spellcheck={false}
						value={typed.sites}
						onInput={({ currentTarget: { value } }) =>
							type({ ...typed, sites: value })
						}
					/>
				)}
			</Field>
		</SectionForm>
	);
}
