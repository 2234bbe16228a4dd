import * as v from "valibot";
import type { Difference } from "../../policy/diff-settings.ts";
import { findAgent, isFull } from "./agents.ts";
import { recordChange } from "./changes.ts";
import { randomCode, randomToken, sha256 } from "./secrets.ts";
import type { Store, Writer } from "./store.ts";

/** An agent as their company's identity provider knows them. */
export type CompanyAgent = {
	issuer: string;
	subject: string;
	name: string;
	role: string;
	/** When they must sign in again. */
	until: number;
};

export type CompanySignedIn =
	| { done: "signed-in"; token: string }
	| { done: "revoked" }
	/** The group has as many agents as it may. */
	| { done: "full" };

const idSchema = v.object({ agent_id: v.string() });

/**
 * Signs an agent of the group in: whoever has this subject of this issuer, made at the first time, with the name and
 * the role the provider gives them now. The token is shown once and ends the sign-in of before. Revoked agents stay so.
 */
export function signInCompanyAgent(
	group: string,
	store: Store,
	at: number,
	{ issuer, subject, name, role, until }: CompanyAgent,
): Promise<CompanySignedIn> {
	return store.write(async (writer): Promise<CompanySignedIn> => {
		const [row] = await writer.all(
			"SELECT agent_id FROM company_agents WHERE group_id = ? AND issuer = ? AND subject = ?",
			[group, issuer, subject],
		);
		const known =
			row && (await findAgent(group, writer, v.parse(idSchema, row).agent_id));
		if (known?.state === "revoked") return { done: "revoked" };
		if (known === undefined && (await isFull(group, writer)))
			return { done: "full" };
		const id = known?.id ?? randomCode();
		if (known === undefined) {
			await writer.run(
				"INSERT INTO agents (id, group_id, name, role, created) VALUES (?, ?, ?, ?, ?)",
				[id, group, name, role, at],
			);
			await writer.run(
				"INSERT INTO company_agents (group_id, issuer, subject, agent_id) VALUES (?, ?, ?, ?)",
				[group, issuer, subject, id],
			);
		}
		const token = randomToken();
		await writer.run(
			"UPDATE agents SET name = ?, role = ?, token_sha256 = ? WHERE group_id = ? AND id = ?",
			[name, role, sha256(token), group, id],
		);
		await writer.run(
			"UPDATE company_agents SET signed_in_until = ? WHERE group_id = ? AND agent_id = ?",
			[until, group, id],
		);
		const differences = [
			{
				path: `agents.${name}.role`,
				before: known?.role ?? null,
				after: role,
			},
			...(known !== undefined && known.name !== name
				? [{ path: `agents.${name}.name`, before: known.name, after: name }]
				: []),
		];
		await record(group, writer, at, name, differences);
		return { done: "signed-in", token };
	});
}

function record(
	group: string,
	writer: Writer,
	at: number,
	who: string,
	differences: Difference[],
): Promise<void> {
	const what = "agent-company-sign-in";
	return recordChange(group, writer, { at, who, what, differences });
}
