import { checkSettings, type Remark } from "../policy/check-settings.ts";
import type { GroupSettings } from "../policy/group-settings.ts";
import type { Account } from "./account.ts";
import { type Draft, draftSchema, savedSchema } from "./answers.ts";
import { CallFailure } from "./calls.ts";

/** What becomes of entries when somebody else has saved by now. */
export type Merged<T> = {
	/** Both together; mine where both have changed the same thing. */
	merged: T;
	/** Why it is not saved before the person has seen it: the same thing changed by both, or no room for both. */
	problem?: "conflict" | "full";
};

/** One section's part of the settings, in the shape of its form. */
export type Plan<T> = {
	read(settings: GroupSettings): T;
	/** The settings with this section's entries in them, to be checked: what people type can be anything. */
	write(settings: GroupSettings, typed: T): unknown;
	/** Mistakes that are gone from what `write` returns. */
	mistakes?(typed: T): Remark[];
	/** By default the last one to save must have seen what they replace. */
	merge?(base: T, mine: T, theirs: T): Merged<T>;
	/** Said where there is no room for both. */
	fullSentence?: string;
};

export type Outcome<T> =
	| { done: "saved"; draft: Draft }
	| { done: "invalid"; errors: readonly Remark[]; typed: T }
	/** `by` and `at` are missing where the change had been seen before. */
	| { done: "conflict"; draft: Draft; typed: T; by?: string; at?: string }
	| { done: "full"; draft: Draft; typed: T }
	| { done: "busy" };

/** Others can be faster again and again; then a person should know. */
const MAX_TRIES = 6;

export function isSame(one: unknown, other: unknown): boolean {
	return JSON.stringify(one) === JSON.stringify(other);
}

/**
 * Puts one section into the draft and leaves the others as they are, also those that somebody else has saved
 * meanwhile. Rejects with a CallFailure when the server cannot be asked.
 */
export async function saveSection<T>(
	{ calls, ...account }: Pick<Account, "calls" | "draft">,
	plan: Plan<T>,
	base: T,
	mine: T,
): Promise<Outcome<T>> {
	const merge = plan.merge ?? keepOrReplace;
	let { draft } = account;
	let stale: CallFailure["stale"];
	for (let tries = 0; tries < MAX_TRIES; tries += 1) {
		const theirs = plan.read(draft.settings);
		const { merged: typed, problem } = merge(base, mine, theirs);
		if (problem === "full") return { done: "full", draft, typed };
		if (problem === "conflict") {
			const { by, at } = stale ?? {};
			const who = by === undefined || at === undefined ? {} : { by, at };
			return { done: "conflict", draft, typed, ...who };
		}
		const wanted = plan.write(draft.settings, typed);
		const { settings, errors = [] } = checkSettings(wanted);
		const all = [...(plan.mistakes?.(typed) ?? []), ...errors];
		if (settings === undefined || all.length > 0)
			return { done: "invalid", errors: all, typed };
		try {
			const { revision } = await calls.call("PUT", "draft", savedSchema, {
				settings,
				revision: draft.revision,
			});
			return { done: "saved", draft: { settings, revision } };
		} catch (failure) {
			if (!(failure instanceof CallFailure)) throw failure;
			if (failure.code === "invalid")
				return { done: "invalid", errors: failure.errors, typed };
			if (failure.code !== "stale") throw failure;
			stale = failure.stale;
			draft = await calls.call("GET", "draft", draftSchema);
		}
	}
	return { done: "busy" };
}

function keepOrReplace<T>(base: T, mine: T, theirs: T): Merged<T> {
	return isSame(theirs, base) || isSame(theirs, mine)
		? { merged: mine }
		: { merged: mine, problem: "conflict" };
}
