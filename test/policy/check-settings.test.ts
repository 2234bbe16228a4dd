import { describe, expect, it } from "vitest";
import { checkSettings, warningsOf } from "../../policy/check-settings.ts";
import { contrast } from "../../policy/contrast.ts";
import { ALL_ON, groupSettings, link } from "./group-settings.ts";

const pathsOf = (value: unknown) =>
	checkSettings(value).errors?.map(({ path }) => path);

describe("checking settings", () => {
	it("takes good ones, and fills in what a short file leaves out", () => {
		expect(checkSettings(groupSettings())).toEqual({
			settings: groupSettings(),
		});
		const { types, branding, roles, ...short } = groupSettings({ roles: [] });
		expect(checkSettings(short)).toEqual({
			settings: { ...short, types, branding, roles },
		});
	});

	it("names every mistake with its path, in words", () => {
		const { company: _company, ...rest } = groupSettings();
		const wrong = {
			...rest,
			sites: ["ftp://acme.example"],
			sharing: { ...ALL_ON, agentDocumentShare: "yes" },
			requestTimeoutSeconds: 4.5,
			termsUrl: "javascript:alert(1)",
			links: [link(1), { ...link(2), url: "https://u:p@x.example/", name: "" }],
			colour: "red",
		};
		expect(checkSettings(wrong).errors).toEqual([
			{ path: "company", message: "is missing" },
			{
				path: "sites.0",
				message: "must be an https address without a user name",
			},
			{ path: "sharing.agentDocumentShare", message: "must be true or false" },
			{ path: "requestTimeoutSeconds", message: "must be a whole number" },
			{
				path: "termsUrl",
				message: "must be an https address without a user name",
			},
			{ path: "links.1.name", message: "must not be empty" },
			{
				path: "links.1.url",
				message: "must be an https address without a user name",
			},
			{ path: "colour", message: "is not a setting" },
		]);
	});

	it("takes twenty links, inactive ones counted, and not one more", () => {
		const links = Array.from({ length: 20 }, (_, n) =>
			link(n, { active: false }),
		);
		expect(checkSettings(groupSettings({ links })).errors).toBeUndefined();
		expect(
			checkSettings(groupSettings({ links: [...links, link(20)] })).errors,
		).toEqual([{ path: "links", message: "can have 20 entries at most" }]);
	});

	it("refuses a role twice, a link id twice and a link's role that is none", () => {
		expect(
			pathsOf(
				groupSettings({
					roles: [
						{ name: "Sales", sharing: ALL_ON },
						{ name: "Sales", sharing: ALL_ON },
					],
					links: [link(1), link(1, { role: "Guest" })],
				}),
			),
		).toEqual(["roles.1.name", "links.1.id", "links.1.role"]);
	});

	it("refuses no types, a type twice and a colour that is none", () => {
		expect(pathsOf(groupSettings({ types: [] }))).toEqual(["types"]);
		expect(pathsOf(groupSettings({ types: ["pdf", "pdf"] }))).toEqual([
			"types",
		]);
		const branding = { accent: "red;}", logoUrl: null };
		expect(pathsOf(groupSettings({ branding }))).toEqual(["branding.accent"]);
	});

	it.each([null, [], "text", 5, undefined])("survives %j", (value) => {
		expect(checkSettings(value).errors?.length).toBeGreaterThan(0);
	});
});

describe("warnings", () => {
	it("are none for ordinary settings", () => {
		expect(warningsOf(groupSettings())).toEqual([]);
	});

	it("name a link that is called like another, and one of a type nobody may share", () => {
		const links = [link(1), link(2, { name: "document 1", kind: "csv" })];
		expect(
			warningsOf(groupSettings({ links, types: ["pdf"] })).map(
				({ path }) => path,
			),
		).toEqual(["links.1.name", "links.1.kind"]);
	});

	it("name an accent colour on which white words are hard to read", () => {
		const warned = (accent: string) =>
			warningsOf(groupSettings({ branding: { accent, logoUrl: null } }));
		expect(contrast("#ffffff", "#000000")).toBeCloseTo(21);
		// The two greys on either side of 4.5:1 on white.
		expect(contrast("#767676", "#ffffff")).toBeCloseTo(4.54, 2);
		expect(contrast("#777777", "#ffffff")).toBeCloseTo(4.48, 2);
		expect(warned("#767676")).toEqual([]);
		expect(warned("#777777")[0]?.message).toContain("4.4:1");
	});
});
