import type { RefObject } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import * as v from "valibot";
import type { Remark } from "../policy/check-settings.ts";
import { type Difference, diffSettings } from "../policy/diff-settings.ts";
import { groupSettingsSchema } from "../policy/group-settings.ts";
import type { Account } from "./account.ts";
import { sentenceOf } from "./calls.ts";
import { isSame, type Plan, saveSection } from "./save-section.ts";
import { useWords } from "./words-context.ts";

/** What the person is told about the last try to save. */
export type SaveNote =
	| { tone: "quiet" | "good"; sentence: string }
	| {
			tone: "bad";
			sentence: string;
			/** What somebody else has saved meanwhile. */
			differences?: readonly Difference[];
			/** Mistakes that belong to no field of the section. */
			remarks?: readonly Remark[];
	  };

/** The entries of one section and their way into the draft. */
export interface Section<T> {
	typed: T;
	type(typed: T): void;
	/** As the draft has them. */
	saved: T;
	unsaved: boolean;
	/** The mistake at a path of the settings, such as `links.2.url`, as a sentence about the field of that name. */
	errorAt(path: string, label: string): string | undefined;
	forgetErrors(): void;
	note: SaveNote | undefined;
	saving: boolean;
	save(): Promise<void>;
	discard(): void;
	form: RefObject<HTMLFormElement | null>;
}

/** `onUnsaved` hears whether something typed is not saved. */
export function useSection<T>(
	account: Account,
	plan: Plan<T>,
	onUnsaved: (unsaved: boolean) => void,
): Section<T> {
	const say = useWords().save;
	const { time } = useWords();
	const { draft, setDraft } = account;
	const saved = useMemo(() => plan.read(draft.settings), [plan, draft]);
	const [typed, setTyped] = useState(saved);
	/** What the entries were made on: changes of others are found by it. */
	const [base, setBase] = useState(saved);
	const [errors, setErrors] = useState<readonly Remark[]>([]);
	const [note, setNote] = useState<SaveNote>();
	const [saving, setSaving] = useState(false);
	const form = useRef<HTMLFormElement>(null);
	const unsaved = !isSame(typed, base);

	useEffect(() => onUnsaved(unsaved), [unsaved]);
	useEffect(() => {
		if (unsaved) return;
		setTyped(saved);
		setBase(saved);
	}, [saved]);
	useEffect(() => {
		if (errors.length === 0) return;
		form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
	}, [errors]);

	async function save() {
		if (saving) return;
		if (!unsaved) {
			setErrors([]);
			setNote({ tone: "quiet", sentence: say.nothing });
			return;
		}
		setSaving(true);
		setNote({ tone: "quiet", sentence: say.saving });
		try {
			await trySave();
		} catch (error) {
			setErrors([]);
			setNote({ tone: "bad", sentence: sentenceOf(error) });
		} finally {
			setSaving(false);
		}
	}

	async function trySave() {
		const outcome = await saveSection(account, plan, base, typed);
		setErrors([]);
		switch (outcome.done) {
			case "saved": {
				const now = plan.read(outcome.draft.settings);
				setTyped(now);
				setBase(now);
				setDraft(outcome.draft);
				const at = time(new Date().toISOString());
				setNote({ tone: "good", sentence: say.saved(at) });
				return;
			}
			case "invalid": {
				setTyped(outcome.typed);
				setErrors(outcome.errors);
				const remarks = outcome.errors.filter(
					({ path }) => !hasField(form.current, path),
				);
				const sentence = say.wrong(outcome.errors.length);
				setNote({ tone: "bad", sentence, remarks });
				return;
			}
			case "conflict": {
				setTyped(outcome.typed);
				setBase(plan.read(outcome.draft.settings));
				setDraft(outcome.draft);
				const at = outcome.at === undefined ? say.meanwhile : time(outcome.at);
				const sentence = say.conflict(outcome.by ?? say.somebody, at);
				const before = v.safeParse(
					groupSettingsSchema,
					plan.write(outcome.draft.settings, base),
				);
				const differences = before.success
					? diffSettings(before.output, outcome.draft.settings)
					: [];
				setNote({ tone: "bad", sentence, differences });
				return;
			}
			case "full":
				setTyped(outcome.typed);
				setBase(plan.read(outcome.draft.settings));
				setDraft(outcome.draft);
				setNote({ tone: "bad", sentence: plan.fullSentence ?? "" });
				return;
			case "busy":
				setNote({ tone: "bad", sentence: say.tooBusy });
				return;
			default:
				outcome satisfies never;
		}
	}

	return {
		typed,
		type: setTyped,
		saved,
		unsaved,
		errorAt(path, label) {
			const message = errors.find((error) => error.path === path)?.message;
			return message && `${label} ${message}.`;
		},
		forgetErrors: () => setErrors([]),
		note,
		saving,
		save,
		discard() {
			setTyped(saved);
			setBase(saved);
			setErrors([]);
			setNote(undefined);
		},
		form,
	};
}

/** Fields have the path of their setting as id. */
function hasField(form: HTMLFormElement | null, path: string): boolean {
	return form?.querySelector(`#${CSS.escape(path)}`) !== null;
}
