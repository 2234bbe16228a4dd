import { describe, expect, it } from "vitest";
import { isSlowConnection } from "../../panel/slow-connection.ts";

describe("a slow connection", () => {
	it.each([
		{ effectiveType: "2g" },
		{ effectiveType: "slow-2g" },
		{ effectiveType: "4g", saveData: true },
	])("is one of %o", (connection) => {
		expect(isSlowConnection({ connection })).toBe(true);
	});

	it.each([
		{},
		{ connection: undefined },
		{ connection: { effectiveType: "3g", saveData: false } },
	])("is none of %o", (navigator) => {
		expect(isSlowConnection(navigator)).toBe(false);
	});
});
