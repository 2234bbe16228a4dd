import * as v from "valibot";
import type { Difference } from "../../policy/diff-settings.ts";
import { recordChange, type What } from "./changes.ts";
import { randomCode, randomToken, sha256 } from "./secrets.ts";
import type { Reader, Store, Writer } from "./store.ts";

export type Agent = {
	id: string;
	name: string;
	role: string;
	/** invited: no extension is signed in yet. */
	state: "invited" | "active" | "revoked";
	created: number;
	/** When the invitation lapses, where one is open. */
	invitedUntil: number | null;
};

export type Invitation = {
	id: string;
	/** Opens the sign-in once. Shown once, stored as a hash. */
	invitation: string;
	expires: number;
};

export const INVITATION_LIFETIME_MS = 7 * 86_400_000;
const MAX_AGENTS = 10_000;

const rowSchema = v.object({
	id: v.string(),
	name: v.string(),
	role: v.string(),
	token_sha256: v.nullable(v.string()),
	created: v.number(),
	revoked: v.nullable(v.number()),
	expires: v.nullable(v.number()),
});

const SELECT = `SELECT id, name, role, token_sha256, created, revoked, expires
	FROM agents LEFT JOIN invitations ON agent_id = id`;

/** The agents of a group, revoked ones too, the newest first. */
export async function listAgents(
	group: string,
	reader: Reader,
): Promise<Agent[]> {
	const rows = await reader.all(
		`${SELECT} WHERE agents.group_id = ? ORDER BY created DESC, id`,
		[group],
	);
	return rows.map(agentOf);
}

export async function findAgent(
	group: string,
	reader: Reader,
	id: string,
): Promise<Agent | undefined> {
	const [row] = await reader.all(
		`${SELECT} WHERE agents.group_id = ? AND id = ?`,
		[group, id],
	);
	return row && agentOf(row);
}

function agentOf(row: unknown): Agent {
	const { id, name, role, created, revoked, expires, token_sha256 } = v.parse(
		rowSchema,
		row,
	);
	const state =
		revoked !== null ? "revoked" : token_sha256 === null ? "invited" : "active";
	return { id, name, role, state, created, invitedUntil: expires };
}

/** Whether the group has MAX_AGENTS, revoked ones not counted. */
export async function isFull(group: string, reader: Reader): Promise<boolean> {
	const [row] = await reader.all(
		"SELECT COUNT(*) AS agents FROM agents WHERE group_id = ? AND revoked IS NULL",
		[group],
	);
	const count = v.parse(v.object({ agents: v.number() }), row);
	return count.agents >= MAX_AGENTS;
}

/** A new agent with an open invitation. Undefined when the group has MAX_AGENTS. */
export function inviteAgent(
	group: string,
	store: Store,
	who: string,
	at: number,
	{ name, role }: { name: string; role: string },
): Promise<Invitation | undefined> {
	return store.write(async (writer) => {
		if (await isFull(group, writer)) return undefined;
		const id = randomCode();
		await writer.run(
			"INSERT INTO agents (id, group_id, name, role, created) VALUES (?, ?, ?, ?, ?)",
			[id, group, name, role, at],
		);
		await record(group, writer, who, at, "agent-invited", name, null, role);
		return openInvitation(group, writer, id, at);
	});
}

/** Another invitation for an agent, for a new computer: until it is used, the old sign-in goes on. */
export function inviteAgain(
	group: string,
	store: Store,
	who: string,
	at: number,
	id: string,
): Promise<Invitation | undefined> {
	return store.write(async (writer) => {
		const agent = await findAgent(group, writer, id);
		if (agent === undefined || agent.state === "revoked") return undefined;
		const { name, role } = agent;
		await record(group, writer, who, at, "agent-invited", name, role, role);
		return openInvitation(group, writer, id, at);
	});
}

async function openInvitation(
	group: string,
	writer: Writer,
	id: string,
	at: number,
): Promise<Invitation> {
	const invitation = randomCode();
	const expires = at + INVITATION_LIFETIME_MS;
	await writer.run(
		"INSERT OR REPLACE INTO invitations (code_sha256, group_id, agent_id, expires) VALUES (?, ?, ?, ?)",
		[sha256(invitation), group, id, expires],
	);
	return { id, invitation, expires };
}

/** Gives an agent another role. False when the group has no such agent. */
export function changeRole(
	group: string,
	store: Store,
	who: string,
	at: number,
	{ id, role }: { id: string; role: string },
): Promise<boolean> {
	return store.write(async (writer) => {
		const agent = await findAgent(group, writer, id);
		if (agent === undefined || agent.state === "revoked") return false;
		if (agent.role === role) return true;
		await writer.run(
			"UPDATE agents SET role = ? WHERE group_id = ? AND id = ?",
			[role, group, id],
		);
		const what = "agent-role-changed";
		await record(group, writer, who, at, what, agent.name, agent.role, role);
		return true;
	});
}

