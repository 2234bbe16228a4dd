import { describe, expect, it } from "vitest";
import { cleanPersonName } from "../../session/person-name.ts";

describe("cleanPersonName", () => {
	it.each([
		["Ana", "Ana"],
		["  Ana   Lima ", "Ana Lima"],
		["محمد", "محمد"],
		["Ana\u202Enimda", "Ananimda"],
		["Ana\nYour bank", "Ana Your bank"],
		["A\u200Bna\u0007", "Ana"],
		["\u200B", "?"],
		["x".repeat(200), "x".repeat(80)],
	])("shows %j as %j", (name, shown) => {
		expect(cleanPersonName(name)).toBe(shown);
	});
});
