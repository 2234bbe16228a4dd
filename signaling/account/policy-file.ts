import * as v from "valibot";
import {
	checkSettings,
	type Remark,
	remarkOf,
} from "../../policy/check-settings.ts";
import type { GroupSettings } from "../../policy/group-settings.ts";
import { type Settings, settingsSchema } from "../../policy/settings.ts";

/** A group's settings as a file, for people who keep them in git. */
export type PolicyFile = {
	group: string;
	settings: GroupSettings;
	/** Only for the first version of a group: later they are no part of the file. */
	agents: Settings["agents"];
};

export type PolicyFileRead =
	| { file: PolicyFile; errors?: undefined }
	| { errors: Remark[]; file?: undefined };

const envelopeSchema = v.looseObject({
	group: settingsSchema.entries.group,
	agents: v.optional(settingsSchema.entries.agents, () => []),
});
const mentionsSchema = v.object({
	links: v.fallback(v.array(v.object({ role: v.unknown() })), []),
	agents: v.fallback(v.array(v.object({ role: v.unknown() })), []),
});

/**
 * Reads a file, or names every mistake with its path. `roles` are those the group has; a file that lists none leaves
 * them as they are, and for a new group gives every role it mentions all rights, as settings files always did.
 */
export function readPolicyFile(
	json: string,
	roles?: GroupSettings["roles"],
): PolicyFileRead {
	let value: unknown;
	try {
		value = JSON.parse(json);
	} catch (error) {
		return wrong("", `is not JSON: ${String(error)}`);
	}
	if (typeof value !== "object" || value === null || Array.isArray(value))
		return wrong("", "must be an object with settings");
	const entries: Record<string, unknown> = { ...value };
	const { group: _group, agents: _agents, ...rest } = entries;
	const envelope = v.safeParse(envelopeSchema, value);
	const checked = checkSettings(
		"roles" in rest ? rest : { ...rest, roles: roles ?? mentioned(value) },
	);
	const errors = [
		...(envelope.success ? [] : envelope.issues.map(remarkOf)),
		...(checked.errors ?? []),
	];
	if (!envelope.success || checked.settings === undefined) return { errors };
	const { group, agents } = envelope.output;
	return { file: { group, agents, settings: checked.settings } };
}

export function writePolicyFile(
	group: string,
	settings: GroupSettings,
): string {
	return `${JSON.stringify({ group, ...settings }, null, "\t")}\n`;
}

function mentioned(value: object): unknown[] {
	const mentions = v.safeParse(mentionsSchema, {
		links: [],
		agents: [],
		...value,
	});
	if (!mentions.success) return [];
	const { links, agents } = mentions.output;
	const names = [...links, ...agents].map(({ role }) => role);
	return [...new Set(names)]
		.filter((name) => typeof name === "string")
		.map((name) => ({
			name,
			sharing: {
				visitorDocumentShare: true,
				agentDocumentShare: true,
				agentDownloadDocumentShare: true,
				visitorDownloadDocumentShare: true,
			},
		}));
}

function wrong(path: string, message: string): PolicyFileRead {
	return { errors: [{ path, message }] };
}