/** Ends an agent's sign-in and open invitation. False when the group has no such agent. */
export function revokeAgent(
	group: string,
	store: Store,
	who: string,
	at: number,
	id: string,
): Promise<boolean> {
	return store.write(async (writer) => {
		const agent = await findAgent(group, writer, id);
		if (agent === undefined) return false;
		if (agent.state === "revoked") return true;
		await writer.run(
			"UPDATE agents SET revoked = ?, token_sha256 = NULL WHERE group_id = ? AND id = ?",
			[at, group, id],
		);
		await writer.run(
			"DELETE FROM invitations WHERE group_id = ? AND agent_id = ?",
			[group, id],
		);
		const { name, role } = agent;
		await record(group, writer, who, at, "agent-revoked", name, role, null);
		return true;
	});
}

/**
 * Lets a revoked agent in again: not signed in, until they are invited or sign in with their company. False when the
 * group has no such agent, or is full.
 */
export function restoreAgent(
	group: string,
	store: Store,
	who: string,
	at: number,
	id: string,
): Promise<boolean> {
	return store.write(async (writer) => {
		const agent = await findAgent(group, writer, id);
		if (agent === undefined) return false;
		if (agent.state !== "revoked") return true;
		if (await isFull(group, writer)) return false;
		await writer.run(
			"UPDATE agents SET revoked = NULL WHERE group_id = ? AND id = ?",
			[group, id],
		);
		const { name, role } = agent;
		await record(group, writer, who, at, "agent-restored", name, null, role);
		return true;
	});
}

const codeSchema = v.object({ group_id: v.string(), agent_id: v.string() });

/**
 * Uses an invitation up: returns the token that signs the agent in from now on, shown once and stored as a hash.
 * Undefined for a code that is unknown, used or too old. Here the code, and nothing of the caller's, names the group.
 */
export function redeemInvitation(
	store: Store,
	at: number,
	invitation: string,
): Promise<string | undefined> {
	return store.write(async (writer) => {
		const [row] = await writer.all(
			"SELECT group_id, agent_id FROM invitations WHERE code_sha256 = ? AND expires > ?",
			[sha256(invitation), at],
		);
		if (row === undefined) return undefined;
		const { group_id: group, agent_id: id } = v.parse(codeSchema, row);
		const agent = await findAgent(group, writer, id);
		if (agent === undefined || agent.state === "revoked") return undefined;
		const token = randomToken();
		await writer.run(
			"UPDATE agents SET token_sha256 = ? WHERE group_id = ? AND id = ?",
			[sha256(token), group, id],
		);
		await writer.run(
			"DELETE FROM invitations WHERE group_id = ? AND agent_id = ?",
			[group, id],
		);
		// Where the sign-in of before was with the company: this one lasts.
		await writer.run(
			"UPDATE company_agents SET signed_in_until = NULL WHERE group_id = ? AND agent_id = ?",
			[group, id],
		);
		const { name, role } = agent;
		await record(group, writer, name, at, "agent-signed-in", name, role, role);
		return token;
	});
}

const signedInSchema = v.object({
	group_id: v.string(),
	id: v.string(),
	name: v.string(),
	role: v.string(),
});

/** Whose token it is, and in which group. A sign-in with the company is one for a time. */
export async function agentOfToken(
	reader: Reader,
	at: number,
	token: string,
): Promise<
	{ group: string; id: string; name: string; role: string } | undefined
> {
	const [row] = await reader.all(
		`SELECT group_id, id, name, role FROM agents WHERE token_sha256 = ? AND revoked IS NULL
		 AND NOT EXISTS (SELECT 1 FROM company_agents WHERE agent_id = id AND signed_in_until <= ?)`,
		[sha256(token), at],
	);
	if (row === undefined) return undefined;
	const { group_id: group, ...agent } = v.parse(signedInSchema, row);
	return { group, ...agent };
}

/** An agent of a settings file keeps the sign-in: only its hash is known. */
export async function importAgent(
	group: string,
	writer: Writer,
	at: number,
	agent: { name: string; role: string; tokenSha256: string },
): Promise<void> {
	await writer.run(
		"INSERT INTO agents (id, group_id, name, role, token_sha256, created) VALUES (?, ?, ?, ?, ?, ?)",
		[randomCode(), group, agent.name, agent.role, agent.tokenSha256, at],
	);
}

async function record(
	group: string,
	writer: Writer,
	who: string,
	at: number,
	what: What,
	name: string,
	before: string | null,
	after: string | null,
): Promise<void> {
	const change: Difference = { path: `agents.${name}.role`, before, after };
	await recordChange(group, writer, { at, who, what, differences: [change] });
}
