import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { changesAsCsv } from "../../../signaling/account/change-routes.ts";
import { EXTENSION_ORIGIN } from "../../../signaling/server.ts";
import { link } from "../../policy/group-settings.ts";
import {
	AGENT_TOKEN,
	call,
	introducedPair,
	joinRoute,
	renewRoute,
	startSession,
	startTestServer,
	temporaryFolder,
} from "../running.ts";
import { adminCall, startTestAccount } from "./running-account.ts";

const { id: _id, ...NEW_LINK } = link(7, { kind: "csv" });
const PASSWORD = "correct horse battery";

const draftSchema = v.strictObject({
	settings: v.looseObject({ company: v.string(), links: v.array(v.unknown()) }),
	revision: v.number(),
	base: v.number(),
	warnings: v.array(v.unknown()),
});

type Account = Awaited<ReturnType<typeof startTestAccount>>;

async function draftOf({ server, ida }: Account) {
	const answer = await adminCall(server, ida, "draft");
	return v.parse(draftSchema, await answer.json());
}

/** Saves a draft with another company name. */
async function rename(account: Account, company: string) {
	const { settings, revision } = await draftOf(account);
	return adminCall(account.server, account.ida, "draft", {
		method: "PUT",
		body: { settings: { ...settings, company }, revision },
	});
}

async function inviteCy({ server, ida }: Account) {
	const answer = await adminCall(server, ida, "agents", {
		method: "POST",
		body: { name: "Cy", role: "Sales" },
	});
	const schema = v.strictObject({
		id: v.string(),
		invitation: v.string(),
		expires: v.string(),
	});
	return v.parse(schema, await answer.json());
}

async function redeem({ server }: Account, invitation: string) {
	const answer = await call(server, "/agents/redeem", {
		method: "POST",
		origin: EXTENSION_ORIGIN,
		body: { invitation },
	});
	const schema = v.strictObject({ token: v.string() });
	return v.parse(schema, await answer.json()).token;
}

const companyAt = async ({ server }: Account, site: string) => {
	const answer = await call(server, "/sessions", {
		method: "POST",
		origin: "null",
		body: { group: "acme", site },
	});
	const schema = v.object({ settings: v.object({ company: v.string() }) });
	return v.parse(schema, await answer.json()).settings.company;
};

describe("setting up and signing in", () => {
	it("begins with a link that is printed while a group has no administrator", async () => {
		const database = `file:${temporaryFolder()}/account.db`;
		const server = await startTestServer({ database });
		const line = server.said.find((sentence) => sentence.includes("#setup="));
		const setup = /\/admin\/#setup=([0-9a-f]{32})$/.exec(line ?? "")?.[1];
		const first = await adminCall(server, undefined, "setup", {
			method: "POST",
			body: { setup, name: "Ida", password: PASSWORD },
		});
		expect(first.status).toBe(201);
		const cookie = first.headers.get("set-cookie") ?? "";
		expect(cookie).toMatch(
			/^docside-admin=[\w-]{43}; Path=\/admin; Max-Age=43200; HttpOnly; SameSite=Strict$/,
		);
		const me = await adminCall(
			server,
			{ id: "", cookie: cookie.split(";")[0] ?? "", csrf: "" },
			"me",
		);
		expect(await me.json()).toEqual({
			name: "Ida",
			group: "acme",
			csrf: expect.stringMatching(/^[\w-]{43}$/),
			publicUrl: server.url,
			extensionOrigins: [EXTENSION_ORIGIN],
		});
		const signedIn = await adminCall(server, undefined, "sign-in", {
			method: "POST",
			body: { name: "Ida", password: PASSWORD },
		});
		expect(signedIn.status).toBe(200);
		await server.close();
		const again = await startTestServer({ database });
		expect(again.said).toEqual([]);
	});

	it("marks the cookie for TLS alone where the caller came by TLS", async () => {
		const { server, ida } = await startTestAccount({
			publicUrl: "https://share.example",
			proxies: 1,
		});
		const answer = await adminCall(server, ida, "sign-out", {
			method: "POST",
			origin: "https://share.example",
			headers: {
				Cookie: ida.cookie,
				"X-Docside-CSRF": ida.csrf,
				"X-Forwarded-Proto": "https",
			},
		});
		expect(answer.status).toBe(204);
		expect(answer.headers.get("set-cookie")).toContain("; Secure");
		expect((await adminCall(server, ida, "me")).status).toBe(403);
	});

	it("limits the tries of a name, with the time to wait", async () => {
		const { server } = await startTestAccount({
			limits: { signInsOfName: { burst: 1, perSecond: 1 / 60 } },
		});
		const attempt = () =>
			adminCall(server, undefined, "sign-in", {
				method: "POST",
				body: { name: "Ida", password: "wrong" },
			});
		expect((await attempt()).status).toBe(401);
		const second = await attempt();
		expect([second.status, second.headers.get("retry-after")]).toEqual([
			429,
			"60",
		]);
	});

	it("limits the tries of an address", async () => {
		const { server } = await startTestAccount({
			limits: { signIns: { burst: 0, perSecond: 0.1 } },
		});
		for (const [path, body] of [
			["sign-in", { name: "Ida", password: "x" }],
			["sign-in/link", { token: "x" }],
			["setup", { setup: "x", name: "Ida", password: PASSWORD }],
		] as const) {
			const answer = await adminCall(server, undefined, path, {
				method: "POST",
				body,
			});
			expect([answer.status, answer.headers.get("retry-after")]).toEqual([
				429,
				"10",
			]);
		}
	});
});

