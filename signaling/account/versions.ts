import * as v from "valibot";
import { diffSettings } from "../../policy/diff-settings.ts";
import {
	type GroupSettings,
	groupSettingsSchema,
} from "../../policy/group-settings.ts";
import { recordChange } from "./changes.ts";
import { readDraft } from "./drafts.ts";
import type { Reader, Store, Writer } from "./store.ts";

export type VersionNote = { version: number; by: string; at: number };
export type Version = VersionNote & { settings: GroupSettings };

/** What production shows, and who made it so: who published, or who rolled back. */
export type Production = Version;

/** What the caller saw has changed meanwhile: by whom, and when. */
export type Stale = { what: "draft" | "production"; by: string; at: number };

const noteSchema = v.object({
	version: v.number(),
	by: v.string(),
	at: v.number(),
});
const versionSchema = v.object({
	...noteSchema.entries,
	settings: v.pipe(v.string(), v.parseJson(), groupSettingsSchema),
});

export async function readProduction(
	group: string,
	reader: Reader,
): Promise<Production | undefined> {
	const [row] = await reader.all(
		`SELECT version, settings, production_by AS by, production_at AS at
		 FROM groups JOIN versions ON group_id = id AND version = production
		 WHERE group_id = ?`,
		[group],
	);
	return row && v.parse(versionSchema, row);
}

export async function readVersion(
	group: string,
	reader: Reader,
	version: number,
): Promise<Version | undefined> {
	const [row] = await reader.all(
		"SELECT version, settings, by, at FROM versions WHERE group_id = ? AND version = ?",
		[group, version],
	);
	return row && v.parse(versionSchema, row);
}

const MAX_LISTED = 500;

/** The versions of a group, the newest first. */
export async function listVersions(
	group: string,
	reader: Reader,
): Promise<VersionNote[]> {
	const rows = await reader.all(
		"SELECT version, by, at FROM versions WHERE group_id = ? ORDER BY version DESC LIMIT ?",
		[group, MAX_LISTED],
	);
	return rows.map((row) => v.parse(noteSchema, row));
}

export type Published =
	| { done: "published"; version: number }
	| { done: "stale"; stale: Stale }
	| { done: "nothing" };

/**
 * Makes the draft the new production, in one transaction. It is what the caller has seen or nothing: with another
 * draft (`revision`) or another production (`base`, null where there was none) the answer says who changed it.
 */
export function publish(
	group: string,
	store: Store,
	who: string,
	at: number,
	seen: { revision: number; base: number | null },
): Promise<Published> {
	return store.write(async (writer): Promise<Published> => {
		const production = await readProduction(group, writer);
		const draft = await readDraft(group, writer);
		if (draft === undefined) return { done: "nothing" };
		if (production !== undefined && production.version !== seen.base)
			return { done: "stale", stale: staleOf("production", production) };
		if (draft.revision !== seen.revision)
			return { done: "stale", stale: staleOf("draft", draft) };
		const differences = diffSettings(
			production?.settings ?? null,
			draft.settings,
		);
		if (differences.length === 0) return { done: "nothing" };
		const version = await addVersion(group, writer, draft.settings, who, at);
		const what = "published";
		await recordChange(group, writer, { at, who, what, differences });
		return { done: "published", version };
	});
}

/** Adds a version and points production at it. */
export async function addVersion(
	group: string,
	writer: Writer,
	settings: GroupSettings,
	who: string,
	at: number,
): Promise<number> {
	const [row] = await writer.all(
		"SELECT COALESCE(MAX(version), 0) + 1 AS version FROM versions WHERE group_id = ?",
		[group],
	);
	const { version } = v.parse(v.object({ version: v.number() }), row);
	await writer.run(
		"INSERT INTO versions (group_id, version, settings, by, at) VALUES (?, ?, ?, ?, ?)",
		[group, version, JSON.stringify(settings), who, at],
	);
	await pointAt(group, writer, version, who, at);
	return version;
}

export type RolledBack =
	| { done: "rolled-back"; version: number }
	| { done: "stale"; stale: Stale }
	| { done: "unknown" }
	| { done: "nothing" };

/** Points production at an earlier version again. The draft stays as it is. */
export function rollBack(
	group: string,
	store: Store,
	who: string,
	at: number,
	seen: { version: number; base: number },
): Promise<RolledBack> {
	return store.write(async (writer): Promise<RolledBack> => {
		const production = await readProduction(group, writer);
		const wanted = await readVersion(group, writer, seen.version);
		if (production === undefined || wanted === undefined)
			return { done: "unknown" };
		if (production.version !== seen.base)
			return { done: "stale", stale: staleOf("production", production) };
		if (production.version === wanted.version) return { done: "nothing" };
		await pointAt(group, writer, wanted.version, who, at);
		await recordChange(group, writer, {
			at,
			who,
			what: "rolled-back",
			differences: diffSettings(production.settings, wanted.settings),
		});
		return { done: "rolled-back", version: wanted.version };
	});
}

async function pointAt(
	group: string,
	writer: Writer,
	version: number,
	who: string,
	at: number,
): Promise<void> {
	await writer.run(
		"UPDATE groups SET production = ?, production_by = ?, production_at = ? WHERE id = ?",
		[version, who, at, group],
	);
}

function staleOf(
	what: Stale["what"],
	{ by, at }: { by: string; at: number },
): Stale {
	return { what, by, at };
}
