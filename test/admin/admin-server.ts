import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { onTestFinished } from "vitest";
import type { GroupSettings } from "../../policy/group-settings.ts";
import { signInLink } from "../../signaling/account/account.ts";
import {
	newSetup,
	setUpAdministrator,
} from "../../signaling/account/administrators.ts";
import { createGroup } from "../../signaling/account/create-group.ts";
import { newSignInLink } from "../../signaling/account/sign-in-links.ts";
import { openStore } from "../../signaling/account/store.ts";
import { groupSettings } from "../policy/group-settings.ts";

export type AdminServer = {
	/** Without a slash at the end. */
	url: string;
	database: string;
	/** The link it has printed for the first administrator. */
	setupLink: string;
	/** A session without the third of a second that a password costs. */
	signIn(name: string): Promise<{ cookie: string; csrf: string }>;
	/** The same in another group, which has the same settings. */
	signInElsewhere(name: string): Promise<{ cookie: string; csrf: string }>;
	/** A link that signs in, once, somebody who has been signed in before. */
	signInLink(name: string): Promise<string>;
};

/** The real server in its own process, with a database of its own; gone with the test. */
export async function startAdminServer(
	other: Partial<GroupSettings> = {},
): Promise<AdminServer> {
	const folder = mkdtempSync(join(tmpdir(), "docside-admin-"));
	const settings = join(folder, "settings.json");
	writeFileSync(
		settings,
		JSON.stringify({ group: "acme", agents: [], ...groupSettings(other) }),
	);
	const database = `file:${join(folder, "account.db")}`;
	const server = spawn(process.execPath, ["dist/server/signaling.mjs"], {
		env: {
			...process.env,
			DOCSIDE_PORT: "0",
			DOCSIDE_SETTINGS: settings,
			DOCSIDE_DATABASE: database,
			DOCSIDE_ADMIN: "dist/admin",
			// Each browser names its own address, so that their rates are their own too.
			DOCSIDE_TRUST_PROXY: "1",
		},
		stdio: ["ignore", "ignore", "pipe"],
	});
	onTestFinished(async () => {
		await stop(server);
		rmSync(folder, { recursive: true, force: true });
	});
	const said = await untilItAnswers(server);
	const store = await openStore(database);
	onTestFinished(() => store.close());
	async function signInTo(group: string, name: string) {
		const now = Date.now();
		const setup = await newSetup(group, store, now);
		const chosen = { name, password: "none" };
		const outcome = await setUpAdministrator(store, now, setup, chosen);
		if (outcome.done !== "set-up") throw new Error(outcome.done);
		const { token, csrf } = outcome.session;
		return { cookie: token, csrf };
	}
	return {
		url: said.url,
		database,
		setupLink: said.setupLink,
		signIn: (name) => signInTo("acme", name),
		async signInElsewhere(name) {
			const settings = groupSettings(other);
			await createGroup("globex", store, "operator", Date.now(), settings);
			return signInTo("globex", name);
		},
		async signInLink(name) {
			const who = "operator";
			const link = { name };
			const token = await newSignInLink("acme", store, who, Date.now(), link);
			if (token === undefined) throw new Error(`there is no ${name}`);
			return signInLink(said.url, token);
		},
	};
}

async function untilItAnswers(
	server: ChildProcess,
): Promise<{ url: string; setupLink: string }> {
	if (server.stderr === null) throw new Error("nothing to read");
	const lines: string[] = [];
	let setupLink = "";
	for await (const line of createInterface(server.stderr)) {
		lines.push(line);
		setupLink = /http\S+#setup=\w+/.exec(line)?.[0] ?? setupLink;
		const url = /^Docside answers at (\S+)\.$/.exec(line)?.[1];
		if (url === undefined) continue;
		server.stderr.resume();
		return { url, setupLink };
	}
	throw new Error(`The server has ended: ${lines.join(" ")}`);
}

async function stop(server: ChildProcess): Promise<void> {
	if (server.exitCode !== null || server.signalCode !== null) return;
	const gone = once(server, "exit");
	server.kill("SIGTERM");
	await gone;
}
