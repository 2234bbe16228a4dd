import { readFile, writeFile } from "node:fs/promises";
import { type Remark, warningsOf } from "../../policy/check-settings.ts";
import { type Difference, diffSettings } from "../../policy/diff-settings.ts";
import {
	CommandError,
	type CommandWorld,
	groupOf,
	WHO,
} from "./command-world.ts";
import { createGroup, hasGroup } from "./create-group.ts";
import { readDraft, saveDraft } from "./drafts.ts";
import {
	type PolicyFile,
	readPolicyFile,
	writePolicyFile,
} from "./policy-file.ts";
import type { Store } from "./store.ts";
import { publish, readProduction } from "./versions.ts";

/** Says what is wrong in a file. Needs no database. */
export async function validate(
	path: string,
	world: CommandWorld,
): Promise<void> {
	const { file, errors } = readPolicyFile(await contentOf(path));
	if (file === undefined) throw wrongFile(errors);
	warn(file, world);
	world.say("The file is right.");
}

/** Writes what production shows into a file. */
export async function exportTo(
	store: Store,
	path: string,
	asked: string | undefined,
	{ say, print }: CommandWorld,
): Promise<void> {
	const group = await groupOf(store, asked);
	const production = await readProduction(group, store);
	if (production === undefined)
		throw new CommandError(`"${group}" has published nothing.`);
	const text = writePolicyFile(group, production.settings);
	if (path === "-") return print(text);
	await writeFile(path, text);
	say(`Version ${production.version} of "${group}" is in ${path}.`);
}

/** Makes a file the draft, and with `publishing` production. */
export async function takeIn(
	store: Store,
	path: string,
	publishing: boolean,
	world: CommandWorld,
): Promise<void> {
	const json = await contentOf(path);
	const first = readPolicyFile(json);
	const named = first.file?.group;
	const draft = named === undefined ? undefined : await readDraft(named, store);
	// Read again with the roles that the group has, for a file that lists none.
	const { file, errors } =
		draft === undefined ? first : readPolicyFile(json, draft.settings.roles);
	if (file === undefined) throw wrongFile(errors);
	const { group, settings, agents } = file;
	warn(file, world);
	if (draft === undefined || !(await hasGroup(group, store))) {
		await createGroup(group, store, WHO, world.now(), settings, agents);
		world.say(`"${group}" is new. Version 1 is production.`);
		return;
	}
	if (agents.length > 0)
		world.say("The file's agents are left out: invite them on the admin page.");
	const { revision } = draft;
	const proposal = { settings, revision };
	const saved = await saveDraft(group, store, WHO, world.now(), proposal);
	if (saved.done === "stale")
		throw new CommandError(
			`${saved.by} has changed the draft meanwhile. Please try again.`,
		);
	if (saved.done !== "saved")
		throw new CommandError(`The draft of "${group}" could not be saved.`);
	tell(diffSettings(draft.settings, settings), world);
	world.say(`The file is the draft of "${group}", which staging shows.`);
	if (publishing) await publishDraft(store, group, saved.draft.revision, world);
}

async function publishDraft(
	store: Store,
	group: string,
	revision: number,
	{ say, now }: CommandWorld,
): Promise<void> {
	const base = (await readProduction(group, store))?.version ?? null;
	const seen = { revision, base };
	const outcome = await publish(group, store, WHO, now(), seen);
	switch (outcome.done) {
		case "published":
			return say(`Version ${outcome.version} of "${group}" is production.`);
		case "nothing":
			return say("Production shows the same already.");
		case "stale":
			throw new CommandError(
				`${outcome.stale.by} has changed ${outcome.stale.what === "draft" ? "the draft" : "production"} meanwhile. Please try again.`,
			);
		default:
			return outcome satisfies never;
	}
}

function tell(differences: readonly Difference[], { say }: CommandWorld): void {
	for (const { path, before, after } of differences)
		say(`  ${path}: ${before ?? "nothing"} → ${after ?? "nothing"}`);
}

function warn({ settings }: PolicyFile, { say }: CommandWorld): void {
	for (const { path, message } of warningsOf(settings))
		say(`Warning: ${path} ${message}.`);
}

function wrongFile(errors: readonly Remark[] = []): CommandError {
	const lines = errors.map(
		({ path, message }) => `  ${path === "" ? "the file" : path} ${message}`,
	);
	return new CommandError(["The file is wrong:", ...lines].join("\n"));
}

async function contentOf(path: string): Promise<string> {
	try {
		return await readFile(path, "utf8");
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error);
		throw new CommandError(`${path} cannot be read: ${reason}`);
	}
}
