import { join } from "node:path";
import * as v from "valibot";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { listAgents, revokeAgent } from "../../../signaling/account/agents.ts";
import { readChanges } from "../../../signaling/account/changes.ts";
import { createGroup } from "../../../signaling/account/create-group.ts";
import { signInCompanyAgent } from "../../../signaling/account/oidc-agents.ts";
import type { OidcConfiguration } from "../../../signaling/account/oidc-configuration.ts";
import type { Store } from "../../../signaling/account/store.ts";
import {
	EXTENSION_ORIGIN,
	type RunningServer,
} from "../../../signaling/server.ts";
import { groupSettings } from "../../policy/group-settings.ts";
import {
	AGENT_TOKEN,
	call,
	errorSchema,
	startSession,
	startTestServer,
	temporaryFolder,
} from "../running.ts";
import { openTestStore } from "./opened-store.ts";
import { adminCall, startTestAccount, wideLimits } from "./running-account.ts";
import {
	type Answered,
	answerOf,
	startProvider,
	type TestProvider,
} from "./running-provider.ts";

const SECRET = "hush, hush: nobody / may + know";
const ADA = { name: "Ada Lovelace", role: "Sales" };

let provider: TestProvider;

beforeAll(async () => {
	provider = await startProvider({ people: {}, secret: SECRET });
});
afterAll(() => provider?.stop());
beforeEach(async () => {
	await provider.twist({});
	await provider.setPeople({ ada: ADA });
});

function configured(
	changed: Partial<OidcConfiguration> = {},
): OidcConfiguration {
	return {
		issuer: provider.issuer,
		clientId: "docside",
		clientSecret: SECRET,
		scope: "openid profile",
		roleClaim: "role",
		defaultRole: undefined,
		signInHours: 168,
		group: "acme",
		...changed,
	};
}

/** A real server whose agents of acme sign in with the provider. */
function startWithCompany(changed: Partial<OidcConfiguration> = {}) {
	return startTestAccount({ limits: wideLimits(), oidc: configured(changed) });
}

/** The same with two groups of the same settings that are there from the start. */
async function startWithTwoGroups(changed: Partial<OidcConfiguration>) {
	const database = `file:${join(temporaryFolder(), "account.db")}`;
	const store = await openTestStore(database);
	for (const group of ["acme", "globex"])
		await createGroup(group, store, "operator", 1, groupSettings());
	const server = await startTestServer({ database, oidc: configured(changed) });
	return { server, store };
}

function post(
	server: RunningServer,
	body: unknown,
	origin = EXTENSION_ORIGIN,
): Promise<Response> {
	return call(server, "/agents/oidc", { method: "POST", origin, body });
}

const tokenSchema = v.strictObject({ token: v.string() });

async function signIn(server: RunningServer, person = "ada") {
	const answer = await post(server, await answerOf(provider, person));
	return v.parse(tokenSchema, await answer.json()).token;
}

/** Status and code of what was answered; its sentence is for people. */
async function outcome(answer: Response): Promise<string> {
	if (answer.ok) return String(answer.status);
	const { error, message } = v.parse(errorSchema, await answer.json());
	expect(message).toMatch(/^[A-Z].*\.$/);
	return `${answer.status} ${error}`;
}

/** What becomes of a sign-in as this person, changed on its way to the server. */
async function tried(
	server: RunningServer,
	person: string,
	change: (answered: Answered) => object = (answered) => answered,
): Promise<string> {
	const answered = await answerOf(provider, person);
	return outcome(await post(server, change(answered)));
}

async function settingsOf(server: RunningServer, token: string) {
	const answer = await call(server, "/settings", { bearer: token });
	return answer.ok ? await answer.json() : answer.status;
}

const agentNamed = async (store: Store, name: string, group = "acme") =>
	(await listAgents(group, store)).find((agent) => agent.name === name);