describe("the draft and production", () => {
	it("shows staging the draft, and production only what was published", async () => {
		const account = await startTestAccount();
		const { server, ida } = account;
		expect((await rename(account, "Acme Ltd")).status).toBe(200);
		expect(await companyAt(account, "staging")).toBe("Acme Ltd");
		expect(await companyAt(account, "production")).toBe("Acme");
		const { revision, base } = await draftOf(account);
		const published = await adminCall(server, ida, "publish", {
			method: "POST",
			body: { revision, base },
		});
		expect(await published.json()).toEqual({ version: 2 });
		expect(await companyAt(account, "production")).toBe("Acme Ltd");
		const rolledBack = await adminCall(server, ida, "rollback", {
			method: "POST",
			body: { version: 1, base: 2 },
		});
		expect(await rolledBack.json()).toEqual({ version: 1 });
		expect(await companyAt(account, "production")).toBe("Acme");
		expect(await companyAt(account, "staging")).toBe("Acme Ltd");
	});

	it("shows the differences before they are published or rolled back to", async () => {
		const account = await startTestAccount();
		await rename(account, "Acme Ltd");
		const diff = await adminCall(account.server, account.ida, "diff");
		expect(await diff.json()).toEqual({
			differences: [{ path: "company", before: "Acme", after: "Acme Ltd" }],
			revision: 2,
			base: 1,
			warnings: [],
		});
		const same = await adminCall(account.server, account.ida, "diff?version=1");
		expect(await same.json()).toMatchObject({ differences: [], version: 1 });
	});

	it("names every mistake with its path and keeps the draft", async () => {
		const account = await startTestAccount();
		const { settings, revision } = await draftOf(account);
		const answer = await adminCall(account.server, account.ida, "draft", {
			method: "PUT",
			body: {
				settings: { ...settings, company: "", termsUrl: "http://x.example" },
				revision,
			},
		});
		expect(answer.status).toBe(422);
		expect(await answer.json()).toMatchObject({
			error: "invalid",
			errors: [{ path: "company" }, { path: "termsUrl" }],
		});
		expect((await draftOf(account)).revision).toBe(revision);
	});

	it("tells a stale tab who was faster, and when", async () => {
		const account = await startTestAccount();
		const { settings, revision } = await draftOf(account);
		await rename(account, "Acme Ltd");
		const late = await adminCall(account.server, account.ida, "draft", {
			method: "PUT",
			body: { settings, revision },
		});
		expect(late.status).toBe(409);
		expect(await late.json()).toMatchObject({
			error: "stale",
			what: "draft",
			by: "Ida",
			at: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
		});
	});

	it("ends at twenty links, however many are added at the same moment", async () => {
		const account = await startTestAccount();
		const answers = await Promise.all(
			Array.from({ length: 25 }, () =>
				adminCall(account.server, account.ida, "draft/links", {
					method: "POST",
					body: { link: NEW_LINK },
				}),
			),
		);
		// Two came from the settings file.
		expect(answers.filter(({ status }) => status === 201)).toHaveLength(18);
		const refused = answers.filter(({ status }) => status !== 201);
		expect(await Promise.all(refused.map((answer) => answer.json()))).toEqual(
			Array(7).fill({
				error: "full",
				message: "20 of 20 used. Take one away first.",
			}),
		);
		expect((await draftOf(account)).settings.links).toHaveLength(20);
	});

	it("names a mistake in a link without its place in the list", async () => {
		const { server, ida } = await startTestAccount();
		const answer = await adminCall(server, ida, "draft/links", {
			method: "POST",
			body: { link: { ...NEW_LINK, url: "javascript:alert(1)" } },
		});
		expect(await answer.json()).toMatchObject({ errors: [{ path: "url" }] });
	});

	it("takes no body above 64 KiB", async () => {
		const { server, ida } = await startTestAccount();
		const answer = await adminCall(server, ida, "draft", {
			method: "PUT",
			body: { settings: "x".repeat(65_536), revision: 1 },
		});
		expect(answer.status).toBe(413);
	});
});

