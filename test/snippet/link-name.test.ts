import { describe, expect, it } from "vitest";
import type { Fetched } from "../../snippet/frame-port.ts";
import { nameOfLink, shownName } from "../../snippet/link-name.ts";

const LINK = { path: "/documents/4711", download: "", text: " Your terms " };

function fetched(part: Partial<Extract<Fetched, { got: "document" }>>) {
	const got = "document" as const;
	const blob = new Blob();
	return { got, blob, disposition: "", mediaType: "", path: "/x", ...part };
}

describe("the name of a link's document", () => {
	it("is the link's text until it is fetched, where the address ends in no document", () => {
		expect(nameOfLink(LINK)).toBe("Your terms");
		expect(nameOfLink({ ...LINK, text: "" })).toBe("4711");
	});

	it.each([
		["Terms.pdf", { path: "/a/Terms.pdf" }],
		["Fees & interest.xlsx", { path: "/a/Fees%20%26%20interest.xlsx" }],
		["%E0%A4%A.csv", { path: "/a/%E0%A4%A.csv" }],
		["mine.csv", { path: "/a/Terms.pdf", download: "mine.csv" }],
		["Your terms", { path: "/", download: "" }],
	])("is %s for %j", (name, part) => {
		expect(nameOfLink({ ...LINK, ...part })).toBe(name);
	});

	it.each([
		["4711.pdf", { mediaType: "application/pdf; charset=binary" }],
		["4711.csv", { mediaType: "TEXT/CSV" }],
		["4711", { mediaType: "text/html" }],
		["4711", { mediaType: "constructor" }],
		["final.pdf", { path: "/store/final.pdf", mediaType: "text/csv" }],
		["a.xls", { disposition: 'attachment; filename="a.xls"' }],
		['say "a".pdf', { disposition: 'inline; filename="say \\"a\\".pdf"' }],
		["a.tsv", { disposition: "attachment;filename=a.tsv;size=3" }],
		[
			"Kündigung.pdf",
			{
				disposition:
					"attachment; filename=\"K.pdf\"; filename*=UTF-8''K%C3%BCndigung.pdf",
			},
		],
	])("is %s once it came as %j", (name, part) => {
		expect(nameOfLink(LINK, fetched(part))).toBe(name);
	});

	it("is shown on one line, without anything invisible, and not too long", () => {
		expect(shownName("a\n\u202eb\u200b.pdf")).toBe("a b.pdf");
		expect(shownName("x".repeat(500))).toBe(`${"x".repeat(100)}…`);
	});
});
