import { diffSettings } from "../../policy/diff-settings.ts";
import {
	type GroupSettings,
	groupSettingsOf,
} from "../../policy/group-settings.ts";
import type { Settings } from "../../policy/settings.ts";
import { importAgent } from "./agents.ts";
import { recordChange } from "./changes.ts";
import type { Reader, Store } from "./store.ts";
import { addVersion } from "./versions.ts";

/** Whether the database knows the group. */
export async function hasGroup(
	group: string,
	reader: Reader,
): Promise<boolean> {
	const rows = await reader.all("SELECT 1 FROM groups WHERE id = ?", [group]);
	return rows.length > 0;
}

/** The names of all groups: for who runs the server, not for a caller of its API. */
export async function listGroups(reader: Reader): Promise<string[]> {
	const rows = await reader.all("SELECT id FROM groups ORDER BY id");
	return rows.map(({ id }) => String(id));
}

/**
 * A new group with a first version, which is production and draft at once. Agents of a settings file keep their
 * sign-in. False when there is a group of that name already; nothing is changed then.
 */
export function createGroup(
	group: string,
	store: Store,
	who: string,
	at: number,
	settings: GroupSettings,
	agents: Settings["agents"] = [],
): Promise<boolean> {
	return store.write(async (writer) => {
		if (await hasGroup(group, writer)) return false;
		await writer.run("INSERT INTO groups (id, created) VALUES (?, ?)", [
			group,
			at,
		]);
		await addVersion(group, writer, settings, who, at);
		await writer.run(
			"INSERT INTO drafts (group_id, settings, revision, by, at) VALUES (?, ?, 1, ?, ?)",
			[group, JSON.stringify(settings), who, at],
		);
		for (const agent of agents) await importAgent(group, writer, at, agent);
		await recordChange(group, writer, {
			at,
			who,
			what: "created",
			differences: diffSettings(null, settings),
		});
		return true;
	});
}

/** A group that was kept in a settings file becomes one of the database. */
export function importSettingsFile(
	settings: Settings,
	store: Store,
	at: number,
): Promise<boolean> {
	return createGroup(
		settings.group,
		store,
		"settings file",
		at,
		groupSettingsOf(settings),
		settings.agents,
	);
}