describe("agents", () => {
	it("sign in by an invitation, once, and get the part of their role", async () => {
		const account = await startTestAccount();
		const { invitation } = await inviteCy(account);
		const token = await redeem(account, invitation);
		const settings = await call(account.server, "/settings", {
			origin: EXTENSION_ORIGIN,
			bearer: token,
		});
		expect(await settings.json()).toMatchObject({
			name: "Cy",
			role: "Sales",
			links: [{ id: "link-0001" }],
		});
		const again = await call(account.server, "/agents/redeem", {
			method: "POST",
			origin: EXTENSION_ORIGIN,
			body: { invitation },
		});
		expect([again.status, (await again.json()).error]).toEqual([
			404,
			"invitation",
		]);
	});

	it("are asked for by address of the extension alone", async () => {
		const { server } = await startTestAccount();
		const answer = await call(server, "/agents/redeem", {
			method: "POST",
			origin: "https://www.acme.example",
			body: { invitation: "x" },
		});
		expect(answer.status).toBe(403);
	});

	it("keep the sign-in they had in the settings file, and see staging's links when asked", async () => {
		const account = await startTestAccount();
		await adminCall(account.server, account.ida, "draft/links/link-0002", {
			method: "PUT",
			body: { link: { ...NEW_LINK, name: "New" } },
		});
		const linksAt = async (query: string) => {
			const answer = await call(account.server, `/settings${query}`, {
				origin: EXTENSION_ORIGIN,
				bearer: AGENT_TOKEN,
			});
			const schema = v.object({ links: v.array(v.object({ id: v.string() })) });
			return v.parse(schema, await answer.json()).links.length;
		};
		expect([await linksAt(""), await linksAt("?site=staging")]).toEqual([1, 2]);
	});

	it("get a role that there is, and no other", async () => {
		const account = await startTestAccount();
		const { id } = await inviteCy(account);
		const change = (role: string) =>
			adminCall(account.server, account.ida, `agents/${id}`, {
				method: "PATCH",
				body: { role },
			});
		expect((await change("Support")).status).toBe(204);
		const wrong = await change("King");
		expect([wrong.status, (await wrong.json()).errors]).toEqual([
			422,
			[{ path: "role", message: "is not one of the roles" }],
		]);
	});
});

