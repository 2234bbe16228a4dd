import { createHash, timingSafeEqual } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { parseSettings, type Settings } from "../policy/settings.ts";
import type { Clock } from "./clock.ts";

export type Site = "production" | "staging";

export type SignedIn = {
	settings: Settings;
	agent: { name: string; role: string };
	/** Names the agent to the rates, without being the token. */
	tokenSha256: string;
};

/** The groups (companies) this server works for. A file holds one now; a database can take its place. */
export interface Groups {
	/** The settings that this site of the group sees. */
	find(group: string, site: Site): Promise<Settings | undefined>;
	/** Who signs in with this bearer token. */
	signIn(token: string): Promise<SignedIn | undefined>;
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
			if (agent === undefined) return undefined;
			const { name, role, tokenSha256 } = agent;
			return { settings, agent: { name, role }, tokenSha256 };
		},
	};
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
