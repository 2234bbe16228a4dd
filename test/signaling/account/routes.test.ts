import { describe, expect, it } from "vitest";
import { createAdminApi } from "../../../signaling/account/admin-api.ts";
import { inviteAdministrator } from "../../../signaling/account/administrator-invitations.ts";
import { inviteAgent } from "../../../signaling/account/agents.ts";
import type { Store } from "../../../signaling/account/store.ts";
import { createApi } from "../../../signaling/api.ts";
import { createMemoryRegistry } from "../../../signaling/memory-registry.ts";
import { EXTENSION_ORIGIN } from "../../../signaling/server.ts";
import { createFakeClock } from "../fake-clock.ts";
import { AGENT_TOKEN, call, startSession } from "../running.ts";
import { openTestStore } from "./opened-store.ts";
import {
	type Administrator,
	adminCall,
	administratorOf,
	startTestAccount,
	wideLimits,
} from "./running-account.ts";

/** Everything that can be called, as `GET /path`. */
async function allRoutes(): Promise<string[]> {
	const clock = createFakeClock();
	const limits = wideLimits();
	const store = await openTestStore();
	const admin = createAdminApi({
		store,
		clock,
		limits,
		now: () => 0,
		extensionOrigins: [],
		onAgentRevoked: async () => {},
	});
	const api = createApi({
		groups: {
			find: async () => undefined,
			signIn: async () => undefined,
			findAgent: async () => undefined,
			redeem: async () => undefined,
		},
		registry: createMemoryRegistry(clock),
		clock,
		limits,
		extensionOrigins: [],
		ice: { iceServers: [], icePolicy: "all" },
	});
	return [
		...api.routes.map(({ method, path }) => `${method} ${path}`),
		...admin.routes.map(({ method, path }) => `${method} /admin/api/${path}`),
	];
}

/** What each caller gets: [nobody, visitor, agent, revoked agent]. Administrators are nobody here. */
const PUBLIC: Readonly<Record<string, readonly number[]>> = {
	"GET /health": [200, 200, 200, 200],
	"POST /sessions": [201, 201, 201, 201],
	"POST /sessions/route": [401, 200, 401, 401],
	"GET /sessions/agents": [401, 200, 401, 401],
	"POST /tickets": [401, 200, 401, 401],
	"POST /joins": [401, 401, 200, 401],
	"GET /settings": [401, 401, 200, 401],
	// The code in the body is what opens it.
	"POST /agents/redeem": [404, 404, 404, 404],
	// Not set up here; where it is, the code in the body is what opens it.
	"GET /agents/oidc": [404, 404, 404, 404],
	"POST /agents/oidc": [404, 404, 404, 404],
	"DELETE /sessions": [401, 204, 401, 401],
};

const LINK = {
	name: "Fees",
	url: "https://files.acme.example/fees.csv",
	role: null,
	active: true,
	download: true,
	kind: "csv",
};

/**
 * What an administrator of the other group gets, and of the group that the ids are of. Everybody else gets 401, but
 * for the three that have no session yet.
 */
const ADMIN: Readonly<
	Record<string, { body?: unknown; other: number; own: number; open?: number }>
> = {
	"POST /admin/api/setup": {
		body: { setup: "0".repeat(32), name: "Mal", password: "twelve letters" },
		other: 404,
		own: 404,
		open: 404,
	},
	"POST /admin/api/sign-in": {
		body: { name: "Mal", password: "x" },
		other: 401,
		own: 401,
		open: 401,
	},
	"POST /admin/api/sign-in/link": {
		body: { token: "0".repeat(43) },
		other: 404,
		own: 404,
		open: 404,
	},
	"GET /admin/api/me": { other: 200, own: 200 },
	"GET /admin/api/draft": { other: 200, own: 200 },
	"PUT /admin/api/draft": {
		body: { settings: {}, revision: 1 },
		other: 422,
		own: 422,
	},
	"POST /admin/api/draft/links": { body: { link: LINK }, other: 201, own: 201 },
	"POST /admin/api/draft/links/order": {
		body: { ids: ["link-0002", "link-0001"] },
		other: 409,
		own: 409,
	},
	"PUT /admin/api/draft/links/:id": {
		body: { link: LINK },
		other: 404,
		own: 200,
	},
	"DELETE /admin/api/draft/links/:id": { other: 404, own: 200 },
	"GET /admin/api/production": { other: 200, own: 200 },
	"GET /admin/api/diff": { other: 200, own: 200 },
	"POST /admin/api/publish": {
		body: { revision: 99, base: 1 },
		other: 409,
		own: 409,
	},
	"GET /admin/api/versions": { other: 200, own: 200 },
	"POST /admin/api/rollback": {
		body: { version: 1, base: 1 },
		other: 409,
		own: 409,
	},
	"GET /admin/api/changes": { other: 200, own: 200 },
	"GET /admin/api/changes.csv": { other: 200, own: 200 },
	"GET /admin/api/changes.json": { other: 200, own: 200 },
	"GET /admin/api/agents": { other: 200, own: 200 },
	"POST /admin/api/agents": {
		body: { name: "Mal", role: "Sales" },
		other: 201,
		own: 201,
	},
	"POST /admin/api/agents/:id/invitation": { other: 404, own: 201 },
	"POST /admin/api/agents/:id/restore": { other: 404, own: 204 },
	"PATCH /admin/api/agents/:id": {
		body: { role: "Support" },
		other: 404,
		own: 204,
	},
	"DELETE /admin/api/agents/:id": { other: 404, own: 204 },
	"GET /admin/api/administrators": { other: 200, own: 200 },
	"POST /admin/api/administrators/invitations": { other: 201, own: 201 },
	"DELETE /admin/api/administrators/invitations/:id": { other: 404, own: 204 },
	"DELETE /admin/api/administrators/:id": { other: 404, own: 204 },
	"POST /admin/api/sign-out": { other: 204, own: 204 },
};

