import * as v from "valibot";
import { recordChange } from "./changes.ts";
import { randomCode, sha256 } from "./secrets.ts";
import type { Reader, Store, Writer } from "./store.ts";

/** An open invitation of one administrator by another. */
export type AdministratorInvitation = {
	id: string;
	/** The name of who has invited. */
	by: string;
	expires: number;
};

export const ADMINISTRATOR_INVITATION_LIFETIME_MS = 7 * 86_400_000;
/** Whoever loses count of them should withdraw some. */
const MAX_OPEN = 20;

/**
 * A set-up token for another administrator, shown once and stored as a hash. Unlike the operator's it makes somebody
 * new and never gives a name that is there another password. Undefined when MAX_OPEN are open.
 */
export function inviteAdministrator(
	group: string,
	store: Store,
	who: { id: string; name: string },
	at: number,
): Promise<{ id: string; setup: string; expires: number } | undefined> {
	return store.write(async (writer) => {
		await writer.run(
			"DELETE FROM administrator_invitations WHERE group_id = ? AND expires <= ?",
			[group, at],
		);
		const open = await listInvitations(group, writer, at);
		if (open.length >= MAX_OPEN) return undefined;
		const id = randomCode();
		const setup = randomCode();
		const expires = at + ADMINISTRATOR_INVITATION_LIFETIME_MS;
		await writer.run(
			"INSERT INTO administrator_invitations (id, token_sha256, group_id, invited_by, expires) VALUES (?, ?, ?, ?, ?)",
			[id, sha256(setup), group, who.id, expires],
		);
		const what = "administrator-invited";
		await recordChange(group, writer, { at, who: who.name, what });
		return { id, setup, expires };
	});
}

const rowSchema = v.object({
	id: v.string(),
	by: v.string(),
	expires: v.number(),
});

/** The open invitations of a group, the one that lapses first in front. */
export async function listInvitations(
	group: string,
	reader: Reader,
	at: number,
): Promise<AdministratorInvitation[]> {
	const rows = await reader.all(
		`SELECT administrator_invitations.id AS id, name AS by, expires FROM administrator_invitations
		 JOIN administrators ON administrators.id = invited_by
		 WHERE administrator_invitations.group_id = ? AND expires > ? ORDER BY expires, administrator_invitations.id`,
		[group, at],
	);
	return rows.map((row) => v.parse(rowSchema, row));
}

/** Takes an invitation back. False when the group has no such one. */
export function withdrawInvitation(
	group: string,
	store: Store,
	who: string,
	at: number,
	id: string,
): Promise<boolean> {
	return store.write(async (writer) => {
		const withdrawn = await writer.run(
			"DELETE FROM administrator_invitations WHERE group_id = ? AND id = ?",
			[group, id],
		);
		if (withdrawn === 0) return false;
		const what = "administrator-invitation-withdrawn";
		await recordChange(group, writer, { at, who, what });
		return true;
	});
}

/** The group an open invitation is for, as long as who has invited is an administrator of it. */
export async function groupOfInvitation(
	reader: Reader,
	at: number,
	setup: string,
): Promise<string | undefined> {
	const [row] = await reader.all(
		`SELECT administrator_invitations.group_id AS group_id FROM administrator_invitations
		 JOIN administrators ON administrators.id = invited_by
		 WHERE token_sha256 = ? AND expires > ?`,
		[sha256(setup), at],
	);
	return row && v.parse(v.object({ group_id: v.string() }), row).group_id;
}

/** It has made an administrator. */
export async function spendInvitation(
	group: string,
	writer: Writer,
	setup: string,
): Promise<void> {
	await writer.run(
		"DELETE FROM administrator_invitations WHERE group_id = ? AND token_sha256 = ?",
		[group, sha256(setup)],
	);
}

/** Somebody who is an administrator no more brings nobody in, and not themselves again. */
export async function withdrawInvitationsBy(
	group: string,
	writer: Writer,
	administrator: string,
): Promise<void> {
	await writer.run(
		"DELETE FROM administrator_invitations WHERE group_id = ? AND invited_by = ?",
		[group, administrator],
	);
}
