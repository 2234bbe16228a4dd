import { listGroups } from "./create-group.ts";
import type { Store } from "./store.ts";

/** What a command of the command line meets. */
export type CommandWorld = {
	environment: Readonly<Record<string, string | undefined>>;
	/** One line for a person. */
	say: (line: string) => void;
	/** What was asked for, where it goes to no file. */
	print: (text: string) => void;
	/** Milliseconds since 1970. */
	now: () => number;
};

/** Who has done it, in the record of changes. */
export const WHO = "command line";

export const FAILED = 1;

/** Anything that ends a command with a sentence. */
export class CommandError extends Error {
	override name = "CommandError";
	constructor(
		message: string,
		readonly code = FAILED,
	) {
		super(message);
	}
}

/** The group that was named, or the only one. */
export async function groupOf(
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