describe("signing in with the company", () => {
	it("tells the extension where to send the agent, and as whom to ask", async () => {
		const { server } = await startWithCompany();
		const origin = EXTENSION_ORIGIN;
		const answer = await call(server, "/agents/oidc", { origin });
		expect(await answer.json()).toEqual({
			authorizationEndpoint: `${provider.issuer}/auth`,
			clientId: "docside",
			scope: "openid profile",
		});
		for (const foreign of ["null", server.url, "https://www.acme.example"])
			expect(
				(await call(server, "/agents/oidc", { origin: foreign })).status,
			).toBe(403);
	});

	it("makes an agent of who comes for the first time, with name and role of the provider", async () => {
		const { server, store } = await startWithCompany();
		const token = await signIn(server);
		expect(await settingsOf(server, token)).toMatchObject({
			name: "Ada Lovelace",
			role: "Sales",
			company: "Acme",
			links: [{ id: "link-0001" }],
		});
		const [change] = await readChanges("acme", store, 1);
		expect(change).toMatchObject({
			who: "Ada Lovelace",
			what: "agent-company-sign-in",
			differences: [
				{ path: "agents.Ada Lovelace.role", before: null, after: "Sales" },
			],
		});
	});

	it("knows them again by their subject, takes the new name and role, and ends the sign-in of before", async () => {
		const { server, store } = await startWithCompany();
		const first = await signIn(server);
		const before = await agentNamed(store, "Ada Lovelace");
		await provider.setPeople({ ada: { name: "Ada King", role: "Support" } });
		const second = await signIn(server);
		expect(await settingsOf(server, first)).toBe(401);
		expect(await settingsOf(server, second)).toMatchObject({
			name: "Ada King",
			role: "Support",
			links: [],
		});
		const after = await agentNamed(store, "Ada King");
		expect(after?.id).toBe(before?.id);
		const [change] = await readChanges("acme", store, 1);
		expect(change?.differences).toEqual([
			{ path: "agents.Ada King.role", before: "Sales", after: "Support" },
			{
				path: "agents.Ada King.name",
				before: "Ada Lovelace",
				after: "Ada King",
			},
		]);
	});

	it("tells people of one name apart", async () => {
		const { server, store } = await startWithCompany();
		await provider.setPeople({ ada: ADA, other: ADA });
		const first = await signIn(server, "ada");
		await signIn(server, "other");
		expect(await settingsOf(server, first)).toMatchObject(ADA);
		const named = (await listAgents("acme", store)).filter(
			({ name }) => name === ADA.name,
		);
		expect(named).toHaveLength(2);
	});

	it.each([
		[
			"a list",
			"groups",
			{ groups: ["Everybody", "Support", "Sales"] },
			"Support",
		],
		[
			"a path",
			"realm_access.roles",
			{ realm_access: { roles: ["Sales"] } },
			"Sales",
		],
	])("finds the role in %s", async (_, roleClaim, claims, role) => {
		const { server } = await startWithCompany({ roleClaim });
		await provider.setPeople({ ada: { name: "Ada", ...claims } });
		const token = await signIn(server);
		expect(await settingsOf(server, token)).toMatchObject({ role });
	});

	it.each([
		["names none", {}],
		["names another", { role: "Boss" }],
		["is no text", { role: { Sales: true } }],
	])("refuses an agent whose claim %s", async (_, claims) => {
		const { server, store } = await startWithCompany();
		await provider.setPeople({ mal: { name: "Mal", ...claims } });
		expect(await tried(server, "mal")).toBe("403 role");
		expect(await agentNamed(store, "Mal")).toBeUndefined();
	});

	it("gives them the default role where there is one", async () => {
		const { server } = await startWithCompany({ defaultRole: "Support" });
		await provider.setPeople({ mal: { name: "Mal", role: "Boss" } });
		const token = await signIn(server, "mal");
		expect(await settingsOf(server, token)).toMatchObject({ role: "Support" });
	});

	it("refuses somebody without a name, and cleans and cuts a strange one", async () => {
		const { server } = await startWithCompany();
		await provider.setPeople({
			none: { role: "Sales", name: " \u202e " },
			odd: { role: "Sales", name: `Ada\u202e\n${"y".repeat(500)}` },
		});
		expect(await tried(server, "none")).toBe("403 name");
		const token = await signIn(server, "odd");
		expect(await settingsOf(server, token)).toMatchObject({
			name: `Ada ${"y".repeat(76)}`,
		});
	});

	it("asks the provider's userinfo endpoint where the ID token is short, and is a public client without a secret", async () => {
		const short = await startProvider({ people: { ada: ADA }, short: true });
		try {
			const { server } = await startWithCompany({
				issuer: short.issuer,
				clientSecret: undefined,
			});
			const answer = await post(server, await answerOf(short, "ada"));
			const { token } = v.parse(tokenSchema, await answer.json());
			expect(await settingsOf(server, token)).toMatchObject(ADA);
		} finally {
			await short.stop();
		}
	});
});

