import * as v from "valibot";
import { groupSettingsSchema } from "../policy/group-settings.ts";

/** What the administrator's API answers (docs/admin-api.md), as far as this page reads it. */

const remark = v.object({ path: v.string(), message: v.string() });
const difference = v.object({
	path: v.string(),
	before: v.nullable(v.string()),
	after: v.nullable(v.string()),
});
const time = v.pipe(v.string(), v.isoTimestamp());

export const meSchema = v.object({
	name: v.string(),
	group: v.string(),
	/** Goes with every write. */
	csrf: v.string(),
	publicUrl: v.string(),
	extensionOrigins: v.array(v.string()),
});
export type Me = v.InferOutput<typeof meSchema>;

export const draftSchema = v.object({
	settings: groupSettingsSchema,
	revision: v.number(),
});
export type Draft = v.InferOutput<typeof draftSchema>;

export const savedSchema = v.object({ revision: v.number() });

export const productionSchema = v.object({
	version: v.number(),
	settings: groupSettingsSchema,
});
export type Production = v.InferOutput<typeof productionSchema>;

export const diffSchema = v.object({
	differences: v.array(difference),
	revision: v.number(),
	base: v.nullable(v.number()),
	warnings: v.array(remark),
});
export type Diff = v.InferOutput<typeof diffSchema>;

export const versionDiffSchema = v.object({
	differences: v.array(difference),
	base: v.nullable(v.number()),
});
export type VersionDiff = v.InferOutput<typeof versionDiffSchema>;

export const versionSchema = v.object({ version: v.number() });
export const versionsSchema = v.object({
	versions: v.array(
		v.object({
			version: v.number(),
			by: v.string(),
			at: time,
			production: v.boolean(),
		}),
	),
});
export type Version = v.InferOutput<typeof versionsSchema>["versions"][number];

export const agentsSchema = v.object({
	agents: v.array(
		v.object({
			id: v.string(),
			name: v.string(),
			role: v.string(),
			state: v.picklist(["invited", "active", "revoked"]),
			invitedUntil: v.nullable(time),
		}),
	),
});
export type Agent = v.InferOutput<typeof agentsSchema>["agents"][number];

export const invitationSchema = v.object({
	id: v.string(),
	invitation: v.string(),
	expires: time,
});
export type Invitation = v.InferOutput<typeof invitationSchema>;

export const administratorsSchema = v.object({
	administrators: v.array(
		v.object({
			id: v.string(),
			name: v.string(),
			since: time,
			you: v.boolean(),
		}),
	),
	/** The open ones. */
	invitations: v.array(
		v.object({ id: v.string(), by: v.string(), expires: time }),
	),
});
export type Administrators = v.InferOutput<typeof administratorsSchema>;
export type Administrator = Administrators["administrators"][number];

export const setupSchema = v.object({
	id: v.string(),
	setup: v.string(),
	expires: time,
});
export type Setup = v.InferOutput<typeof setupSchema>;

export const changesSchema = v.object({
	changes: v.array(
		v.object({
			id: v.number(),
			time,
			who: v.string(),
			what: v.string(),
			differences: v.array(difference),
		}),
	),
	/** Where the next page begins; null at the end. */
	next: v.nullable(v.number()),
});
export type Change = v.InferOutput<typeof changesSchema>["changes"][number];

export const failureSchema = v.object({
	error: v.string(),
	message: v.string(),
	errors: v.optional(v.array(remark), () => []),
	what: v.optional(v.string()),
	by: v.optional(v.string()),
	at: v.optional(time),
});
