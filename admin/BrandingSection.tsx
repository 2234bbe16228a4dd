import { useEffect, useState } from "preact/hooks";
import { Field } from "../look/Field.tsx";
import { contrast, LEAST_CONTRAST } from "../policy/contrast.ts";
import type { AdminWords } from "../words/admin-en.ts";
import { AccentSample } from "./AccentSample.tsx";
import { AddressField } from "./AddressField.tsx";
import type { Account } from "./account.ts";
import { SectionForm } from "./SectionForm.tsx";
import type { Plan } from "./save-section.ts";
import { useSection } from "./use-section.ts";
import { useWords } from "./words-context.ts";
import "./branding.css";

type Typed = { company: string; accent: string; logoUrl: string };

const PLAN: Plan<Typed> = {
	read: ({ company, branding }) => ({
		company,
		accent: branding.accent ?? "",
		logoUrl: branding.logoUrl ?? "",
	}),
	write: (settings, { company, accent, logoUrl }) => ({
		...settings,
		company,
		branding: {
			accent: accent.trim() === "" ? null : accent.trim(),
			logoUrl: logoUrl.trim() === "" ? null : logoUrl.trim(),
		},
	}),
};

const COLOUR = /^#[0-9a-f]{6}$/i;

type BrandingSectionProps = {
	account: Account;
	onUnsaved(unsaved: boolean): void;
};

/** The company's name, colour and logo on the visitor's side. */
export function BrandingSection({ account, onUnsaved }: BrandingSectionProps) {
	const words = useWords();
	const say = words.branding;
	const section = useSection(account, PLAN, onUnsaved);
	const { typed, type, errorAt } = section;
	const accent = typed.accent.trim();
	const colour = COLOUR.test(accent) ? accent : undefined;
	const seen = colour === undefined ? {} : contrastIn(words, colour);
	return (
		<SectionForm section={section}>
			<p class="about">{say.about}</p>
			<Field
				id="company"
				label={say.company}
				hint={say.companyHint}
				wrong={errorAt("company", say.company)}
			>
				{(attributes) => (
					<input
						{...attributes}
						autoComplete="off"
						value={typed.company}
						onInput={({ currentTarget: { value } }) =>
							type({ ...typed, company: value })
						}
					/>
				)}
			</Field>
			<Field
				id="branding.accent"
				label={say.accent}
				hint={
					<>
						{say.accentHint} {seen.good}
					</>
				}
				wrong={errorAt("branding.accent", say.accent)}
				warning={seen.warning}
			>
				{(attributes) => (
					<div class="with-sample">
						<input
							{...attributes}
							class="short"
							autoComplete="off"
							spellcheck={false}
							value={typed.accent}
							onInput={({ currentTarget: { value } }) =>
								type({ ...typed, accent: value })
							}
						/>
						{colour && <AccentSample accent={colour} />}
					</div>
				)}
			</Field>
			<AddressField
				id="branding.logoUrl"
				label={say.logo}
				hint={say.logoHint}
				wrong={errorAt("branding.logoUrl", say.logo)}
				value={typed.logoUrl}
				onInput={(logoUrl) => type({ ...typed, logoUrl })}
			/>
			{/* Only a saved one: an address that is being typed is nobody's to ask. */}
			{section.saved.logoUrl !== "" && <Logo url={section.saved.logoUrl} />}
		</SectionForm>
	);
}

function Logo({ url }: { url: string }) {
	const say = useWords().branding;
	const [missing, setMissing] = useState(false);
	useEffect(() => setMissing(false), [url]);
	if (missing) return <p class="hint">{say.logoMissing}</p>;
	return (
		<img
			class="logo"
			src={url}
			alt={say.logoAlt}
			referrerpolicy="no-referrer"
			onError={() => setMissing(true)}
		/>
	);
}

function contrastIn(
	{ branding }: AdminWords,
	colour: string,
): { good?: string; warning?: string } {
	const ratio = contrast(colour, "#ffffff");
	// Rounded down: 4.49 must not read as 4.5.
	const shown = (Math.floor(ratio * 10) / 10).toFixed(1);
	return ratio < LEAST_CONTRAST
		? { warning: branding.contrast(shown, String(LEAST_CONTRAST)) }
		: { good: branding.contrastGood(shown) };
}
