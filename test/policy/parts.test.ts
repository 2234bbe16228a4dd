import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { agentPart, visitorPart } from "../../policy/parts.ts";
import {
	agentSettingsSchema,
	visitorSettingsSchema,
} from "../../policy/settings.ts";
import { exampleSettings } from "./settings-example.ts";

const settings = exampleSettings();

describe("the visitor's part", () => {
	it("is what the visitor's side accepts", () => {
		const part = visitorPart(settings);
		expect(v.parse(visitorSettingsSchema, part)).toEqual(part);
	});

	it("names active links by id alone: no name, no address, no role", () => {
		const part = visitorPart(settings);
		expect(part.links).toEqual([
			{ id: "fees-for-all", kind: "pdf", download: true },
			{ id: "mortgage-only", kind: "excel", download: false },
		]);
		const sent = JSON.stringify(part);
		for (const { name, url } of settings.links) {
			expect(sent).not.toContain(name);
			expect(sent).not.toContain(new URL(url).hostname);
		}
		expect(sent).not.toContain("old-and-inactive");
		expect(sent).not.toContain("Mortgage desk");
	});

	it("tells nothing of agents, sites and the group", () => {
		expect(Object.keys(visitorPart(settings)).sort()).toEqual([
			"company",
			"limits",
			"links",
			"requestTimeoutSeconds",
			"sharing",
			"termsUrl",
		]);
	});
});

describe("the agent's part", () => {
	const linksFor = (role: string) =>
		agentPart(settings, { name: "Ana", role }).links.map(({ id }) => id);

	it("is what the agent's side accepts", () => {
		const part = agentPart(settings, { name: "Ana", role: "Cards" });
		expect(v.parse(agentSettingsSchema, part)).toEqual(part);
	});

	it("has the links of every role and of their own, in order", () => {
		expect(linksFor("Mortgage desk")).toEqual([
			"fees-for-all",
			"mortgage-only",
		]);
		expect(linksFor("Cards")).toEqual(["fees-for-all"]);
		expect(linksFor("mortgage desk")).toEqual(["fees-for-all"]);
		expect(linksFor("")).toEqual(["fees-for-all"]);
	});

	it("has no token and no other agent", () => {
		const sent = JSON.stringify(agentPart(settings, { name: "Bo", role: "x" }));
		expect(sent).not.toContain("tokenSha256");
		expect(sent).not.toContain("Ana");
		expect(sent).not.toContain("Mortgage");
	});
});
