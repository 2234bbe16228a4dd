import * as v from "valibot";
import {
	type GroupSettings,
	groupSettingsSchema,
} from "../../policy/group-settings.ts";
import { openStore } from "../../signaling/account/store.ts";
import type { Demo } from "./demo.ts";

const draftSchema = v.object({
	settings: groupSettingsSchema,
	revision: v.number(),
	base: v.number(),
});

/** What staging sees; after `changeSettings` production sees the same. */
export async function demoSettings(demo: Demo): Promise<GroupSettings> {
	return (await readDraft(demo)).settings;
}

/** What is undefined stays; `sharing` and `limits` may be given in part. */
type Changed = Partial<Omit<GroupSettings, "sharing" | "limits">> & {
	sharing?: Partial<GroupSettings["sharing"]>;
	limits?: Partial<GroupSettings["limits"]>;
};

/**
 * Changes the settings and publishes them, as the demo's administrator would: resolved, the next call to the server
 * goes by them.
 */
export async function changeSettings(demo: Demo, part: Changed): Promise<void> {
	if (await saveDraft(demo, part)) await publishDraft(demo);
}

/** Production stays as it is. False when nothing has changed. */
export async function saveDraft(demo: Demo, part: Changed): Promise<boolean> {
	const { settings, revision } = await readDraft(demo);
	const saved = await call(demo, "PUT", "draft", {
		settings: {
			...settings,
			...part,
			sharing: { ...settings.sharing, ...part.sharing },
			limits: { ...settings.limits, ...part.limits },
		},
		revision,
	});
	const next = v.parse(v.object({ revision: v.number() }), saved);
	return next.revision !== revision;
}

export async function publishDraft(demo: Demo): Promise<void> {
	const { revision, base } = await readDraft(demo);
	await call(demo, "POST", "publish", { revision, base });
}

/** Makes production show what it showed before it was published last. */
export async function rollBack(demo: Demo): Promise<void> {
	const { base } = await readDraft(demo);
	await call(demo, "POST", "rollback", { version: base - 1, base });
}

const agentsSchema = v.object({
	agents: v.array(v.object({ id: v.string(), name: v.string() })),
});

/** What the administrator's button does. */
export async function revokeAgent(demo: Demo, name: string): Promise<void> {
	const { agents } = v.parse(agentsSchema, await call(demo, "GET", "agents"));
	const found = agents.find((agent) => agent.name === name);
	if (found === undefined) throw new Error(`no agent ${name}`);
	await call(demo, "DELETE", `agents/${found.id}`);
}

/** Administrators cannot: a name is given once. For screens with names of every length. */
export async function renameAgent(
	demo: Demo,
	from: string,
	to: string,
): Promise<void> {
	const store = await openStore(`file:${demo.extension}/../account.db`);
	try {
		await store.write((writer) =>
			writer.run(
				"UPDATE agents SET name = ? WHERE group_id = 'demo' AND name = ?",
				[to, from],
			),
		);
	} finally {
		store.close();
	}
}

const readDraft = async (demo: Demo) =>
	v.parse(draftSchema, await call(demo, "GET", "draft"));

/** Calls the administrator's API, signed in by the demo's link. */
async function call(
	demo: Demo,
	method: string,
	path: string,
	body?: unknown,
): Promise<unknown> {
	const { cookie, csrf } = await signedIn(demo);
	const headers = { Cookie: cookie, "X-Docside-CSRF": csrf };
	const answer = await ask(demo, method, path, headers, body);
	return answer.status === 204 ? undefined : answer.json();
}

type Session = { cookie: string; csrf: string };
const sessions = new WeakMap<Demo, Promise<Session>>();

function signedIn(demo: Demo): Promise<Session> {
	const session = sessions.get(demo) ?? signIn(demo);
	sessions.set(demo, session);
	return session;
}

async function signIn(demo: Demo): Promise<Session> {
	const token = new URL(demo.admin).hash.replace("#sign-in=", "");
	const answer = await ask(demo, "POST", "sign-in/link", {}, { token });
	const { csrf } = v.parse(v.object({ csrf: v.string() }), await answer.json());
	const [cookie = ""] = (answer.headers.get("set-cookie") ?? "").split(";");
	return { cookie, csrf };
}

/** Throws what the server says where it refuses. */
async function ask(
	{ server }: Demo,
	method: string,
	path: string,
	headers: Record<string, string>,
	body: unknown,
): Promise<Response> {
	const answer = await fetch(`${server}/admin/api/${path}`, {
		method,
		headers: { ...headers, Origin: server, "Content-Type": "application/json" },
		...(body !== undefined && { body: JSON.stringify(body) }),
	});
	if (answer.ok) return answer;
	throw new Error(`${method} ${path}: ${await answer.text()}`);
}
