import * as v from "valibot";
import { text } from "../../policy/settings.ts";
import { CallError } from "../reply.ts";
import {
	type AdminParts,
	type AdminRoute,
	bodyOf,
	invalid,
	isoTime,
	ok,
	unknown,
} from "./admin-route.ts";
import {
	type Agent,
	changeRole,
	type Invitation,
	inviteAgain,
	inviteAgent,
	listAgents,
	restoreAgent,
	revokeAgent,
} from "./agents.ts";
import { readDraft } from "./drafts.ts";
import type { Reader } from "./store.ts";
import { readProduction } from "./versions.ts";

const name = text(80);
const inviteSchema = v.strictObject({ name, role: name });
const roleSchema = v.strictObject({ role: name });

/** The group's agents. What is done here holds at once; it is no part of a version. */
export function agentRoutes(parts: AdminParts): AdminRoute[] {
	const { store, now } = parts;

	async function checkRole(group: string, role: string): Promise<void> {
		if (!(await knownRoles(group, store)).includes(role))
			throw invalid([{ path: "role", message: "is not one of the roles" }]);
	}

	return [
		{
			method: "GET",
			path: "agents",
			needs: "administrator",
			async answer({ session: { group } }) {
				const agents = await listAgents(group, store);
				return ok({ agents: agents.map(shown) });
			},
		},
		{
			method: "POST",
			path: "agents",
			needs: "administrator",
			async answer(call) {
				const { group, name: who } = call.session;
				const agent = await bodyOf(call, inviteSchema);
				await checkRole(group, agent.role);
				const invited = await inviteAgent(group, store, who, now(), agent);
				if (invited === undefined)
					throw new CallError(409, "full", "This group has too many agents.");
				return { status: 201, body: invitationShown(invited) };
			},
		},
		{
			method: "POST",
			path: "agents/:id/invitation",
			needs: "administrator",
			async answer({ session: { group, name: who }, id }) {
				const invited = await inviteAgain(group, store, who, now(), id);
				if (invited === undefined) throw unknown("agent");
				return { status: 201, body: invitationShown(invited) };
			},
		},
		{
			method: "POST",
			path: "agents/:id/restore",
			needs: "administrator",
			async answer({ session: { group, name: who }, id }) {
				const restored = await restoreAgent(group, store, who, now(), id);
				if (!restored) throw unknown("agent");
				return { status: 204 };
			},
		},
		{
			method: "PATCH",
			path: "agents/:id",
			needs: "administrator",
			async answer(call) {
				const { group, name: who } = call.session;
				const { role } = await bodyOf(call, roleSchema);
				await checkRole(group, role);
				const agent = { id: call.id, role };
				const changed = await changeRole(group, store, who, now(), agent);
				if (!changed) throw unknown("agent");
				return { status: 204 };
			},
		},
		{
			method: "DELETE",
			path: "agents/:id",
			needs: "administrator",
			async answer({ session: { group, name: who }, id }) {
				const revoked = await revokeAgent(group, store, who, now(), id);
				if (!revoked) throw unknown("agent");
				await parts.onAgentRevoked(group, id);
				return { status: 204 };
			},
		},
	];
}

/** The roles of the draft and of production: a new one can be given before it is published. */
export async function knownRoles(
	group: string,
	reader: Reader,
): Promise<string[]> {
	return [
		await readDraft(group, reader),
		await readProduction(group, reader),
	].flatMap((version) => version?.settings.roles.map(({ name }) => name) ?? []);
}

function shown({ id, name, role, state, created, invitedUntil }: Agent) {
	return {
		id,
		name,
		role,
		state,
		created: isoTime(created),
		invitedUntil: invitedUntil === null ? null : isoTime(invitedUntil),
	};
}

function invitationShown({ id, invitation, expires }: Invitation) {
	return { id, invitation, expires: isoTime(expires) };
}
