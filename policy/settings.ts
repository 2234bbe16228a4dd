import * as v from "valibot";
import { DOCUMENT_KINDS } from "./kinds.ts";

/** 1 MB as people of this product count it. */
export const MB = 1_048_576;

/** The largest document that can be looked at, view only: below the 2 GB a browser can address in one buffer. */
export const MAX_DOCUMENT_BYTES = 2_147_483_647;

export const MAX_LINKS = 20;
export const MAX_ROLES = 50;

export const text = (max: number) =>
	v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(max));

const bytes = v.pipe(
	v.number(),
	v.integer(),
	v.minValue(1),
	v.maxValue(MAX_DOCUMENT_BYTES),
);

/** Absolute https, or http on this machine; no credentials, no other scheme. */
export const webAddress = v.pipe(
	v.string(),
	v.maxLength(2048),
	v.check(isWebAddress, "must be an https address without a user name"),
);

function isWebAddress(address: string): boolean {
	if (!URL.canParse(address)) return false;
	const url = new URL(address);
	const local = ["localhost", "127.0.0.1", "[::1]"].includes(url.hostname);
	const scheme =
		url.protocol === "https:" || (url.protocol === "http:" && local);
	return scheme && url.username === "" && url.password === "";
}

/** An approved document that agents can offer. `role: null` means every role. */
export const linkSchema = v.strictObject({
	/** Opaque and random: it names the link to the visitor's side without its address. */
	id: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{8,64}$/)),
	name: text(80),
	url: webAddress,
	role: v.nullable(text(80)),
	active: v.boolean(),
	/** Whether the visitor may save it; the setting must allow it too. */
	download: v.boolean(),
	kind: v.picklist(DOCUMENT_KINDS),
});

export const sharingSchema = v.strictObject({
	visitorDocumentShare: v.boolean(),
	agentDocumentShare: v.boolean(),
	/** The agent may save what the visitor has shared. */
	agentDownloadDocumentShare: v.boolean(),
	/** The visitor may save what the agent has shared. */
	visitorDownloadDocumentShare: v.boolean(),
});

export const limitsSchema = v.strictObject({
	agentPdfBytes: bytes,
	agentSheetBytes: bytes,
	/** The visitor's limits hold for what the agent may save; view only has none below 2 GB. */
	visitorPdfBytes: bytes,
	visitorSheetBytes: bytes,
});

/** The kinds that may be shared at all. Where it is absent, every kind may. */
export const typesSchema = v.pipe(
	v.array(v.picklist(DOCUMENT_KINDS)),
	v.minLength(1),
	v.maxLength(DOCUMENT_KINDS.length),
	v.check(
		(kinds) => new Set(kinds).size === kinds.length,
		"names a type twice",
	),
);

export const brandingSchema = v.strictObject({
	accent: v.nullable(
		v.pipe(
			v.string(),
			v.regex(/^#[0-9a-f]{6}$/i, "must be a colour such as #0b5cad"),
		),
	),
	logoUrl: v.nullable(webAddress),
});

/** What the agents with this role may do, as far as the group's own switches allow it. */
export const roleSchema = v.strictObject({
	name: text(80),
	sharing: sharingSchema,
});

/** Everything that can be set for one group (one company), with its agents: the settings file. */
export const settingsSchema = v.strictObject({
	group: v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,63}$/)),
	/** Shown to the visitor beside the agent's name. */
	company: text(80),
	/** Origins of the pages that may carry the snippet. */
	sites: v.pipe(v.array(webAddress), v.maxLength(100)),
	sharing: sharingSchema,
	limits: limitsSchema,
	/** How long a request to share stays open, in seconds. */
	requestTimeoutSeconds: v.pipe(
		v.number(),
		v.integer(),
		v.minValue(5),
		v.maxValue(600),
	),
	types: v.exactOptional(typesSchema),
	termsUrl: v.nullable(webAddress),
	branding: v.exactOptional(brandingSchema),
	/** Where it is absent, roles only choose among the links. Where it is there, a role that is not in it may nothing. */
	roles: v.exactOptional(v.pipe(v.array(roleSchema), v.maxLength(MAX_ROLES))),
	links: v.pipe(v.array(linkSchema), v.maxLength(MAX_LINKS)),
	agents: v.pipe(
		v.array(
			v.strictObject({
				name: text(80),
				role: text(80),
				/** SHA-256 of the sign-in token, hex. The token itself is never stored. */
				tokenSha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
			}),
		),
		v.maxLength(10_000),
	),
});

/**
 * What the visitor's side is told: enough to check every move of the agent's side, no address and no name of a link.
 * Server and snippet update at different times: what an older reader does not know, it leaves out.
 */
export const visitorSettingsSchema = v.object({
	company: text(80),
	sharing: sharingSchema,
	limits: limitsSchema,
	requestTimeoutSeconds: settingsSchema.entries.requestTimeoutSeconds,
	types: settingsSchema.entries.types,
	termsUrl: settingsSchema.entries.termsUrl,
	branding: settingsSchema.entries.branding,
	links: v.pipe(
		v.array(
			v.strictObject({
				id: linkSchema.entries.id,
				kind: linkSchema.entries.kind,
				download: v.boolean(),
			}),
		),
		v.maxLength(MAX_LINKS),
	),
});

/** What an agent is told: their name and role, the rules, and the active links of their role. */
export const agentSettingsSchema = v.object({
	name: text(80),
	role: text(80),
	company: text(80),
	sharing: sharingSchema,
	limits: limitsSchema,
	requestTimeoutSeconds: settingsSchema.entries.requestTimeoutSeconds,
	types: settingsSchema.entries.types,
	links: v.pipe(
		v.array(
			v.strictObject({
				id: linkSchema.entries.id,
				name: linkSchema.entries.name,
				url: linkSchema.entries.url,
				download: v.boolean(),
				kind: linkSchema.entries.kind,
			}),
		),
		v.maxLength(MAX_LINKS),
	),
});

export type Sharing = v.InferOutput<typeof sharingSchema>;
export type Settings = v.InferOutput<typeof settingsSchema>;
export type VisitorSettings = v.InferOutput<typeof visitorSettingsSchema>;
export type AgentSettings = v.InferOutput<typeof agentSettingsSchema>;
export type ApprovedLink = AgentSettings["links"][number];

/** What is set for a group, apart from its name and its agents. */
export type GroupRules = Omit<Settings, "group" | "agents">;

/** The rules both ends know about, whoever they are. */
export type SharingRules = Pick<
	VisitorSettings,
	"sharing" | "limits" | "requestTimeoutSeconds" | "types"
>;

/** Reads settings from JSON text. Throws an Error whose message names the path of the first mistake. */
export function parseSettings(json: string): Settings {
	let value: unknown;
	try {
		value = JSON.parse(json);
	} catch (error) {
		throw new Error(`The settings are not JSON: ${String(error)}`);
	}
	const result = v.safeParse(settingsSchema, value);
	if (result.success) return result.output;
	const [issue] = result.issues;
	throw new Error(
		`The settings are wrong at ${v.getDotPath(issue) ?? "the top"}: ${issue.message}`,
	);
}
