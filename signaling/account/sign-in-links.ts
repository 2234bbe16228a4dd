import * as v from "valibot";
import { type OpenedSession, openSession } from "./admin-sessions.ts";
import { administratorNamed } from "./administrators.ts";
import { recordChange } from "./changes.ts";
import { randomToken, sha256 } from "./secrets.ts";
import type { Store } from "./store.ts";

/** Long enough to copy a link from a terminal into a browser. */
const LINK_LIFETIME_MS = 10 * 60_000;

type SignInLink = {
	/** Of an administrator of the group. */
	name: string;
	/** How often it signs in. */
	uses?: number;
	lifetimeMs?: number;
};

/**
 * A token that signs an administrator in without the password: by default once, within ten minutes. Whoever runs the
 * server makes it. Undefined when the group has no administrator of that name.
 */
export function newSignInLink(
	group: string,
	store: Store,
	who: string,
	at: number,
	{ name, uses = 1, lifetimeMs = LINK_LIFETIME_MS }: SignInLink,
): Promise<string | undefined> {
	return store.write(async (writer) => {
		const known = await administratorNamed(writer, name);
		if (known?.group !== group) return undefined;
		const token = randomToken();
		await writer.run(
			"DELETE FROM sign_in_links WHERE group_id = ? AND expires <= ?",
			[group, at],
		);
		await writer.run(
			"INSERT INTO sign_in_links (token_sha256, group_id, administrator_id, uses, expires) VALUES (?, ?, ?, ?, ?)",
			[sha256(token), group, known.id, uses, at + lifetimeMs],
		);
		await recordChange(group, writer, {
			at,
			who,
			what: "sign-in-link-made",
			differences: [{ path: "signInLink", before: null, after: known.name }],
		});
		return token;
	});
}

const linkSchema = v.object({
	group_id: v.string(),
	id: v.string(),
	name: v.string(),
	uses: v.number(),
});

/** Uses a link once and signs in whom it is for. Undefined for a token that is unknown, used up or too old. */
export function signInByLink(
	store: Store,
	at: number,
	token: string,
): Promise<OpenedSession | undefined> {
	return store.write(async (writer) => {
		const hash = sha256(token);
		const [row] = await writer.all(
			`SELECT sign_in_links.group_id AS group_id, id, name, uses FROM sign_in_links
			 JOIN administrators ON administrators.id = administrator_id
			 WHERE token_sha256 = ? AND expires > ?`,
			[hash, at],
		);
		if (row === undefined) return undefined;
		const {
			group_id: group,
			uses,
			...administrator
		} = v.parse(linkSchema, row);
		await writer.run(
			uses > 1
				? "UPDATE sign_in_links SET uses = uses - 1 WHERE group_id = ? AND token_sha256 = ?"
				: "DELETE FROM sign_in_links WHERE group_id = ? AND token_sha256 = ?",
			[group, hash],
		);
		return openSession(group, writer, at, administrator);
	});
}
