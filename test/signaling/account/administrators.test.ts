import { describe, expect, it } from "vitest";
import {
	ADMIN_SESSION_LIFETIME_MS,
	endAdminSession,
	readAdminSession,
} from "../../../signaling/account/admin-sessions.ts";
import {
	groupsWithoutAdministrator,
	newSetup,
	removeAdministrator,
	setUpAdministrator,
	signInAdministrator,
} from "../../../signaling/account/administrators.ts";
import {
	hashPassword,
	isPassword,
} from "../../../signaling/account/password.ts";
import {
	newSignInLink,
	signInByLink,
} from "../../../signaling/account/sign-in-links.ts";
import type { Store } from "../../../signaling/account/store.ts";
import { storeWithGroups } from "./opened-store.ts";

const IDA = { name: "Ida", password: "correct horse battery" };

/** Slow on purpose, so it is made once. */
const HASH = hashPassword(IDA.password);

async function setUp(store: Store, group = "acme", name = IDA.name) {
	const token = await newSetup(group, store, 10);
	return setUpAdministrator(store, 11, token, {
		name,
		password: await HASH,
	});
}

describe("a password", () => {
	it("is known by its hash alone, which differs each time", async () => {
		const [one, other] = [
			await hashPassword("pässword"),
			await hashPassword("pässword"),
		];
		expect(one).not.toBe(other);
		expect(await isPassword("pässword".normalize("NFD"), one)).toBe(true);
		expect(await isPassword("Pässword", one)).toBe(false);
	});

	it("is wrong for nobody, after the same work", async () => {
		expect(await isPassword("", undefined)).toBe(false);
	});
});

describe("an administrator", () => {
	it("is set up by a token, once, and signs in by name and password", async () => {
		const store = await storeWithGroups();
		const token = await newSetup("acme", store, 10);
		const ida = { name: "Ida", password: await HASH };
		expect(await setUpAdministrator(store, 11, token, ida)).toMatchObject({
			done: "set-up",
			session: { group: "acme", name: "Ida" },
		});
		expect(await setUpAdministrator(store, 12, token, ida)).toEqual({
			done: "unknown",
		});
		expect(await groupsWithoutAdministrator(store)).toEqual(["globex"]);
		expect(
			await signInAdministrator(store, 13, { ...IDA, name: " ida" }),
		).toMatchObject({ group: "acme", name: "Ida" });
		for (const wrong of [
			{ ...IDA, password: "wrong" },
			{ ...IDA, name: "Jo" },
		])
			expect(await signInAdministrator(store, 13, wrong)).toBeUndefined();
	});

	it("is set up by the newest token alone", async () => {
		const store = await storeWithGroups();
		const old = await newSetup("acme", store, 10);
		await newSetup("acme", store, 11);
		expect(
			await setUpAdministrator(store, 12, old, { name: "Ida", password: "x" }),
		).toEqual({ done: "unknown" });
	});

	it("cannot be taken over by the setup of another group", async () => {
		const store = await storeWithGroups();
		await setUp(store);
		expect(await setUp(store, "globex", "IDA")).toEqual({ done: "taken" });
		expect(await setUp(store, "globex", "Jo")).toMatchObject({
			session: { group: "globex" },
		});
	});

	it("gets a new password by a new setup, which ends the sessions of before", async () => {
		const store = await storeWithGroups();
		const first = await setUp(store);
		const cookie = first.done === "set-up" ? first.session.token : "";
		expect(await readAdminSession(store, 12, cookie)).toMatchObject({
			group: "acme",
			name: "Ida",
		});
		await setUp(store);
		expect(await readAdminSession(store, 13, cookie)).toBeUndefined();
	});

	it("is signed out by themselves, or after a day's work", async () => {
		const store = await storeWithGroups();
		const first = await setUp(store);
		const cookie = first.done === "set-up" ? first.session.token : "";
		const end = 11 + ADMIN_SESSION_LIFETIME_MS;
		expect(await readAdminSession(store, end - 1, cookie)).toBeDefined();
		expect(await readAdminSession(store, end, cookie)).toBeUndefined();
		await endAdminSession(store, cookie);
		expect(await readAdminSession(store, 12, cookie)).toBeUndefined();
	});
});

describe("a sign-in link", () => {
	const make = (store: Store, uses?: number) =>
		newSignInLink("acme", store, "operator", 20, {
			name: "ida ",
			...(uses !== undefined && { uses }),
		});

	it("signs its administrator in once, within ten minutes", async () => {
		const store = await storeWithGroups();
		await setUp(store);
		const token = (await make(store)) ?? "";
		const end = 20 + 10 * 60_000;
		expect(await signInByLink(store, end, token)).toBeUndefined();
		expect(await signInByLink(store, end - 1, token)).toMatchObject({
			group: "acme",
			name: "Ida",
		});
		expect(await signInByLink(store, end - 1, token)).toBeUndefined();
		expect(await signInByLink(store, 21, "guessed")).toBeUndefined();
		expect(JSON.stringify(await store.all("SELECT * FROM changes"))).toContain(
			"sign-in-link-made",
		);
	});

	it("works as often as it was made for, also at the same moment", async () => {
		const store = await storeWithGroups();
		await setUp(store);
		const token = (await make(store, 3)) ?? "";
		const all = await Promise.all(
			Array.from({ length: 5 }, () => signInByLink(store, 21, token)),
		);
		expect(all.filter((session) => session !== undefined)).toHaveLength(3);
	});

	it("is made for an administrator of the group alone", async () => {
		const store = await storeWithGroups();
		await setUp(store, "globex");
		expect(await make(store)).toBeUndefined();
	});

	it("is stored as a hash, and is void once the password was set anew", async () => {
		const store = await storeWithGroups();
		await setUp(store);
		const token = (await make(store)) ?? "";
		const stored = await store.all("SELECT * FROM sign_in_links");
		expect(stored).toHaveLength(1);
		expect(JSON.stringify(stored)).not.toContain(token);
		await setUp(store);
		expect(await signInByLink(store, 21, token)).toBeUndefined();
	});
});

describe("two administrators", () => {
	it("who remove each other at the same moment leave one", async () => {
		const store = await storeWithGroups();
		const people = [];
		for (const name of ["Ida", "Jo"]) {
			const done = await setUp(store, "acme", name);
			if (done.done === "set-up") people.push(done.session);
		}
		const [ida, jo] = people;
		if (ida === undefined || jo === undefined) throw new Error("not set up");
		const removed = await Promise.all([
			removeAdministrator("acme", store, ida, 20, jo.id),
			removeAdministrator("acme", store, jo, 20, ida.id),
		]);
		expect(removed).toEqual(["removed", "signed-out"]);
		expect(await groupsWithoutAdministrator(store)).toEqual(["globex"]);
	});
});