describe("a sign-in that is not what it seems", () => {
	const other = "A".repeat(43);
	it.each([
		["the nonce of another one", (a: Answered) => ({ ...a, nonce: other })],
		["another verifier", (a: Answered) => ({ ...a, codeVerifier: other })],
		["a code of nobody's", (a: Answered) => ({ ...a, code: other })],
		[
			"the name of another provider",
			(a: Answered) => ({ ...a, iss: "https://evil.example" }),
		],
		[
			"no name of the provider that says its own",
			({ iss: _, ...a }: Answered) => a,
		],
	])("is refused with %s", async (_, change) => {
		const { server, store } = await startWithCompany();
		expect(await tried(server, "ada", change)).toBe("400 refused");
		expect(await agentNamed(store, ADA.name)).toBeUndefined();
	});

	it("is refused when its code comes a second time", async () => {
		const { server } = await startWithCompany();
		const answered = await answerOf(provider, "ada");
		expect(await outcome(await post(server, answered))).toBe("201");
		expect(await outcome(await post(server, answered))).toBe("400 refused");
	});

	it("is refused with a code that another client was given", async () => {
		const { server } = await startWithCompany();
		const answered = await answerOf(provider, "ada", "other");
		expect(await outcome(await post(server, answered))).toBe("400 refused");
	});

	const now = Math.floor(Date.now() / 1_000);
	it.each([
		["for another client", { claims: { aud: "other" } }],
		[
			"for two, authorised for the other",
			{ claims: { aud: ["docside", "other"], azp: "other" } },
		],
		["of another issuer", { claims: { iss: "https://evil.example" } }],
		["that has expired", { claims: { exp: now - 600, iat: now - 1_200 } }],
		["that never expires", { claims: { exp: null } }],
		["with another nonce", { claims: { nonce: other } }],
		["without a subject", { claims: { sub: null } }],
		["with an empty subject", { claims: { sub: " " } }],
		["with a subject too long", { claims: { sub: "x".repeat(256) } }],
		["that another key has signed", { forged: true }],
		["that a key of another name has signed", { header: { kid: "x" } }],
		["that nobody has signed", { header: { alg: "none" } }],
		["that a shared secret has signed", { header: { alg: "HS256" } }],
	])("is refused with an ID token %s", async (_, how) => {
		const { server, store } = await startWithCompany();
		await provider.twist(how);
		expect(await tried(server, "ada")).toBe("400 refused");
		expect(await agentNamed(store, ADA.name)).toBeUndefined();
		const said = server.said.join("\n");
		expect(said).toMatch(/A sign-in with the company failed: .+\./);
		expect(said).not.toContain(SECRET);
		expect(said).not.toContain("eyJ");
	});

	it.each([
		"https://evil.example/docside",
		"https://pakcnkeioolmfioncnobceoalpdhbcga.chromiumapp.org.evil.example/docside",
		"https://pakcnkeioolmfioncnobceoalpdhbcga.chromiumapp.org/other",
		"https://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.chromiumapp.org/docside",
		`https://${"0".repeat(40)}.extensions.allizom.org/docside`,
	])("is refused when it came back to %s", async (redirectUri) => {
		const { server } = await startWithCompany();
		const change = (a: Answered) => ({ ...a, redirectUri });
		expect(await tried(server, "ada", change)).toBe("400 bad-request");
	});

	it.each([
		["an empty", "code", ""],
		["too long a", "code", "x".repeat(4_097)],
		["a strange", "code", "a b"],
		["too short a", "codeVerifier", "short"],
		["too long a", "codeVerifier", "A".repeat(129)],
		["too short a", "nonce", "guessable"],
		["a number as", "nonce", 7],
		["too long an", "iss", "x".repeat(2_049)],
		["an unknown", "more", "than is asked"],
	])("is not even read with %s %s", async (_, name, value) => {
		const { server } = await startWithCompany();
		const change = (a: Answered) => ({ ...a, [name]: value });
		expect(await tried(server, "ada", change)).toBe("400 bad-request");
	});
});

