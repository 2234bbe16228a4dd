import * as v from "valibot";
import { recordChange } from "./changes.ts";
import { isPassword } from "./password.ts";
import { randomCode, randomToken, sha256 } from "./secrets.ts";
import type { Reader, Store, Writer } from "./store.ts";

/** The end of the setup link. A fresh one takes the place of the one before. */
const SETUP_LIFETIME_MS = 7 * 86_400_000;
/** A working day; then the password is asked for again. */
export const ADMIN_SESSION_LIFETIME_MS = 12 * 3_600_000;

/** A signed-in administrator. Everything they do is bound to `group`. */
export type AdminSession = { group: string; name: string; csrf: string };

export type OpenedSession = AdminSession & {
	/** The cookie; stored as a hash. */
	token: string;
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
	/** Somebody is called so already, in another group. */
	| { done: "taken" };

/**
 * Uses a setup token up and signs the new administrator in. A name of the same group gets the new password: this is
 * also the way back in for somebody who has forgotten it. The token names the group.
 */
export function setUpAdministrator(
	store: Store,
	at: number,
	setup: string,
	{ name, password }: { name: string /** Its hash. */; password: string },
): Promise<SetUp> {
	return store.write(async (writer): Promise<SetUp> => {
		const [row] = await writer.all(
			"SELECT group_id FROM setups WHERE token_sha256 = ? AND expires > ?",
			[sha256(setup), at],
		);
		if (row === undefined) return { done: "unknown" };
		const group = v.parse(v.object({ group_id: v.string() }), row).group_id;
		const known = await byName(writer, name);
		if (known !== undefined && known.group !== group) return { done: "taken" };
		await writer.run("DELETE FROM setups WHERE group_id = ?", [group]);
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
			await writer.run(
				"DELETE FROM admin_sessions WHERE group_id = ? AND administrator_id = ?",
				[group, id],
			);
		}
		const what = "administrator-set-up";
		await recordChange(group, writer, { at, who: name, what });
		const session = await openSession(group, writer, at, { id, name });
		return { done: "set-up", session };
	});
}

/** Signs in by name and password. Undefined when one of them is wrong, after the same time. */
export async function signInAdministrator(
	store: Store,
	at: number,
	{ name, password }: { name: string; password: string },
): Promise<OpenedSession | undefined> {
	const known = await byName(store, name);
	if (!(await isPassword(password, known?.password))) return undefined;
	if (known === undefined) return undefined;
	return store.write(async (writer) => {
		await writer.run(
			"DELETE FROM admin_sessions WHERE group_id = ? AND expires <= ?",
			[known.group, at],
		);
		return openSession(known.group, writer, at, known);
	});
}

const administratorSchema = v.object({
	id: v.string(),
	group_id: v.string(),
	name: v.string(),
	password: v.string(),
});

/** Names are told apart in all groups together: who signs in gives no group. */
async function byName(
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

async function openSession(
	group: string,
	writer: Writer,
	at: number,
	administrator: { id: string; name: string },
): Promise<OpenedSession> {
	const token = randomToken();
	const csrf = randomToken();
	await writer.run(
		"INSERT INTO admin_sessions (token_sha256, group_id, administrator_id, csrf, expires) VALUES (?, ?, ?, ?, ?)",
		[
			sha256(token),
			group,
			administrator.id,
			csrf,
			at + ADMIN_SESSION_LIFETIME_MS,
		],
	);
	return { group, name: administrator.name, csrf, token };
}

const sessionSchema = v.object({
	group_id: v.string(),
	name: v.string(),
	csrf: v.string(),
});

/** Whose session the cookie opens. */
export async function readAdminSession(
	reader: Reader,
	at: number,
	token: string,
): Promise<AdminSession | undefined> {
	const [row] = await reader.all(
		`SELECT admin_sessions.group_id AS group_id, name, csrf FROM admin_sessions
		 JOIN administrators ON administrators.id = administrator_id
		 WHERE token_sha256 = ? AND expires > ?`,
		[sha256(token), at],
	);
	if (row === undefined) return undefined;
	const { group_id: group, name, csrf } = v.parse(sessionSchema, row);
	return { group, name, csrf };
}

export async function endAdminSession(
	store: Store,
	token: string,
): Promise<void> {
	await store.write((writer) =>
		writer.run("DELETE FROM admin_sessions WHERE token_sha256 = ?", [
			sha256(token),
		]),
	);
}
