import * as v from "valibot";
import type { Difference } from "../../policy/diff-settings.ts";
import type { Reader, Writer } from "./store.ts";

/** What happened to a group. */
export type What =
	| "created"
	| "draft-saved"
	| "published"
	| "rolled-back"
	| "agent-invited"
	| "agent-signed-in"
	| "agent-company-sign-in"
	| "agent-role-changed"
	| "agent-revoked"
	| "agent-restored"
	| "administrator-invited"
	| "administrator-invitation-withdrawn"
	| "administrator-set-up"
	| "administrator-removed"
	| "sign-in-link-made";

export type Change = {
	/** Grows with time. */
	id: number;
	at: number;
	who: string;
	what: string;
	differences: Difference[];
};

const rowSchema = v.object({
	id: v.number(),
	at: v.number(),
	who: v.string(),
	what: v.string(),
	differences: v.pipe(
		v.string(),
		v.parseJson(),
		v.array(
			v.object({
				path: v.string(),
				before: v.nullable(v.string()),
				after: v.nullable(v.string()),
			}),
		),
	),
});

/** Adds to the record of changes, in the transaction of the change itself. Nothing takes from it. */
export async function recordChange(
	group: string,
	writer: Writer,
	change: {
		at: number;
		who: string;
		what: What;
		differences?: readonly Difference[];
	},
): Promise<void> {
	const { at, who, what, differences = [] } = change;
	await writer.run(
		"INSERT INTO changes (group_id, at, who, what, differences) VALUES (?, ?, ?, ?, ?)",
		[group, at, who, what, JSON.stringify(differences)],
	);
}

/** The record of a group, the newest first: at most `limit` that are older than the one with the id `before`. */
export async function readChanges(
	group: string,
	reader: Reader,
	limit: number,
	before = Number.MAX_SAFE_INTEGER,
): Promise<Change[]> {
	const rows = await reader.all(
		"SELECT id, at, who, what, differences FROM changes WHERE group_id = ? AND id < ? ORDER BY id DESC LIMIT ?",
		[group, before, limit],
	);
	return rows.map((row) => v.parse(rowSchema, row));
}