describe("a visitor's agents", () => {
	it("are named by the server, each with what their role may do", async () => {
		const account = await startTestAccount();
		const { server, ida } = account;
		const { settings, revision } = await draftOf(account);
		const all = { visitorDocumentShare: true, agentDocumentShare: true };
		const roles = ["Sales", "Support"].map((name) => ({
			name,
			sharing: {
				...all,
				agentDownloadDocumentShare: name === "Sales",
				visitorDownloadDocumentShare: true,
			},
		}));
		await adminCall(server, ida, "draft", {
			method: "PUT",
			body: { settings: { ...settings, roles }, revision },
		});
		const session = await startSession(server);
		const ada = await joinRoute(server, session.route);
		const bob = await joinRoute(server, session.route, "sign-in-token-of-bob");
		const ask = async () => {
			const answer = await call(server, "/sessions/agents", {
				origin: "null",
				bearer: session.manage,
			});
			return answer.json();
		};
		const may = (agentDownloadDocumentShare: boolean) => ({
			...all,
			agentDownloadDocumentShare,
			visitorDownloadDocumentShare: true,
		});
		const before = {
			agents: [
				{
					peerId: ada.peerId,
					name: "Ada",
					sharing: may(true),
					links: ["link-0001"],
				},
				{ peerId: bob.peerId, name: "Bob", sharing: may(true), links: [] },
			],
		};
		expect(await ask()).toEqual(before);
		await adminCall(server, ida, "publish", {
			method: "POST",
			body: { revision: revision + 1, base: 1 },
		});
		expect((await ask()).agents[1].sharing).toEqual(may(false));
	});

	it("are gone at once when revoked: socket, session and what is open between the two", async () => {
		const account = await startTestAccount();
		const { server, store, ida } = account;
		const { session, joined, visitor, agent } = await introducedPair(server);
		const route = await renewRoute(server, session.manage);
		const bob = await joinRoute(server, route, "sign-in-token-of-bob");
		const [row] = await store.all("SELECT id FROM agents WHERE name = 'Ada'");
		const revoked = await adminCall(server, ida, `agents/${row?.id}`, {
			method: "DELETE",
		});
		expect(revoked.status).toBe(204);
		expect([4003, 1006]).toContain(await agent.closed);
		expect(await visitor.next()).toEqual({
			type: "LEAVE",
			src: joined.peerId,
			dst: session.peerId,
		});
		const statusOf = async (path: string, method: string, bearer: string) =>
			(await call(server, path, { method, bearer })).status;
		expect(await statusOf("/tickets", "POST", joined.manage)).toBe(401);
		expect(await statusOf("/settings", "GET", AGENT_TOKEN)).toBe(401);
		const left = await call(server, "/sessions/agents", {
			bearer: session.manage,
		});
		expect(await left.json()).toMatchObject({
			agents: [{ peerId: bob.peerId, name: "Bob" }],
		});
		expect(await statusOf("/tickets", "POST", bob.manage)).toBe(200);
	});
});

describe("the record of changes", () => {
	it("says who did what and when, the newest first, as a page and as files", async () => {
		const account = await startTestAccount();
		await rename(account, '=HYPERLINK("x")');
		const ask = (path: string) => adminCall(account.server, account.ida, path);
		const page = await (await ask("changes")).json();
		expect(page.next).toBeNull();
		expect(page.changes.map(({ what }: { what: string }) => what)).toEqual([
			"draft-saved",
			"administrator-set-up",
			"created",
		]);
		expect(await (await ask("changes.json")).json()).toEqual(page.changes);
		const csv = await ask("changes.csv");
		expect(csv.headers.get("content-disposition")).toBe(
			'attachment; filename="docside-changes-acme.csv"',
		);
		expect((await csv.text()).split("\r\n")[1]).toMatch(
			/^\d{4}-[^,]*Z,Ida,draft-saved,company,Acme,"'=HYPERLINK\(""x""\)"$/,
		);
	});

	it.each([
		"=1",
		"+1",
		"-1",
		"@x",
		"\tx",
		"\rx",
		" =1",
		"＝1",
		"＋1",
		"－1",
		"＠x",
	])("lets no spreadsheet calculate %j", (text) => {
		const change = { id: 1, at: 0, who: text, what: "x", differences: [] };
		const line = changesAsCsv([change]).slice(38).split(",")[1] ?? "";
		expect(line.replace(/^"/, "")).toMatch(/^'/);
	});
});
