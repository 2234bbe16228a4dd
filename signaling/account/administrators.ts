import * as v from "valibot";
import {
	endSessionsOf,
	type OpenedSession,
	openSession,
} from "./admin-sessions.ts";
import {
	groupOfInvitation,
	spendInvitation,
	withdrawInvitationsBy,
} from "./administrator-invitations.ts";
import { recordChange } from "./changes.ts";
import { isPassword } from "./password.ts";
import { randomCode, sha256 } from "./secrets.ts";
import type { Reader, Store } from "./store.ts";

/** The end of the setup link. A fresh one takes the place of the one before. */
const SETUP_LIFETIME_MS = 7 * 86_400_000;

export type Administrator = {
	id: string;
	name: string;
	/** Milliseconds since 1970. */
	since: number;
};

/** The groups that no administrator has been set up for. */
export async function groupsWithoutAdministrator(
	reader: Reader,
): Promise<string[]> {
	const rows = await reader.all(
		"SELECT id FROM groups WHERE id NOT IN (SELECT group_id FROM administrators) ORDER BY id",
	);
	return rows.map((row) => v.parse(v.object({ id: v.string() }), row).id);
}

/** A token that sets one administrator of the group up, once. Whoever runs the server hands it over. */
export function newSetup(
	group: string,
	store: Store,
	at: number,
): Promise<string> {
	return store.write(async (writer) => {
		const token = randomCode();
		await writer.run(
			"INSERT OR REPLACE INTO setups (group_id, token_sha256, expires) VALUES (?, ?, ?)",
			[group, sha256(token), at + SETUP_LIFETIME_MS],
		);
		return token;
	});
}

export type SetUp =
	| { done: "set-up"; session: OpenedSession }
	| { done: "unknown" }
	/** Somebody is called so already: in another group, or, for an invitation, anywhere. */
	| { done: "taken" };

/**
 * Uses a setup token up and signs the new administrator in. The token names the group. With the operator's, a name of
 * the same group gets the new password: this is also the way back in for somebody who has forgotten it. With an
 * invitation by another administrator it must be a new name.
 */
export function setUpAdministrator(
	store: Store,
	at: number,
	setup: string,
	{ name, password }: { name: string /** Its hash. */; password: string },
): Promise<SetUp> {
	return store.write(async (writer): Promise<SetUp> => {
		const found = await readSetup(writer, at, setup);
		if (found === undefined) return { done: "unknown" };
		const { group, invited } = found;
		const known = await administratorNamed(writer, name);
		if (known !== undefined && (invited || known.group !== group))
			return { done: "taken" };
		if (invited) await spendInvitation(group, writer, setup);
		else await writer.run("DELETE FROM setups WHERE group_id = ?", [group]);
		const id = known?.id ?? randomCode();
		if (known === undefined)
			await writer.run(
				"INSERT INTO administrators (id, group_id, name, name_key, password, created) VALUES (?, ?, ?, ?, ?, ?)",
				[id, group, name, nameKey(name), password, at],
			);
		else {
			await writer.run(
				"UPDATE administrators SET password = ? WHERE group_id = ? AND id = ?",
				[password, group, id],
			);
			await endSessionsOf(group, writer, id);
		}
		const what = "administrator-set-up";
		await recordChange(group, writer, { at, who: name, what });
		const session = await openSession(group, writer, at, { id, name });
		return { done: "set-up", session };
	});
}

/** The operator's setup, or an invitation by an administrator. */
async function readSetup(
	reader: Reader,
	at: number,
	setup: string,
): Promise<{ group: string; invited: boolean } | undefined> {
	const [row] = await reader.all(
		"SELECT group_id FROM setups WHERE token_sha256 = ? AND expires > ?",
		[sha256(setup), at],
	);
	if (row !== undefined) {
		const { group_id } = v.parse(v.object({ group_id: v.string() }), row);
		return { group: group_id, invited: false };
	}
	const group = await groupOfInvitation(reader, at, setup);
	return group === undefined ? undefined : { group, invited: true };
}

/** Signs in by name and password. Undefined when one of them is wrong, after the same time. */
export async function signInAdministrator(
	store: Store,
	at: number,
	{ name, password }: { name: string; password: string },
): Promise<OpenedSession | undefined> {
	const known = await administratorNamed(store, name);
	if (!(await isPassword(password, known?.password))) return undefined;
	if (known === undefined) return undefined;
	return store.write((writer) => openSession(known.group, writer, at, known));
}

const listedSchema = v.object({
	id: v.string(),
	name: v.string(),
	since: v.number(),
});

/** The administrators of a group, the first one in front. */
export async function listAdministrators(
	group: string,
	reader: Reader,
): Promise<Administrator[]> {
	const rows = await reader.all(
		"SELECT id, name, created AS since FROM administrators WHERE group_id = ? ORDER BY created, id",
		[group],
	);
	return rows.map((row) => v.parse(listedSchema, row));
}

export type Removed =
	| "removed"
	| "unknown"
	/** Nobody removes themselves: so a group keeps its last administrator. */
	| "oneself"
	/** Who calls was removed a moment ago. */
	| "signed-out";

/** Takes another administrator out of the group, with everything they have open and every link that leads back in. */
export function removeAdministrator(
	group: string,
	store: Store,
	who: { id: string; name: string },
	at: number,
	id: string,
): Promise<Removed> {
	return store.write(async (writer): Promise<Removed> => {
		if (id === who.id) return "oneself";
		const all = await listAdministrators(group, writer);
		// Two who remove each other at the same moment must not both succeed.
		if (!all.some((one) => one.id === who.id)) return "signed-out";
		const removed = all.find((one) => one.id === id);
		if (removed === undefined) return "unknown";
		await endSessionsOf(group, writer, id);
		await withdrawInvitationsBy(group, writer, id);
		await writer.run(
			"DELETE FROM administrators WHERE group_id = ? AND id = ?",
			[group, id],
		);
		await recordChange(group, writer, {
			at,
			who: who.name,
			what: "administrator-removed",
			differences: [
				{ path: "administrators", before: removed.name, after: null },
			],
		});
		return "removed";
	});
}

const administratorSchema = v.object({
	id: v.string(),
	group_id: v.string(),
	name: v.string(),
	password: v.string(),
});

/** Names are told apart in all groups together: who signs in gives no group. `password` is its hash. */
export async function administratorNamed(
	reader: Reader,
	name: string,
): Promise<
	{ id: string; group: string; name: string; password: string } | undefined
> {
	const [row] = await reader.all(
		"SELECT id, group_id, name, password FROM administrators WHERE name_key = ?",
		[nameKey(name)],
	);
	if (row === undefined) return undefined;
	const { group_id: group, ...known } = v.parse(administratorSchema, row);
	return { group, ...known };
}

function nameKey(name: string): string {
	return name.normalize("NFKC").trim().toLowerCase();
}
