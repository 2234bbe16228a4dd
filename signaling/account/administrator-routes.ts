import { CallError } from "../reply.ts";
import {
	type AdminParts,
	type AdminRoute,
	isoTime,
	ok,
	unknown,
} from "./admin-route.ts";
import {
	inviteAdministrator,
	listInvitations,
	withdrawInvitation,
} from "./administrator-invitations.ts";
import { listAdministrators, removeAdministrator } from "./administrators.ts";

/** Who administers the group. What is done here holds at once; it is no part of a version. */
export function administratorRoutes({ store, now }: AdminParts): AdminRoute[] {
	return [
		{
			method: "GET",
			path: "administrators",
			needs: "administrator",
			async answer({ session: { group, id: own } }) {
				const administrators = await listAdministrators(group, store);
				const invitations = await listInvitations(group, store, now());
				return ok({
					administrators: administrators.map(({ id, name, since }) => ({
						id,
						name,
						since: isoTime(since),
						you: id === own,
					})),
					invitations: invitations.map(({ id, by, expires }) => ({
						id,
						by,
						expires: isoTime(expires),
					})),
				});
			},
		},
		{
			method: "POST",
			path: "administrators/invitations",
			needs: "administrator",
			async answer({ session }) {
				const { group } = session;
				const invited = await inviteAdministrator(group, store, session, now());
				if (invited === undefined)
					throw new CallError(
						409,
						"full",
						"There are too many open invitations. Withdraw one first.",
					);
				const { id, setup, expires } = invited;
				return {
					status: 201,
					body: { id, setup, expires: isoTime(expires) },
				};
			},
		},
		{
			method: "DELETE",
			path: "administrators/invitations/:id",
			needs: "administrator",
			async answer({ session: { group, name }, id }) {
				const done = await withdrawInvitation(group, store, name, now(), id);
				if (!done) throw unknown("invitation");
				return { status: 204 };
			},
		},
		{
			method: "DELETE",
			path: "administrators/:id",
			needs: "administrator",
			async answer({ session, id }) {
				const { group } = session;
				const done = await removeAdministrator(
					group,
					store,
					session,
					now(),
					id,
				);
				switch (done) {
					case "removed":
						return { status: 204 };
					case "unknown":
						throw unknown("administrator");
					case "oneself":
						throw new CallError(
							409,
							"oneself",
							"Nobody can remove themselves. Another administrator can.",
						);
					case "signed-out":
						throw new CallError(401, "sign-in", "Please sign in.");
					default:
						return done satisfies never;
				}
			},
		},
	];
}
