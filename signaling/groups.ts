import { createHash, timingSafeEqual } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import {
	type GroupRules,
	parseSettings,
	type Settings,
} from "../policy/settings.ts";
import type { Clock } from "./clock.ts";
import type { Site } from "./registry.ts";

export type Agent = {
	/** Names the agent here, without being the token. */
	id: string;
	name: string;
	role: string;
};

export type SignedIn = { group: string; agent: Agent };

/** The groups (companies) this server works for: of a settings file, or of the account's database. */
export interface Groups {
	/** The settings that this site of the group sees. */
	find(group: string, site: Site): Promise<GroupRules | undefined>;
	/** Who signs in with this bearer token. */
	signIn(token: string): Promise<SignedIn | undefined>;
	/** The agent with this id, as long as they are one. */
	findAgent(group: string, id: string): Promise<Agent | undefined>;
	/** Uses an invitation up and returns the token that signs its agent in. Undefined when it is none, or no more. */
	redeem(invitation: string): Promise<string | undefined>;
}

const LOOK_EVERY_MS = 1_000;

/**
 * One group from one JSON file, read again when it has changed. A change that is wrong is not taken: the last good
 * settings stay, and one sentence says so. Throws when the file cannot be read or is wrong at the start.
 */
export function openGroupFile(
	path: string,
	clock: Clock,
	log: (sentence: string) => void,
): Groups {
	let stamp = stampOf(path);
	let current = read(path);
	let lookedAt = clock.now();

	function latest(): Read {
		const now = clock.now();
		if (now - lookedAt < LOOK_EVERY_MS) return current;
		lookedAt = now;
		try {
			const found = stampOf(path);
			if (found === stamp) return current;
			stamp = found;
			current = read(path);
			log("The settings were read again.");
		} catch (error) {
			if (stamp !== "") log(`The last good settings stay. ${reason(error)}`);
			// Said once for each change; a missing file is looked for again.
			if (!isThere(path)) stamp = "";
		}
		return current;
	}

	return {
		async find(group) {
			const { settings } = latest();
			return settings.group === group ? settings : undefined;
		},
		async signIn(token) {
			const given = createHash("sha256").update(token).digest();
			const { settings, tokens } = latest();
			let found = -1;
			// Every token is compared, and each in constant time: how long it takes says nothing.
			tokens.forEach((known, index) => {
				if (timingSafeEqual(known, given)) found = index;
			});
			const agent = settings.agents[found];
			return agent && { group: settings.group, agent: agentOf(agent) };
		},
		async findAgent(group, id) {
			const { settings } = latest();
			if (settings.group !== group) return undefined;
			const agent = settings.agents.find(
				({ tokenSha256 }) => tokenSha256 === id,
			);
			return agent && agentOf(agent);
		},
		// A settings file has tokens and no invitations.
		redeem: async () => undefined,
	};
}

function agentOf({
	tokenSha256: id,
	name,
	role,
}: Settings["agents"][number]): Agent {
	return { id, name, role };
}

type Read = { settings: Settings; tokens: Buffer[] };

function read(path: string): Read {
	const settings = parseSettings(readFileSync(path, "utf8"));
	const tokens = settings.agents.map(({ tokenSha256 }) =>
		Buffer.from(tokenSha256, "hex"),
	);
	return { settings, tokens };
}

function stampOf(path: string): string {
	const { mtimeMs, size, ino } = statSync(path);
	return `${mtimeMs} ${size} ${ino}`;
}

function isThere(path: string): boolean {
	return statSync(path, { throwIfNoEntry: false }) !== undefined;
}

function reason(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
