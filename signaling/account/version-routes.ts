import * as v from "valibot";
import { type Remark, warningsOf } from "../../policy/check-settings.ts";
import { diffSettings } from "../../policy/diff-settings.ts";
import type { GroupSettings } from "../../policy/group-settings.ts";
import { CallError } from "../reply.ts";
import {
	type AdminParts,
	type AdminRoute,
	bodyOf,
	isoTime,
	ok,
	type SignedCall,
	stale,
	unknown,
} from "./admin-route.ts";
import { listAgents } from "./agents.ts";
import { readDraft } from "./drafts.ts";
import {
	listVersions,
	publish,
	readProduction,
	readVersion,
	rollBack,
} from "./versions.ts";

const count = v.pipe(v.number(), v.integer(), v.minValue(1));
const publishSchema = v.strictObject({
	revision: count,
	base: v.nullable(count),
});
const rollbackSchema = v.strictObject({ version: count, base: count });
const versionNumber = v.pipe(
	v.string(),
	v.regex(/^[0-9]{1,9}$/),
	v.transform(Number),
);

/** From the draft to production, and back. */
export function versionRoutes({ store, now }: AdminParts): AdminRoute[] {
	async function diff({ session: { group }, query }: SignedCall) {
		const production = await readProduction(group, store);
		const base = production?.version ?? null;
		const before = production?.settings ?? null;
		const asked = query.get("version");
		if (asked !== null) {
			const number = v.safeParse(versionNumber, asked);
			const version =
				number.success && (await readVersion(group, store, number.output));
			if (!version) throw unknown("version");
			return ok({
				differences: diffSettings(before, version.settings),
				version: version.version,
				base,
				warnings: await allWarnings(group, version.settings),
			});
		}
		const draft = await readDraft(group, store);
		if (draft === undefined) throw unknown("draft");
		return ok({
			differences: diffSettings(before, draft.settings),
			revision: draft.revision,
			base,
			warnings: await allWarnings(group, draft.settings),
		});
	}

	async function allWarnings(
		group: string,
		settings: GroupSettings,
	): Promise<Remark[]> {
		const agents = await listAgents(group, store);
		const lost = agents
			.filter(({ state }) => state !== "revoked")
			.filter(({ role }) => !settings.roles.some(({ name }) => name === role));
		return [
			...warningsOf(settings),
			...lost.map(({ name, role }) => ({
				path: `agents.${name}.role`,
				message: `is ${role}, which is not one of the roles: this agent may share nothing`,
			})),
		];
	}

	return [
		{
			method: "GET",
			path: "production",
			needs: "administrator",
			async answer({ session: { group } }) {
				const production = await readProduction(group, store);
				if (production === undefined) throw unknown("version");
				const { version, by, at, settings } = production;
				return ok({ version, by, at: isoTime(at), settings });
			},
		},
		{ method: "GET", path: "diff", needs: "administrator", answer: diff },
		{
			method: "POST",
			path: "publish",
			needs: "administrator",
			async answer(call) {
				const { group, name } = call.session;
				const seen = await bodyOf(call, publishSchema);
				const outcome = await publish(group, store, name, now(), seen);
				switch (outcome.done) {
					case "published":
						return ok({ version: outcome.version });
					case "stale":
						throw stale(outcome.stale.what, outcome.stale);
					case "nothing":
						throw nothing("The draft is what production shows already.");
					default:
						return outcome satisfies never;
				}
			},
		},
		{
			method: "GET",
			path: "versions",
			needs: "administrator",
			async answer({ session: { group } }) {
				const production = await readProduction(group, store);
				const versions = await listVersions(group, store);
				return ok({
					versions: versions.map(({ version, by, at }) => ({
						version,
						by,
						at: isoTime(at),
						production: version === production?.version,
					})),
				});
			},
		},
		{
			method: "POST",
			path: "rollback",
			needs: "administrator",
			async answer(call) {
				const { group, name } = call.session;
				const seen = await bodyOf(call, rollbackSchema);
				const outcome = await rollBack(group, store, name, now(), seen);
				switch (outcome.done) {
					case "rolled-back":
						return ok({ version: outcome.version });
					case "stale":
						throw stale(outcome.stale.what, outcome.stale);
					case "nothing":
						throw nothing("Production shows this version already.");
					case "unknown":
						throw unknown("version");
					default:
						return outcome satisfies never;
				}
			},
		},
	];
}

function nothing(message: string): CallError {
	return new CallError(409, "nothing", message);
}