/** Bodies that are good enough to come to who may call. */
const BODIES: Readonly<Record<string, unknown>> = {
	"POST /sessions": { group: "acme", site: "production" },
	"POST /joins": { route: "0000" },
	"POST /agents/redeem": { invitation: "0".repeat(32) },
};

/** All that is stored of a group. */
async function contentsOf(group: string, store: Store): Promise<string> {
	const tables = [
		"versions",
		"drafts",
		"agents",
		"company_agents",
		"invitations",
		"administrators",
		"administrator_invitations",
		"sign_in_links",
		"changes",
	];
	const rows = await Promise.all([
		store.all("SELECT * FROM groups WHERE id = ?", [group]),
		...tables.map((table) =>
			store.all(`SELECT * FROM ${table} WHERE group_id = ?`, [group]),
		),
	]);
	return JSON.stringify(rows);
}

async function startEverybody() {
	const account = await startTestAccount({ limits: wideLimits() });
	const { server, store, ida } = account;
	const { manage } = await startSession(server);
	const rows = await store.all("SELECT id FROM agents WHERE name = 'Bob'");
	const bob = String(rows[0]?.id);
	await adminCall(server, ida, `agents/${bob}`, { method: "DELETE" });
	const invited = await inviteAgent("acme", store, "Ida", 1, {
		name: "Cy of acme",
		role: "Sales",
	});
	const jo = await administratorOf("acme", store, "Jo of acme");
	const open = await inviteAdministrator(
		"acme",
		store,
		{ id: ida.id, name: "Ida" },
		Date.now(),
	);
	const idOf = (route: string) => {
		if (route.includes("/links/")) return "link-0001";
		if (route.includes("/administrators/invitations/")) return open?.id ?? "";
		if (route.includes("/administrators/")) return jo.id;
		return invited?.id ?? "";
	};
	return { ...account, manage, idOf };
}

const BEARERS = (manage: string) => [
	undefined,
	manage,
	AGENT_TOKEN,
	"sign-in-token-of-bob",
];

function split(route: string): [string, string] {
	const [method = "", path = ""] = route.split(" ");
	return [method, path];
}

