import { describe, expect, it } from "vitest";
import { kindOfName } from "../../policy/kinds.ts";
import { MAX_DOCUMENT_BYTES, parseSettings } from "../../policy/settings.ts";
import { exampleSettings } from "./settings-example.ts";

type Change = (settings: ReturnType<typeof exampleSettings>) => object;

function parsing(change: Change) {
	const settings = exampleSettings();
	return () => parseSettings(JSON.stringify(change(settings)));
}

/** The first link, with one thing changed. */
const link =
	(change: object): Change =>
	(all) => ({ ...all, links: [{ ...all.links[0], ...change }] });

describe("parseSettings", () => {
	it("reads what was written", () => {
		expect(parsing((all) => all)()).toEqual(exampleSettings());
	});

	it.each<[string, Change]>([
		["group", (all) => ({ ...all, group: "Example Bank" })],
		["company", (all) => ({ ...all, company: " " })],
		["company", (all) => ({ ...all, company: "x".repeat(81) })],
		["sites.0", (all) => ({ ...all, sites: ["bank.example"] })],
		[
			"sharing.agentDocumentShare",
			(all) => ({
				...all,
				sharing: { ...all.sharing, agentDocumentShare: "yes" },
			}),
		],
		[
			"sharing.extra",
			(all) => ({ ...all, sharing: { ...all.sharing, extra: true } }),
		],
		[
			"limits.visitorPdfBytes",
			(all) => ({ ...all, limits: { ...all.limits, visitorPdfBytes: 0 } }),
		],
		[
			"limits.agentPdfBytes",
			(all) => ({
				...all,
				limits: { ...all.limits, agentPdfBytes: MAX_DOCUMENT_BYTES + 1 },
			}),
		],
		["requestTimeoutSeconds", (all) => ({ ...all, requestTimeoutSeconds: 4 })],
		[
			"requestTimeoutSeconds",
			(all) => ({ ...all, requestTimeoutSeconds: 601 }),
		],
		["termsUrl", (all) => ({ ...all, termsUrl: "http://bank.example/terms" })],
		["termsUrl", (all) => ({ ...all, termsUrl: undefined })],
		["links", (all) => ({ ...all, links: Array(21).fill(all.links[0]) })],
		["links.0.id", link({ id: "short" })],
		["links.0.id", link({ id: "with space" })],
		["links.0.name", link({ name: "x".repeat(81) })],
		["links.0.name", link({ name: "" })],
		["links.0.url", link({ url: "javascript:alert(1)" })],
		["links.0.url", link({ url: "data:text/csv,a" })],
		["links.0.url", link({ url: "file:///etc/passwd" })],
		["links.0.url", link({ url: "https://user:word@bank.example/" })],
		["links.0.url", link({ url: "https://user@bank.example/" })],
		["links.0.url", link({ url: "/fees.pdf" })],
		["links.0.url", link({ url: "//bank.example/fees.pdf" })],
		["links.0.url", link({ url: "http://localhost.bank.example/fees.pdf" })],
		["links.0.url", link({ url: `https://bank.example/${"x".repeat(2_048)}` })],
		["links.0.role", link({ role: "" })],
		["links.0.active", link({ active: null })],
		["links.0.download", link({ download: 1 })],
		["links.0.kind", link({ kind: "docx" })],
		["links.0.secret", link({ secret: 1 })],
		[
			"agents.0.tokenSha256",
			(all) => ({
				...all,
				agents: [{ name: "Ana", role: "Cards", tokenSha256: "plain" }],
			}),
		],
		["later", (all) => ({ ...all, later: true })],
	])("names the path of a mistake: %s", (path, change) => {
		expect(parsing(change)).toThrow(`wrong at ${path}:`);
	});

	it.each<[string, string]>([
		["no JSON", "{"],
		["a list", "[]"],
		["null", "null"],
		["nothing", ""],
	])("refuses %s in words", (_, json) => {
		expect(() => parseSettings(json)).toThrow(/^The settings are /);
	});

	it("refuses an own __proto__", () => {
		const json = JSON.stringify(exampleSettings());
		const proto = json.replace("{", '{"__proto__":{"polluted":true},');
		expect(() => parseSettings(proto)).toThrow("The settings are wrong");
		expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
	});

	it.each([
		"http://localhost:8080/a.pdf",
		"http://127.0.0.1/a.pdf",
		"http://[::1]:3000/a.pdf",
		"https://bank.example/a.pdf?x=1#y",
	])("accepts the address %s", (url) => {
		expect(parsing(link({ url }))().links[0]?.url).toBe(url);
	});

	it("accepts the limits themselves", () => {
		const most: Change = (all) => ({
			...all,
			company: "x".repeat(80),
			requestTimeoutSeconds: 600,
			links: Array(20).fill(all.links[0]),
			limits: { ...all.limits, visitorPdfBytes: MAX_DOCUMENT_BYTES },
		});
		expect(parsing(most)().links).toHaveLength(20);
		const least: Change = (all) => ({
			...all,
			requestTimeoutSeconds: 5,
			links: [],
			termsUrl: null,
			limits: { ...all.limits, visitorPdfBytes: 1 },
		});
		expect(parsing(least)().termsUrl).toBeNull();
	});
});

describe("kindOfName", () => {
	it.each([
		["a.pdf", "pdf"],
		["A.PDF", "pdf"],
		["a.b.xls", "excel"],
		["a.xlsx", "excel"],
		["a.csv", "csv"],
		["a.tsv", "csv"],
		["a.xlsm", undefined],
		["a.pdf.exe", undefined],
		["pdf", undefined],
		["", undefined],
		["a.", undefined],
		["a.constructor", undefined],
		["a.__proto__", undefined],
	])("says of %s: %s", (name, kind) => {
		expect(kindOfName(name)).toBe(kind);
	});
});
