import * as v from "valibot";
import { checkSettings, type Remark } from "../../policy/check-settings.ts";
import { diffSettings } from "../../policy/diff-settings.ts";
import {
	type GroupSettings,
	groupSettingsSchema,
} from "../../policy/group-settings.ts";
import { MAX_LINKS } from "../../policy/settings.ts";
import { recordChange } from "./changes.ts";
import { randomCode } from "./secrets.ts";
import type { Reader, Store } from "./store.ts";

/** What staging shows: the settings that are being worked on. The revision grows with every change. */
export type Draft = {
	settings: GroupSettings;
	revision: number;
	by: string;
	at: number;
};

export type Link = GroupSettings["links"][number];

const draftSchema = v.object({
	settings: v.pipe(v.string(), v.parseJson(), groupSettingsSchema),
	revision: v.number(),
	by: v.string(),
	at: v.number(),
});

export async function readDraft(
	group: string,
	reader: Reader,
): Promise<Draft | undefined> {
	const [row] = await reader.all(
		"SELECT settings, revision, by, at FROM drafts WHERE group_id = ?",
		[group],
	);
	return row && v.parse(draftSchema, row);
}

export type Saved =
	| { done: "saved"; draft: Draft; id?: string }
	| { done: "stale"; by: string; at: number }
	| { done: "invalid"; errors: Remark[] }
	| { done: "full" }
	| { done: "unknown" };

/** What is to become of the draft, or why nothing is. */
type Step =
	| { settings: unknown; id?: string }
	| Exclude<Saved, { draft: Draft }>;

/** Takes the whole draft's place, unless somebody has changed it since the caller saw `revision`. */
export function saveDraft(
	group: string,
	store: Store,
	who: string,
	at: number,
	{ settings, revision }: { settings: unknown; revision: number },
): Promise<Saved> {
	return change(group, store, who, at, (draft) =>
		draft.revision === revision
			? { settings }
			: { done: "stale", by: draft.by, at: draft.at },
	);
}

/** Adds a link behind the others and gives it an id. Full at MAX_LINKS, inactive ones counted. */
export function addLink(
	group: string,
	store: Store,
	who: string,
	at: number,
	link: Record<string, unknown>,
): Promise<Saved> {
	return change(group, store, who, at, ({ settings }) => {
		if (settings.links.length >= MAX_LINKS) return { done: "full" };
		const id = randomCode();
		const links = [...settings.links, { ...link, id }];
		return { settings: { ...settings, links }, id };
	});
}

export function changeLink(
	group: string,
	store: Store,
	who: string,
	at: number,
	id: string,
	link: Record<string, unknown>,
): Promise<Saved> {
	return change(group, store, who, at, ({ settings }) => {
		if (!settings.links.some((known) => known.id === id))
			return { done: "unknown" };
		const links = settings.links.map((known) =>
			known.id === id ? { ...link, id } : known,
		);
		return { settings: { ...settings, links } };
	});
}

export function removeLink(
	group: string,
	store: Store,
	who: string,
	at: number,
	id: string,
): Promise<Saved> {
	return change(group, store, who, at, ({ settings }) => {
		const links = settings.links.filter((link) => link.id !== id);
		if (links.length === settings.links.length) return { done: "unknown" };
		return { settings: { ...settings, links } };
	});
}

/** Puts the links in the order of `ids`, which names each of them once; with any other list the order is stale. */
export function orderLinks(
	group: string,
	store: Store,
	who: string,
	at: number,
	ids: readonly string[],
): Promise<Saved> {
	return change(group, store, who, at, ({ settings, ...draft }) => {
		const links = ids.flatMap(
			(id) => settings.links.find((link) => link.id === id) ?? [],
		);
		const all = new Set(ids).size === settings.links.length;
		return all && links.length === settings.links.length
			? { settings: { ...settings, links } }
			: { done: "stale", by: draft.by, at: draft.at };
	});
}

/** Reads, checks and writes in one transaction, so that of two changes at once the second sees the first. */
function change(
	group: string,
	store: Store,
	who: string,
	at: number,
	step: (draft: Draft) => Step,
): Promise<Saved> {
	return store.write(async (writer): Promise<Saved> => {
		const draft = await readDraft(group, writer);
		if (draft === undefined) return { done: "unknown" };
		const wanted = step(draft);
		if ("done" in wanted) return wanted;
		const { settings, errors } = checkSettings(wanted.settings);
		if (settings === undefined) return { done: "invalid", errors };
		const id = wanted.id === undefined ? {} : { id: wanted.id };
		const differences = diffSettings(draft.settings, settings);
		if (differences.length === 0) return { done: "saved", draft, ...id };
		const revision = draft.revision + 1;
		await writer.run(
			"UPDATE drafts SET settings = ?, revision = ?, by = ?, at = ? WHERE group_id = ?",
			[JSON.stringify(settings), revision, who, at, group],
		);
		const what = "draft-saved";
		await recordChange(group, writer, { at, who, what, differences });
		return { done: "saved", draft: { settings, revision, by: who, at }, ...id };
	});
}
