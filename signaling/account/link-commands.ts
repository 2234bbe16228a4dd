import { setupLink, signInLink } from "./account.ts";
import { newSetup } from "./administrators.ts";
import {
	CommandError,
	type CommandWorld,
	groupOf,
	WHO,
} from "./command-world.ts";
import { newSignInLink } from "./sign-in-links.ts";
import type { Store } from "./store.ts";

/** Prints a link that sets an administrator up. */
export async function printSetupLink(
	store: Store,
	asked: string | undefined,
	world: CommandWorld,
): Promise<void> {
	const group = await groupOf(store, asked);
	const setup = await newSetup(group, store, world.now());
	world.say(`This link sets an administrator of "${group}" up, once:`);
	world.print(`${setupLink(serverOf(world), setup)}\n`);
}

/** Prints a link that signs an administrator in, who must be one. */
export async function printSignInLink(
	store: Store,
	asked: string,
	name: string,
	world: CommandWorld,
): Promise<void> {
	const group = await groupOf(store, asked);
	const at = world.now();
	const token = await newSignInLink(group, store, WHO, at, { name });
	if (token === undefined)
		throw new CommandError(`"${group}" has no administrator "${name}".`);
	world.say("This link signs in, once, within ten minutes:");
	world.print(`${signInLink(serverOf(world), token)}\n`);
}

function serverOf({ environment }: CommandWorld): string {
	const server =
		environment.DOCSIDE_PUBLIC_URL?.trim() || "http://127.0.0.1:9000";
	return server.replace(/\/$/, "");
}
