import { databaseAddress } from "../configuration.ts";
import { CommandError, type CommandWorld, FAILED } from "./command-world.ts";
import { exportTo, takeIn, validate } from "./file-commands.ts";
import { printSetupLink, printSignInLink } from "./link-commands.ts";
import { openStore, type Store } from "./store.ts";

const USAGE = `Usage: npm run account -- COMMAND

  validate FILE          says what is wrong in a file, each mistake with its path
  export FILE [GROUP]    writes what production shows into a file
  import FILE            makes a file the draft, which staging shows
  publish FILE           makes a file the draft and publishes it
  setup [GROUP]          makes a link that sets an administrator up, once
  sign-in GROUP NAME     makes a link that signs an administrator in, once

FILE is JSON; "-" writes to standard output. DOCSIDE_DATABASE names the database.`;

/** How many words must and how many may follow. */
const WORDS_OF_COMMAND: ReadonlyMap<string, { least: number; most: number }> =
	new Map([
		["validate", { least: 1, most: 1 }],
		["export", { least: 1, most: 2 }],
		["import", { least: 1, most: 1 }],
		["publish", { least: 1, most: 1 }],
		["setup", { least: 0, most: 1 }],
		["sign-in", { least: 2, most: 2 }],
	]);

const DONE = 0;
const MISUSED = 2;

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
	[command = "", ...words]: readonly string[],
	world: CommandWorld,
): Promise<number> {
	const expected = WORDS_OF_COMMAND.get(command);
	const understood =
		expected !== undefined &&
		words.length >= expected.least &&
		words.length <= expected.most;
	if (!understood) throw new CommandError(USAGE, MISUSED);
	const [first = "", second] = words;
	if (command === "validate") {
		await validate(first, world);
		return DONE;
	}
	const store = await openNamedStore(world);
	try {
		if (command === "export") await exportTo(store, first, second, world);
		else if (command === "setup") await printSetupLink(store, words[0], world);
		else if (command === "sign-in")
			await printSignInLink(store, first, second ?? "", world);
		else await takeIn(store, first, command === "publish", world);
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