describe("who may sign in with the company", () => {
	it("is nobody whose sign-in an administrator has taken back", async () => {
		const { server, store, ida } = await startWithCompany();
		const token = await signIn(server);
		const agent = await agentNamed(store, ADA.name);
		await adminCall(server, ida, `agents/${agent?.id}`, { method: "DELETE" });
		expect(await settingsOf(server, token)).toBe(401);
		expect(await tried(server, "ada")).toBe("403 revoked");
		// A new name does not help.
		await provider.setPeople({ ada: { name: "Somebody", role: "Sales" } });
		expect(await tried(server, "ada")).toBe("403 revoked");
	});

	it("is the same agent as before when the administrator lets them in again", async () => {
		const { server, store, ida } = await startWithCompany();
		const token = await signIn(server);
		const agent = await agentNamed(store, ADA.name);
		await adminCall(server, ida, `agents/${agent?.id}`, { method: "DELETE" });
		const restore = () =>
			adminCall(server, ida, `agents/${agent?.id}/restore`, { method: "POST" });
		expect((await restore()).status).toBe(204);
		// The old sign-in stays ended.
		expect(await settingsOf(server, token)).toBe(401);
		expect(await agentNamed(store, ADA.name)).toMatchObject({
			state: "invited",
			invitedUntil: null,
		});
		const [change] = await readChanges("acme", store, 1);
		expect(change).toMatchObject({ who: "Ida", what: "agent-restored" });
		await signIn(server);
		expect(await agentNamed(store, ADA.name)).toMatchObject({
			id: agent?.id,
			state: "active",
		});
		// Of somebody who is in already nothing changes.
		expect((await restore()).status).toBe(204);
		expect(await agentNamed(store, ADA.name)).toMatchObject({
			state: "active",
		});
	});

	it("is signed in for so many hours, and then asks the company again", async () => {
		const { server, store, ida } = await startWithCompany({ signInHours: 12 });
		const before = Date.now();
		const token = await signIn(server);
		const [row] = await store.all("SELECT signed_in_until FROM company_agents");
		const hours = (Number(row?.signed_in_until) - before) / 3_600_000;
		expect(hours).toBeGreaterThanOrEqual(12);
		expect(hours).toBeLessThan(12.1);
		await store.write((writer) =>
			writer.run("UPDATE company_agents SET signed_in_until = ?", [Date.now()]),
		);
		expect(await settingsOf(server, token)).toBe(401);
		expect(await settingsOf(server, await signIn(server))).toMatchObject(ADA);

		// By invitation they are in until they are revoked, as others are.
		const agent = await agentNamed(store, ADA.name);
		const path = `agents/${agent?.id}/invitation`;
		const invited = await adminCall(server, ida, path, { method: "POST" });
		const { invitation } = v.parse(
			v.object({ invitation: v.string() }),
			await invited.json(),
		);
		const body = { invitation };
		await call(server, "/agents/redeem", { method: "POST", body });
		expect(
			await store.all("SELECT signed_in_until FROM company_agents"),
		).toMatchObject([{ signed_in_until: null }]);
	});

	it("is asked by the code alone: no other sign-in opens more or less", async () => {
		const { server, store } = await startWithCompany();
		const session = await startSession(server);
		const rows = await listAgents("acme", store);
		const bob = rows.find(({ name }) => name === "Bob");
		await revokeAgent("acme", store, "Ida", 1, bob?.id ?? "");
		const code = await answerOf(provider, "ada");
		for (const bearer of [
			session.manage,
			AGENT_TOKEN,
			"sign-in-token-of-bob",
		]) {
			const way = await call(server, "/agents/oidc", { bearer });
			expect(way.status).toBe(200);
			const wrong = { ...code, code: "x" };
			const answer = await call(server, "/agents/oidc", {
				method: "POST",
				bearer,
				body: wrong,
			});
			expect(await outcome(answer)).toBe("400 refused");
		}
	});

	it("is an agent of the configured group and of no other", async () => {
		const { server, store } = await startWithTwoGroups({ group: "globex" });
		const token = await signIn(server);
		expect(await settingsOf(server, token)).toMatchObject(ADA);
		expect(await listAgents("acme", store)).toEqual([]);
		const agent = await agentNamed(store, ADA.name, "globex");
		// Another group's administrator cannot even name them.
		expect(await revokeAgent("acme", store, "Ida", 1, agent?.id ?? "")).toBe(
			false,
		);
		expect(await tried(server, "ada")).toBe("201");
	});

	it("is somebody else to every group", async () => {
		const { server, store } = await startWithTwoGroups({ group: "globex" });
		await signIn(server);
		const agent = await agentNamed(store, ADA.name, "globex");
		await revokeAgent("globex", store, "Eve", 1, agent?.id ?? "");
		const { issuer } = provider;
		const person = { ...ADA, issuer, subject: "ada", until: 2 };
		const outcome = await signInCompanyAgent("acme", store, 1, person);
		expect(outcome.done).toBe("signed-in");
		expect(await tried(server, "ada")).toBe("403 revoked");
	});

	it("is a matter of a rate that a whole company fits in", async () => {
		const { server } = await startTestAccount({ oidc: configured() });
		const statuses = [];
		for (let nth = 0; nth < 61; nth++)
			statuses.push((await post(server, {})).status);
		expect(statuses).toEqual([...Array(60).fill(400), 429]);
	});

	it("is nobody where it is not set up", async () => {
		const { server } = await startTestAccount();
		const origin = EXTENSION_ORIGIN;
		expect(await outcome(await call(server, "/agents/oidc", { origin }))).toBe(
			"404 off",
		);
		expect(await outcome(await post(server, {}))).toBe("404 off");
	});
});

