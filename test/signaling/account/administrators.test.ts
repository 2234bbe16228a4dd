import { describe, expect, it } from "vitest";
import {
	ADMIN_SESSION_LIFETIME_MS,
	endAdminSession,
	groupsWithoutAdministrator,
	newSetup,
	readAdminSession,
	setUpAdministrator,
	signInAdministrator,
} from "../../../signaling/account/administrators.ts";
import {
	hashPassword,
	isPassword,
} from "../../../signaling/account/password.ts";
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