describe("who may call what", () => {
	it("is written down for every address", async () => {
		expect((await allRoutes()).sort()).toEqual(
			[...Object.keys(PUBLIC), ...Object.keys(ADMIN)].sort(),
		);
	});

	it("holds for visitors, agents and strangers, administrators among them", async () => {
		const { server, manage, ida } = await startEverybody();
		for (const [route, expected] of Object.entries(PUBLIC)) {
			const [method, path] = split(route);
			const body = BODIES[route];
			const ask = (headers: Record<string, string>, bearer?: string) =>
				call(server, path, {
					method,
					headers,
					...(body !== undefined && { body }),
					...(bearer !== undefined && { bearer }),
				});
			const statuses = [];
			for (const bearer of BEARERS(manage))
				statuses.push((await ask({}, bearer)).status);
			expect([route, statuses]).toEqual([route, expected]);
			const cookie = { Cookie: ida.cookie, "X-Docside-CSRF": ida.csrf };
			expect((await ask(cookie)).status).toBe(expected[0]);
		}
	});

	it("keeps everybody but administrators out of the administrator's API", async () => {
		const { server, store, manage, idOf } = await startEverybody();
		const before = await contentsOf("acme", store);
		for (const [route, { body, open = 401 }] of Object.entries(ADMIN)) {
			const [method, path] = split(route.replace(":id", idOf(route)));
			const statuses = [];
			for (const bearer of BEARERS(manage))
				statuses.push(
					(
						await call(server, path, {
							method,
							origin: server.url,
							...(body !== undefined && { body }),
							...(bearer !== undefined && { bearer }),
						})
					).status,
				);
			expect([route, statuses]).toEqual([route, Array(4).fill(open)]);
		}
		expect(await contentsOf("acme", store)).toBe(before);
	});

	it("keeps an administrator in their own group", async () => {
		const { server, store, ida, eve, idOf } = await startEverybody();
		const ask = (who: Administrator, route: string) => {
			const [method, path] = split(route.replace(":id", idOf(route)));
			const body = ADMIN[route]?.body;
			const below = path.replace("/admin/api/", "");
			return adminCall(server, who, below, {
				method,
				...(body !== undefined && { body }),
			});
		};
		const before = await contentsOf("acme", store);
		for (const [route, { other }] of Object.entries(ADMIN)) {
			const answer = await ask(eve, route);
			expect([route, answer.status]).toEqual([route, other]);
			expect(await answer.text()).not.toMatch(/acme"|Acme|Ada|Jo of|link-000/);
		}
		expect(await contentsOf("acme", store)).toBe(before);
		for (const [route, { own }] of Object.entries(ADMIN))
			expect([route, (await ask(ida, route)).status]).toEqual([route, own]);
		expect(await contentsOf("acme", store)).not.toBe(before);
	});

	it("takes no write from another page, without a page, or without the token", async () => {
		const { server, store, ida, idOf } = await startEverybody();
		const before = await contentsOf("acme", store);
		const cookie = { Cookie: ida.cookie };
		const csrf = { ...cookie, "X-Docside-CSRF": ida.csrf };
		for (const [route, { body, open }] of Object.entries(ADMIN)) {
			const [method, path] = split(route.replace(":id", idOf(route)));
			if (method === "GET") continue;
			const ask = (headers: Record<string, string>, origin?: string) =>
				call(server, path, {
					method,
					headers,
					...(origin !== undefined && { origin }),
					...(body !== undefined && { body }),
				}).then(({ status }) => status);
			const foreign = [
				"null",
				"https://www.acme.example",
				EXTENSION_ORIGIN,
				`${server.url}.evil.example`,
			];
			for (const origin of foreign)
				expect([route, origin, await ask(csrf, origin)]).toEqual([
					route,
					origin,
					403,
				]);
			expect([route, await ask(csrf)]).toEqual([route, 403]);
			if (open === undefined)
				for (const wrong of [cookie, { ...cookie, "X-Docside-CSRF": "x" }])
					expect([route, await ask(wrong, server.url)]).toEqual([route, 403]);
		}
		expect(await contentsOf("acme", store)).toBe(before);
	});

	it("gives no answer that another page could read", async () => {
		const { server, ida } = await startEverybody();
		const foreign = { origin: "https://www.acme.example" };
		const answer = await adminCall(server, ida, "draft", foreign);
		expect(answer.status).toBe(403);
		expect(answer.headers.get("access-control-allow-origin")).toBeNull();
		const own = await adminCall(server, ida, "draft");
		expect(own.headers.get("cross-origin-resource-policy")).toBe("same-origin");
		expect(own.headers.get("cache-control")).toBe("no-store");
	});
});

describe("the statements of the database", () => {
	it("name the group wherever a table has one, but for the look-ups by a secret", async () => {
		const sources = import.meta.glob<string>("/signaling/account/*.ts", {
			query: "?raw",
			import: "default",
			eager: true,
		});
		const statements = Object.entries(sources)
			.filter(([path]) => !path.endsWith("/schema.ts"))
			.flatMap(([, source]) =>
				[
					...source.matchAll(
						/["`]((?:SELECT|UPDATE|DELETE|INSERT)\s[^"`]*)["`]/g,
					),
				].map(([, sql = ""]) => sql.replace(/\s+/g, " ")),
			);
		expect(statements.length).toBeGreaterThan(25);
		const unbound = statements.filter(
			(sql) =>
				!/docside_schema/.test(sql) &&
				!/^INSERT .*\((?:.*, )?group_id,/.test(sql) &&
				!/group_id = \?|groups .*(?:id = \?|\(id, created\))/.test(sql),
		);
		expect(unbound.map((sql) => sql.slice(0, 60)).sort()).toEqual(
			[
				// Completed where it is used, which is looked at above.
				"SELECT id, name, role, token_sha256, created, revoked, expir",
				// For who runs the server.
				"SELECT id FROM groups ORDER BY id",
				"SELECT id FROM groups WHERE id NOT IN (SELECT group_id FROM ",
				// What names the group is the secret itself, or the name that a password goes with.
				"DELETE FROM admin_sessions WHERE token_sha256 = ?",
				"SELECT admin_sessions.group_id AS group_id, id, name, csrf F",
				"SELECT administrator_invitations.group_id AS group_id FROM a",
				"SELECT sign_in_links.group_id AS group_id, id, name, uses FR",
				"SELECT group_id FROM setups WHERE token_sha256 = ? AND expir",
				"SELECT group_id, agent_id FROM invitations WHERE code_sha256",
				"SELECT group_id, id, name, role FROM agents WHERE token_sha2",
				"SELECT id, group_id, name, password FROM administrators WHER",
			].sort(),
		);
	});
});
