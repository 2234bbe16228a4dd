import { join } from "node:path";
import {
	newSetup,
	setUpAdministrator,
} from "../../../signaling/account/administrators.ts";
import { createGroup } from "../../../signaling/account/create-group.ts";
import type { Store } from "../../../signaling/account/store.ts";
import type { Limits } from "../../../signaling/limits.ts";
import { DEFAULT_LIMITS } from "../../../signaling/limits.ts";
import type {
	RunningServer,
	ServerOptions,
} from "../../../signaling/server.ts";
import { groupSettings } from "../../policy/group-settings.ts";
import {
	type Call,
	call,
	startTestServer,
	type TestServer,
	temporaryFolder,
} from "../running.ts";
import { openTestStore } from "./opened-store.ts";

export type Administrator = { id: string; cookie: string; csrf: string };

export type TestAccount = {
	server: TestServer;
	/** Another connection to the same database. */
	store: Store;
	/** Of the group `acme`, which came from the settings file of `running.ts`. */
	ida: Administrator;
	/** Of the group `globex`. */
	eve: Administrator;
};

/** A real server with a database of two groups, each with an administrator who is signed in. */
export async function startTestAccount(
	options: Partial<ServerOptions> = {},
): Promise<TestAccount> {
	const database = `file:${join(temporaryFolder(), "account.db")}`;
	const server = await startTestServer({ database, ...options });
	const store = await openTestStore(database);
	const settings = groupSettings({ company: "Globex", links: [] });
	await createGroup("globex", store, "operator", 1, settings);
	const ida = await administratorOf("acme", store, "Ida");
	const eve = await administratorOf("globex", store, "Eve");
	return { server, store, ida, eve };
}

/** Signed in without a password: that would cost a third of a second in every test. */
export async function administratorOf(
	group: string,
	store: Store,
	name: string,
): Promise<Administrator> {
	const now = Date.now();
	const setup = await newSetup(group, store, now);
	const chosen = { name, password: "none" };
	const outcome = await setUpAdministrator(store, now, setup, chosen);
	if (outcome.done !== "set-up") throw new Error(outcome.done);
	const { id, token, csrf } = outcome.session;
	return { id, cookie: `docside-admin=${token}`, csrf };
}

/** Calls the administrator's API as our own page does; `path` is below `/admin/api/`. */
export function adminCall(
	server: RunningServer,
	administrator: Administrator | undefined,
	path: string,
	{ headers, ...other }: Call = {},
): Promise<Response> {
	return call(server, `/admin/api/${path}`, {
		origin: server.url,
		headers: {
			...(administrator && {
				Cookie: administrator.cookie,
				"X-Docside-CSRF": administrator.csrf,
			}),
			...headers,
		},
		...other,
	});
}

/** No test here is about rates unless it says so. */
export function wideLimits(): Limits {
	const wide = { burst: 10_000, perSecond: 10_000 };
	return {
		...DEFAULT_LIMITS,
		calls: wide,
		sessions: wide,
		joins: wide,
		joinsOfAgent: wide,
		redeems: wide,
		companySignIns: wide,
		signIns: wide,
		signInsOfName: wide,
	};
}
