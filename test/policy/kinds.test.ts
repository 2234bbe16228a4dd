import { describe, expect, it } from "vitest";
import { acceptedExtensions, allowedKinds } from "../../policy/kinds.ts";

describe("the kinds that may be shared", () => {
	it("are all where the administrator has said nothing", () => {
		expect(allowedKinds(undefined)).toEqual(["pdf", "excel", "csv"]);
	});

	it("are those of the list, in the order on the screen", () => {
		expect(allowedKinds(["csv", "pdf"])).toEqual(["pdf", "csv"]);
	});

	it.each([
		[["pdf", "excel", "csv"], ".pdf,.xls,.xlsx,.csv,.tsv"],
		[["pdf"], ".pdf"],
		[["excel", "csv"], ".xls,.xlsx,.csv,.tsv"],
	] as const)("narrow the system's dialog: %j", (kinds, accept) => {
		expect(acceptedExtensions(kinds)).toBe(accept);
	});
});
