import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { newSignInLink } from "../../../signaling/account/sign-in-links.ts";
import {
	adminCall,
	administratorOf,
	startTestAccount,
} from "./running-account.ts";

type Account = Awaited<ReturnType<typeof startTestAccount>>;

const listSchema = v.strictObject({
	administrators: v.array(
		v.strictObject({
			id: v.string(),
			name: v.string(),
			since: v.pipe(v.string(), v.isoTimestamp()),
			you: v.boolean(),
		}),
	),
	invitations: v.array(
		v.strictObject({ id: v.string(), by: v.string(), expires: v.string() }),
	),
});

async function listOf({ server, ida }: Account) {
	const answer = await adminCall(server, ida, "administrators");
	return v.parse(listSchema, await answer.json());
}

async function invite({ server, ida }: Account) {
	const answer = await adminCall(server, ida, "administrators/invitations", {
		method: "POST",
	});
	const schema = v.strictObject({
		id: v.string(),
		setup: v.string(),
		expires: v.string(),
	});
	return v.parse(schema, await answer.json());
}

function setUp({ server }: Account, setup: string, name: string) {
	return adminCall(server, undefined, "setup", {
		method: "POST",
		body: { setup, name, password: "correct horse battery" },
	});
}

function remove({ server, ida }: Account, id: string) {
	return adminCall(server, ida, `administrators/${id}`, { method: "DELETE" });
}

describe("a sign-in link", () => {
	const open = ({ server }: Account, token: string) =>
		adminCall(server, undefined, "sign-in/link", {
			method: "POST",
			body: { token },
		});
	const make = async ({ store }: Account, uses: number) =>
		(await newSignInLink("acme", store, "operator", Date.now(), {
			name: "Ida",
			uses,
		})) ?? "";

	it("opens a session as signing in does, and answers the same when it is none or used up", async () => {
		const account = await startTestAccount();
		const token = await make(account, 1);
		const answer = await open(account, token);
		expect(answer.status).toBe(200);
		const cookie = answer.headers.get("set-cookie") ?? "";
		expect(cookie).toMatch(
			/^docside-admin=[\w-]{43}; Path=\/admin; Max-Age=43200; HttpOnly; SameSite=Strict$/,
		);
		const { csrf, ...me } = await answer.json();
		expect(me).toMatchObject({ name: "Ida", group: "acme" });
		const session = { id: "", cookie: cookie.split(";")[0] ?? "", csrf };
		const draft = await adminCall(account.server, session, "draft");
		expect(draft.status).toBe(200);
		const refusals = [];
		for (const wrong of [token, "x", "0".repeat(43)]) {
			const refused = await open(account, wrong);
			expect(refused.headers.get("set-cookie")).toBeNull();
			refusals.push([refused.status, await refused.json()]);
		}
		expect(refusals).toEqual(
			Array(3).fill([
				404,
				{
					error: "link",
					message: "This sign-in link was used already, or it is too old.",
				},
			]),
		);
	});

	it("is limited by what is guessed, not by what is right", async () => {
		const account = await startTestAccount({
			limits: { signIns: { burst: 2, perSecond: 0.1 } },
		});
		const token = await make(account, 5);
		for (let tries = 0; tries < 4; tries += 1)
			expect((await open(account, token)).status).toBe(200);
		const statuses = [];
		for (const wrong of ["a", "b", token])
			statuses.push((await open(account, wrong)).status);
		expect(statuses).toEqual([404, 404, 429]);
	});
});

describe("an invitation by an administrator", () => {
	it("sets up one who is new, once, and is listed until then", async () => {
		const account = await startTestAccount();
		const { id, setup, expires } = await invite(account);
		const before = await listOf(account);
		expect(before.invitations).toEqual([{ id, by: "Ida", expires }]);
		expect(JSON.stringify(before)).not.toContain(setup);
		expect((await setUp(account, setup, "Jo")).status).toBe(201);
		expect((await setUp(account, setup, "Kay")).status).toBe(404);
		const { administrators, invitations } = await listOf(account);
		expect(invitations).toEqual([]);
		expect(administrators).toMatchObject([
			{ name: "Ida", you: true },
			{ name: "Jo", you: false },
		]);
	});

	it("takes over no name, whoever's it is, and stays good for another one", async () => {
		const account = await startTestAccount();
		const { setup } = await invite(account);
		for (const name of ["Ida", " IDA", "Eve"]) {
			const taken = await setUp(account, setup, name);
			expect([taken.status, (await taken.json()).error]).toEqual([
				409,
				"taken",
			]);
		}
		expect((await listOf(account)).administrators).toHaveLength(1);
		expect((await setUp(account, setup, "Jo")).status).toBe(201);
	});

	it("can be withdrawn, and there is an end to open ones", async () => {
		const account = await startTestAccount();
		const { id, setup } = await invite(account);
		const path = `administrators/invitations/${id}`;
		const withdraw = () =>
			adminCall(account.server, account.ida, path, { method: "DELETE" });
		expect((await withdraw()).status).toBe(204);
		expect((await withdraw()).status).toBe(404);
		expect((await setUp(account, setup, "Jo")).status).toBe(404);
		for (let open = 0; open < 20; open += 1) await invite(account);
		const last = await adminCall(
			account.server,
			account.ida,
			"administrators/invitations",
			{ method: "POST" },
		);
		expect([last.status, (await last.json()).error]).toEqual([409, "full"]);
	});
});

describe("removing an administrator", () => {
	it("ends their sessions, their sign-in links and the invitations they made", async () => {
		const account = await startTestAccount();
		const { server, store } = account;
		const jo = await administratorOf("acme", store, "Jo");
		const { setup } = await invite({ ...account, ida: jo });
		const token = await newSignInLink("acme", store, "operator", Date.now(), {
			name: "Jo",
		});
		expect((await remove(account, jo.id)).status).toBe(204);
		expect((await adminCall(server, jo, "me")).status).toBe(401);
		expect((await setUp(account, setup, "Jo")).status).toBe(404);
		const opened = await adminCall(server, undefined, "sign-in/link", {
			method: "POST",
			body: { token },
		});
		expect(opened.status).toBe(404);
		expect((await remove(account, jo.id)).status).toBe(404);
		const record = await adminCall(server, account.ida, "changes");
		expect((await record.json()).changes[0]).toMatchObject({
			who: "Ida",
			what: "administrator-removed",
			differences: [{ path: "administrators", before: "Jo", after: null }],
		});
	});

	it("is nothing anybody does to themselves, so that one is left", async () => {
		const account = await startTestAccount();
		const refused = await remove(account, account.ida.id);
		expect([refused.status, (await refused.json()).error]).toEqual([
			409,
			"oneself",
		]);
		expect((await adminCall(account.server, account.ida, "me")).status).toBe(
			200,
		);
	});
});
