import * as v from "valibot";
import { DOCUMENT_KINDS } from "./kinds.ts";
import {
	brandingSchema,
	MAX_ROLES,
	roleSchema,
	type Settings,
	type Sharing,
	settingsSchema,
	typesSchema,
} from "./settings.ts";

const { entries } = settingsSchema;

/** One version of everything an administrator sets for a group. Agents are not part of it: they come and go at once. */
export const groupSettingsSchema = v.strictObject({
	company: entries.company,
	sites: entries.sites,
	sharing: entries.sharing,
	limits: entries.limits,
	requestTimeoutSeconds: entries.requestTimeoutSeconds,
	types: v.optional(typesSchema, () => [...DOCUMENT_KINDS]),
	termsUrl: entries.termsUrl,
	branding: v.optional(brandingSchema, () => ({ accent: null, logoUrl: null })),
	roles: v.optional(
		v.pipe(v.array(roleSchema), v.maxLength(MAX_ROLES)),
		() => [],
	),
	links: entries.links,
});

export type GroupSettings = v.InferOutput<typeof groupSettingsSchema>;

/**
 * The first version of a group that was kept in a settings file. A file without roles gives every role it mentions
 * all rights, which is what it meant.
 */
export function groupSettingsOf(settings: Settings): GroupSettings {
	const { group: _group, agents, roles, types, branding, ...rest } = settings;
	const mentioned = [
		...agents.map(({ role }) => role),
		...settings.links.flatMap(({ role }) => role ?? []),
	];
	return {
		...rest,
		types: types ?? [...DOCUMENT_KINDS],
		branding: branding ?? { accent: null, logoUrl: null },
		roles:
			roles ??
			[...new Set(mentioned)].map((name) => ({ name, sharing: EVERYTHING })),
	};
}

const EVERYTHING: Sharing = {
	visitorDocumentShare: true,
	agentDocumentShare: true,
	agentDownloadDocumentShare: true,
	visitorDownloadDocumentShare: true,
};
