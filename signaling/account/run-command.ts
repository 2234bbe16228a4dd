import { readFile, writeFile } from "node:fs/promises";
import { type Remark, warningsOf } from "../../policy/check-settings.ts";
import type { Difference } from "../../policy/diff-settings.ts";
import { diffSettings } from "../../policy/diff-settings.ts";
import { databaseAddress } from "../configuration.ts";
import { setupLink } from "./account.ts";
import { newSetup } from "./administrators.ts";
import { createGroup, hasGroup, listGroups } from "./create-group.ts";
import { readDraft, saveDraft } from "./drafts.ts";
import {
	type PolicyFile,
	readPolicyFile,
	writePolicyFile,
} from "./policy-file.ts";
import { openStore, type Store } from "./store.ts";
import { publish, readProduction } from "./versions.ts";

export type CommandWorld = {
	environment: Readonly<Record<string, string | undefined>>;
	/** One line for a person. */
	say: (line: string) => void;
	/** What was asked for, where it goes to no file. */
	print: (text: string) => void;
	/** Milliseconds since 1970. */
	now: () => number;
};

const USAGE = `Usage: npm run account -- COMMAND

  validate FILE          says what is wrong in a file, each mistake with its path
  export FILE [GROUP]    writes what production shows into a file
  import FILE            makes a file the draft, which staging shows
  publish FILE           makes a file the draft and publishes it
  setup [GROUP]          makes a link that sets an administrator up, once

FILE is JSON; "-" writes to standard output. DOCSIDE_DATABASE names the database.`;

/** How many words may follow. */
const WORDS_OF_COMMAND: ReadonlyMap<string, number> = new Map([
	["validate", 1],
	["export", 2],
	["import", 1],
	["publish", 1],
	["setup", 1],
]);

const DONE = 0;
const FAILED = 1;
const MISUSED = 2;
const WHO = "command line";

/** Anything that ends a command with a sentence. */
class CommandError extends Error {
	override name = "CommandError";
	constructor(
		message: string,
		readonly code = FAILED,
	) {
		super(message);
	}
}

/** The command line. Returns the exit code: 0 done, 1 not done for the reason said, 2 not understood. */
export async function runCommand(
	words: readonly string[],
	world: CommandWorld,
): Promise<number> {
	try {
		return await run(words, world);
	} catch (error) {
		world.say(error instanceof Error ? error.message : String(error));
		return error instanceof CommandError ? error.code : FAILED;
	}
}

async function run(
	[command, first, second, ...more]: readonly string[],
	world: CommandWorld,
): Promise<number> {
	const most = WORDS_OF_COMMAND.get(command ?? "");
	const given = [first, second, ...more].filter((word) => word !== undefined);
	const tooFew = command !== "setup" && given.length === 0;
	if (most === undefined || given.length > most || tooFew)
		throw new CommandError(USAGE, MISUSED);
	if (command === "validate") {
		const { file, errors } = readPolicyFile(await contentOf(first ?? ""));
		if (file === undefined) throw wrongFile(errors);
		warn(file, world);
		world.say("The file is right.");
		return DONE;
	}
	const store = await openNamedStore(world);
	try {
		if (command === "export") await exportTo(store, first ?? "", second, world);
		else if (command === "setup") await setUp(store, first, world);
		else await takeIn(store, first ?? "", command === "publish", world);
		return DONE;
	} finally {
		store.close();
	}
}

async function openNamedStore({ environment }: CommandWorld): Promise<Store> {
	const address = environment.DOCSIDE_DATABASE?.trim() ?? "";
	if (address === "")
		throw new CommandError(
			"DOCSIDE_DATABASE is missing: it must name the database, for instance file:/var/lib/docside/account.db.",
			MISUSED,
		);
	try {
		databaseAddress(address);
	} catch (error) {
		throw new CommandError(
			`DOCSIDE_DATABASE ${error instanceof Error ? error.message : ""}`,
			MISUSED,
		);
	}
	return openStore(address, environment.DOCSIDE_DATABASE_TOKEN || undefined);
}

async function contentOf(path: string): Promise<string> {
	try {
		return await readFile(path, "utf8");
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error);
		throw new CommandError(`${path} cannot be read: ${reason}`);
	}
}

async function exportTo(
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

async function setUp(
	store: Store,
	asked: string | undefined,
	{ say, print, now, environment }: CommandWorld,
): Promise<void> {
	const group = await groupOf(store, asked);
	const setup = await newSetup(group, store, now());
	const server =
		environment.DOCSIDE_PUBLIC_URL?.trim() || "http://127.0.0.1:9000";
	say(`This link sets an administrator of "${group}" up, once:`);
	print(`${setupLink(server.replace(/\/$/, ""), setup)}\n`);
}

async function groupOf(
	store: Store,
	asked: string | undefined,
): Promise<string> {
	const groups = await listGroups(store);
	const [only] = groups;
	const group = asked ?? (groups.length === 1 ? only : undefined);
	if (group !== undefined && groups.includes(group)) return group;
	const known =
		groups.length === 0
			? "There is none yet."
			: `There are: ${groups.join(", ")}.`;
	throw new CommandError(
		asked === undefined
			? `Which group? ${known}`
			: `There is no group "${asked}". ${known}`,
	);
}

/** Makes a file the draft, and with `publishing` production. */
async function takeIn(
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
