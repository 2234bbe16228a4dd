import { describe, expect, it } from "vitest";
import {
	agentOfToken,
	changeRole,
	findAgent,
	INVITATION_LIFETIME_MS,
	inviteAgain,
	inviteAgent,
	listAgents,
	redeemInvitation,
	revokeAgent,
} from "../../../signaling/account/agents.ts";
import type { Store } from "../../../signaling/account/store.ts";
import { storeWithGroups } from "./opened-store.ts";

const ADA = { name: "Ada", role: "Sales" };

async function invite(store: Store) {
	const invited = await inviteAgent("acme", store, "Ida", 10, ADA);
	if (invited === undefined) throw new Error("not invited");
	return invited;
}

describe("an invitation", () => {
	it("signs an agent in once", async () => {
		const store = await storeWithGroups();
		const { id, invitation } = await invite(store);
		expect(invitation).toMatch(/^[0-9a-f]{32}$/);
		const token = (await redeemInvitation(store, 11, invitation)) ?? "";
		expect(await agentOfToken(store, 100, token)).toEqual({
			group: "acme",
			id,
			...ADA,
		});
		expect(await redeemInvitation(store, 12, invitation)).toBeUndefined();
		expect(await listAgents("acme", store)).toMatchObject([
			{ id, state: "active", invitedUntil: null },
		]);
	});

	it("lapses after seven days", async () => {
		const store = await storeWithGroups();
		const { invitation, expires } = await invite(store);
		expect(expires).toBe(10 + INVITATION_LIFETIME_MS);
		expect(await redeemInvitation(store, expires, invitation)).toBeUndefined();
	});

	it("is good for one of two who use it at once", async () => {
		const store = await storeWithGroups();
		const { invitation } = await invite(store);
		const tokens = await Promise.all([
			redeemInvitation(store, 11, invitation),
			redeemInvitation(store, 11, invitation),
		]);
		expect(tokens.filter((token) => token !== undefined)).toHaveLength(1);
	});

	it("given again ends the sign-in of before when it is used", async () => {
		const store = await storeWithGroups();
		const { id, invitation } = await invite(store);
		const old = (await redeemInvitation(store, 11, invitation)) ?? "";
		const again = await inviteAgain("acme", store, "Ida", 12, id);
		expect(await agentOfToken(store, 100, old)).toBeDefined();
		await redeemInvitation(store, 13, again?.invitation ?? "");
		expect(await agentOfToken(store, 100, old)).toBeUndefined();
	});
});

describe("an agent", () => {
	it("is stored with no secret that could be used", async () => {
		const store = await storeWithGroups();
		const { invitation } = await invite(store);
		const { invitation: open } = await invite(store);
		const token = (await redeemInvitation(store, 11, invitation)) ?? "";
		const tables = ["agents", "invitations", "changes"];
		const rows = await Promise.all(
			tables.map((table) => store.all(`SELECT * FROM ${table}`)),
		);
		const text = JSON.stringify(rows);
		expect(text).toContain("Ada");
		for (const secret of [invitation, open, token])
			expect(text).not.toContain(secret);
	});

	it("is out as soon as revoked, with the invitation", async () => {
		const store = await storeWithGroups();
		const { id, invitation } = await invite(store);
		const token = (await redeemInvitation(store, 11, invitation)) ?? "";
		const open = await inviteAgain("acme", store, "Ida", 12, id);
		expect(await revokeAgent("acme", store, "Ida", 13, id)).toBe(true);
		expect(await agentOfToken(store, 100, token)).toBeUndefined();
		expect(
			await redeemInvitation(store, 14, open?.invitation ?? ""),
		).toBeUndefined();
		expect(await inviteAgain("acme", store, "Ida", 15, id)).toBeUndefined();
		expect((await findAgent("acme", store, id))?.state).toBe("revoked");
	});

	it("is out of reach from another group", async () => {
		const store = await storeWithGroups();
		const { id } = await invite(store);
		expect(await findAgent("globex", store, id)).toBeUndefined();
		expect(await listAgents("globex", store)).toEqual([]);
		expect(await revokeAgent("globex", store, "Eve", 11, id)).toBe(false);
		expect(await inviteAgain("globex", store, "Eve", 11, id)).toBeUndefined();
		expect(
			await changeRole("globex", store, "Eve", 11, { id, role: "Support" }),
		).toBe(false);
		expect(await findAgent("acme", store, id)).toMatchObject({
			...ADA,
			state: "invited",
		});
	});
});
