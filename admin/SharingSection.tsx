import { CheckField, Field } from "../look/Field.tsx";
import type { Remark } from "../policy/check-settings.ts";
import type { GroupSettings } from "../policy/group-settings.ts";
import { DOCUMENT_KINDS, type DocumentKind } from "../policy/kinds.ts";
import { MAX_DOCUMENT_BYTES, MB, type Sharing } from "../policy/settings.ts";
import type { AdminWords } from "../words/admin-en.ts";
import type { Account } from "./account.ts";
import { SectionForm } from "./SectionForm.tsx";
import type { Plan } from "./save-section.ts";
import { SWITCHES } from "./switches.ts";
import { usePlan } from "./use-plan.ts";
import { useSection } from "./use-section.ts";
import { useWords } from "./words-context.ts";

/** Numbers as they are typed: nothing is lost while one is wrong. */
type Typed = {
	sharing: Sharing;
	/** In MB. */
	limits: Record<LimitName, string>;
	timeout: string;
	types: DocumentKind[];
};
type LimitName = keyof GroupSettings["limits"];

const LIMITS = [
	["agentPdfBytes", "agentLimit"],
	["agentSheetBytes", "agentLimit"],
	["visitorPdfBytes", "visitorLimit"],
	["visitorSheetBytes", "visitorLimit"],
] as const;

type SharingSectionProps = {
	account: Account;
	onUnsaved(unsaved: boolean): void;
};

/** The four switches, the limits, the time-out of a request, and the types. */
export function SharingSection({ account, onUnsaved }: SharingSectionProps) {
	const words = useWords();
	const say = words.sharing;
	const section = useSection(account, usePlan(sharingPlan), onUnsaved);
	const { typed, type, errorAt } = section;
	// What the types do to the links is seen before it is saved.
	const hidden = account.draft.settings.links.filter(
		({ active, kind }) => active && !typed.types.includes(kind),
	);
	const limitLabel = (name: LimitName) => `${say[name]} (${say.mb})`;
	return (
		<SectionForm section={section}>
			<p class="about">{say.about}</p>
			<fieldset>
				<legend>{say.who}</legend>
				{SWITCHES.map((name) => (
					<CheckField
						key={name}
						id={`sharing.${name}`}
						label={words.switches[name]}
						hint={words.switchHints[name]}
						checked={typed.sharing[name]}
						onChange={(on) =>
							type({ ...typed, sharing: { ...typed.sharing, [name]: on } })
						}
					/>
				))}
			</fieldset>
			<fieldset>
				<legend>{say.limits}</legend>
				<p class="hint">{say.limitsAbout}</p>
				<div class="columns">
					{LIMITS.map(([name, hint]) => (
						<Field
							key={name}
							id={`limits.${name}`}
							label={limitLabel(name)}
							hint={`${exactly(typed.limits[name], words)}${say[hint]}`}
							wrong={errorAt(`limits.${name}`, limitLabel(name))}
						>
							{(attributes) => (
								<input
									{...attributes}
									class="short"
									inputMode="decimal"
									autoComplete="off"
									value={typed.limits[name]}
									onInput={({ currentTarget: { value } }) =>
										type({
											...typed,
											limits: { ...typed.limits, [name]: value },
										})
									}
								/>
							)}
						</Field>
					))}
				</div>
			</fieldset>
			<fieldset>
				<legend>{say.requests}</legend>
				<Field
					id="requestTimeoutSeconds"
					label={say.timeout}
					hint={say.timeoutHint}
					wrong={errorAt("requestTimeoutSeconds", say.timeout)}
				>
					{(attributes) => (
						<input
							{...attributes}
							class="short"
							inputMode="numeric"
							autoComplete="off"
							value={typed.timeout}
							onInput={({ currentTarget: { value } }) =>
								type({ ...typed, timeout: value })
							}
						/>
					)}
				</Field>
			</fieldset>
			<fieldset>
				<legend>{say.types}</legend>
				<p class="hint">{say.typesAbout}</p>
				<div class="check-row">
					{DOCUMENT_KINDS.map((kind, index) => (
						<CheckField
							key={kind}
							// The list has one place for its mistake: its first box.
							id={index === 0 ? "types" : `types.${kind}`}
							label={words.kinds[kind]}
							checked={typed.types.includes(kind)}
							wrong={index === 0 ? errorAt("types", say.types) : undefined}
							onChange={(on) =>
								type({
									...typed,
									types: DOCUMENT_KINDS.filter((one) =>
										one === kind ? on : typed.types.includes(one),
									),
								})
							}
						/>
					))}
				</div>
				<p class="hint" role="status">
					{hidden.length > 0 && (
						<span class="warning">
							{say.typesHide(hidden.map(({ name }) => name))}
						</span>
					)}
				</p>
			</fieldset>
		</SectionForm>
	);
}

function sharingPlan(words: AdminWords): Plan<Typed> {
	return {
		read: ({ sharing, limits, requestTimeoutSeconds, types }) => ({
			sharing,
			limits: eachLimit((name) => String(limits[name] / MB)),
			timeout: String(requestTimeoutSeconds),
			types: DOCUMENT_KINDS.filter((kind) => types.includes(kind)),
		}),
		write: (settings, typed) => ({
			...settings,
			sharing: typed.sharing,
			// A wrong one is in `mistakes`; the one before stands in for it.
			limits: eachLimit(
				(name) => bytesOf(typed.limits[name]) ?? settings.limits[name],
			),
			requestTimeoutSeconds: /^\s*\d{1,9}\s*$/.test(typed.timeout)
				? Number(typed.timeout)
				: Number.NaN,
			types: typed.types,
		}),
		mistakes: ({ limits }): Remark[] =>
			LIMITS.filter(([name]) => bytesOf(limits[name]) === undefined).map(
				([name]) => ({
					path: `limits.${name}`,
					message: words.sharing.notANumber,
				}),
			),
	};
}

function eachLimit<T>(of: (name: LimitName) => T): Record<LimitName, T> {
	return {
		agentPdfBytes: of("agentPdfBytes"),
		agentSheetBytes: of("agentSheetBytes"),
		visitorPdfBytes: of("visitorPdfBytes"),
		visitorSheetBytes: of("visitorSheetBytes"),
	};
}

/** Of a number of MB. A byte count is always a decimal fraction of 2^20, so reading what `String` wrote is exact. */
function bytesOf(megabytes: string): number | undefined {
	const text = megabytes.trim().replace(",", ".");
	if (!/^\d{1,10}(?:\.\d{1,24})?$/.test(text)) return undefined;
	const bytes = Math.round(Number(text) * MB);
	return bytes >= 1 && bytes <= MAX_DOCUMENT_BYTES ? bytes : undefined;
}

function exactly(megabytes: string, words: AdminWords): string {
	const bytes = bytesOf(megabytes);
	return bytes === undefined ? "" : `${words.sharing.exactly(bytes)} `;
}
