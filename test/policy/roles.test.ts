import { describe, expect, it } from "vitest";
import { agentPart, agentRights, visitorPart } from "../../policy/parts.ts";
import { linksOfRole, roleSharing } from "../../policy/roles.ts";
import { refusal } from "../../policy/rules.ts";
import type { Sharing } from "../../policy/settings.ts";
import { ALL_ON, groupSettings, link } from "./group-settings.ts";

const SWITCHES = [
	"visitorDocumentShare",
	"agentDocumentShare",
	"agentDownloadDocumentShare",
	"visitorDownloadDocumentShare",
] as const;

const only = (name: keyof Sharing, on: boolean): Sharing => ({
	...ALL_ON,
	[name]: on,
});

describe("what a role may do", () => {
	for (const name of SWITCHES)
		for (const [group, role, may] of [
			[true, true, true],
			[true, false, false],
			[false, true, false],
			[false, false, false],
		] as const)
			it(`${name}: group ${group} and role ${role} make ${may}`, () => {
				const settings = groupSettings({
					sharing: only(name, group),
					roles: [{ name: "Sales", sharing: only(name, role) }],
				});
				expect(roleSharing(settings, "Sales")).toEqual(only(name, may));
			});

	it("comes back for each role when the group's switch is on again", () => {
		const off = groupSettings({ sharing: only("agentDocumentShare", false) });
		expect(roleSharing(off, "Sales").agentDocumentShare).toBe(false);
		const on = { ...off, sharing: ALL_ON };
		expect(roleSharing(on, "Sales").agentDocumentShare).toBe(true);
		expect(roleSharing(on, "Support").agentDocumentShare).toBe(false);
	});

	it("is nothing where the role is not listed", () => {
		expect(Object.values(roleSharing(groupSettings(), "Guest"))).toEqual([
			false,
			false,
			false,
			false,
		]);
		expect(linksOfRole(groupSettings(), "Guest")).toEqual([]);
	});

	it("is what the group may where no roles are listed", () => {
		const { roles: _roles, ...settings } = groupSettings();
		expect(roleSharing(settings, "Guest")).toEqual(ALL_ON);
	});
});

describe("the links of a role", () => {
	it("are active, of the role or of all, of an allowed type, in order", () => {
		const settings = groupSettings({
			types: ["pdf", "csv"],
			links: [
				link(1, { role: "Support" }),
				link(2, { active: false }),
				link(3, { kind: "csv" }),
				link(4, { role: "Sales" }),
				link(5, { kind: "excel" }),
			],
		});
		const shown = linksOfRole(settings, "Sales").map(({ id }) => id);
		expect(shown).toEqual(["link-0003", "link-0004"]);
		expect(agentPart(settings, { name: "Ada", role: "Sales" }).links).toEqual([
			expect.objectContaining({ id: "link-0003" }),
			expect.objectContaining({ id: "link-0004" }),
		]);
		expect(agentRights(settings, "Sales").links).toEqual(shown);
	});
});

describe("allowed types", () => {
	it("refuse a document of another kind on both sides", () => {
		const rules = visitorPart(groupSettings({ types: ["pdf"] }));
		const csv = {
			sharedBy: "visitor",
			from: "computer",
			kind: "csv",
			size: 1,
			savable: false,
		} as const;
		expect(refusal(rules, [], csv)).toEqual({
			reason: "type-not-allowed",
			allowed: ["pdf"],
		});
		expect(refusal(rules, [], { ...csv, kind: "pdf" })).toBeUndefined();
	});
});