describe("a provider that cannot be used", () => {
	it("is said in a sentence, asked again later, and stops nobody else", async () => {
		const down = await startProvider({ people: { ada: ADA }, secret: SECRET });
		const answered = await answerOf(down, "ada");
		await down.stop();
		const { server } = await startWithCompany({ issuer: down.issuer });
		const origin = EXTENSION_ORIGIN;
		const way = await call(server, "/agents/oidc", { origin });
		expect(way.headers.get("retry-after")).toBe("60");
		expect(await outcome(way)).toBe("502 provider");
		expect(await outcome(await post(server, answered))).toBe("502 provider");
		// Asked once: the second call came within the pause.
		expect(server.said.filter((one) => /provider cannot/.test(one))).toEqual([
			expect.stringMatching(/fetch failed \(ECONNREFUSED\)\.$/),
		]);
		expect(await settingsOf(server, AGENT_TOKEN)).toMatchObject({
			company: "Acme",
		});
	});

	it("is also one that goes down in the middle", async () => {
		const down = await startProvider({ people: { ada: ADA }, secret: SECRET });
		const { server } = await startWithCompany({ issuer: down.issuer });
		const answered = await answerOf(down, "ada");
		const origin = EXTENSION_ORIGIN;
		expect((await call(server, "/agents/oidc", { origin })).status).toBe(200);
		await down.stop();
		expect(await outcome(await post(server, answered))).toBe("502 provider");
	});

	it("is one that does not know this client, or that has another name", async () => {
		const wrong = await startWithCompany({ clientSecret: "wrong" });
		expect(await tried(wrong.server, "ada")).toBe("502 provider");
		expect(wrong.server.said.join()).toContain('it answers "invalid_client"');
		const alias = provider.issuer.replace("127.0.0.1", "localhost");
		const { server } = await startWithCompany({ issuer: alias });
		expect(await tried(server, "ada")).toBe("502 provider");
		expect(server.said.join()).toContain("does not match the expected issuer");
	});
});

describe("the group of those who sign in with their company", () => {
	it("must be named where there are several, and be there", async () => {
		await expect(startWithTwoGroups({ group: undefined })).rejects.toThrow(
			"DOCSIDE_OIDC_GROUP is missing: it must name the group whose agents sign in with their company. There are acme, globex.",
		);
		await expect(startWithTwoGroups({ group: "umbrella" })).rejects.toThrow(
			'DOCSIDE_OIDC_GROUP names "umbrella", and there is no such group.',
		);
	});

	it("is the only one where none is named", async () => {
		const { server } = await startWithCompany({ group: undefined });
		expect(await tried(server, "ada")).toBe("201");
	});

	it("may come later than the server", async () => {
		const database = `file:${join(temporaryFolder(), "account.db")}`;
		const oidc = configured({ group: undefined });
		const server = await startTestServer({
			database,
			oidc,
			settings: undefined,
		});
		expect(await tried(server, "ada")).toBe("404 off");
		const store = await openTestStore(database);
		await createGroup("acme", store, "operator", 1, groupSettings());
		expect(await tried(server, "ada")).toBe("201");
	});
});
