import * as v from "valibot";
import { randomToken, sha256 } from "./secrets.ts";
import type { Reader, Store, Writer } from "./store.ts";

/** A working day; then the password is asked for again. */
export const ADMIN_SESSION_LIFETIME_MS = 12 * 3_600_000;

/** A signed-in administrator. Everything they do is bound to `group`. */
export type AdminSession = {
	group: string;
	/** The administrator's id. */
	id: string;
	name: string;
	csrf: string;
};

export type OpenedSession = AdminSession & {
	/** The cookie; stored as a hash. */
	token: string;
};

export async function openSession(
	group: string,
	writer: Writer,
	at: number,
	{ id, name }: { id: string; name: string },
): Promise<OpenedSession> {
	const token = randomToken();
	const csrf = randomToken();
	await writer.run(
		"DELETE FROM admin_sessions WHERE group_id = ? AND expires <= ?",
		[group, at],
	);
	await writer.run(
		"INSERT INTO admin_sessions (token_sha256, group_id, administrator_id, csrf, expires) VALUES (?, ?, ?, ?, ?)",
		[sha256(token), group, id, csrf, at + ADMIN_SESSION_LIFETIME_MS],
	);
	return { group, id, name, csrf, token };
}

const sessionSchema = v.object({
	group_id: v.string(),
	id: v.string(),
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
		`SELECT admin_sessions.group_id AS group_id, id, name, csrf FROM admin_sessions
		 JOIN administrators ON administrators.id = administrator_id
		 WHERE token_sha256 = ? AND expires > ?`,
		[sha256(token), at],
	);
	if (row === undefined) return undefined;
	const { group_id: group, ...session } = v.parse(sessionSchema, row);
	return { group, ...session };
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

/** Ends what an administrator has open, and the links that would open it again. */
export async function endSessionsOf(
	group: string,
	writer: Writer,
	administrator: string,
): Promise<void> {
	for (const table of ["admin_sessions", "sign_in_links"])
		await writer.run(
			`DELETE FROM ${table} WHERE group_id = ? AND administrator_id = ?`,
			[group, administrator],
		);
}
