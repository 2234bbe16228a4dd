import { afterEach, describe, expect, it, vi } from "vitest";
import { fetchApprovedLink } from "../../extension/approved-link.ts";
import type { ApprovedLink } from "../../policy/settings.ts";
import { en } from "../../words/en.ts";

const LINK: ApprovedLink = {
	id: "fees-for-all",
	name: "Fees 2026",
	url: "https://files.bank.example/current.pdf?v=2",
	download: true,
	kind: "pdf",
};
const PDF = new TextEncoder().encode("%PDF-1.7\nand so on");

afterEach(() => void vi.unstubAllGlobals());

function serve(answer: () => Response | Promise<Response>) {
	const fetched = vi.fn(async (_url: string, _init: RequestInit) => answer());
	vi.stubGlobal("fetch", fetched);
	return fetched;
}

function get(link: Partial<ApprovedLink> = {}, limit = PDF.length) {
	const signal = new AbortController().signal;
	return fetchApprovedLink({ ...LINK, ...link }, limit, en, signal);
}

describe("an approved link", () => {
	it("is fetched without cookies and kept in no cache", async () => {
		const fetched = serve(() => new Response(PDF));
		const found = await get();
		if (!found.ok) return expect.unreachable(found.why);
		expect(fetched.mock.lastCall?.[1]).toMatchObject({
			cache: "no-store",
			credentials: "omit",
			referrerPolicy: "no-referrer",
		});
		const { source } = found;
		expect(source).toMatchObject({ name: "Fees 2026.pdf", kind: "pdf" });
		expect(await source.read(0, source.size)).toEqual(PDF);
	});

	it.each([
		["Fees.pdf", "https://a.example/x", "Fees.pdf"],
		["Fees", "https://a.example/x.PDF", "Fees.PDF"],
		["Fees", "https://a.example/x", "Fees.pdf"],
		["Fees/2026", "https://a.example/x.xlsx", "Fees_2026.pdf"],
	])("named %j at %s is called %j", async (name, url, called) => {
		serve(() => new Response(PDF));
		expect(await get({ name, url })).toMatchObject({
			source: { name: called },
		});
	});

	it("is refused one byte above the limit, and not read to its end", async () => {
		let pulled = 0;
		serve(
			() =>
				new Response(
					new ReadableStream({
						pull(controller) {
							pulled += 1;
							controller.enqueue(new Uint8Array(1_000));
						},
					}),
				),
		);
		const why = en.refusal.tooLarge(LINK.name, 5_000, 4_999);
		expect(await get({}, 4_999)).toEqual({ ok: false, why });
		expect(pulled).toBeLessThan(10);
	});

	it.each<[string, () => Response | Promise<Response>]>([
		["is missing", () => new Response("", { status: 404 })],
		["has no content", () => new Response(null, { status: 204 })],
		[
			"may not be read from here",
			() => Promise.reject(new TypeError("Failed to fetch")),
		],
	])("that %s cannot be read, in words", async (_, answer) => {
		serve(answer);
		const why = en.refusal.linkUnreadable(LINK.name);
		expect(await get()).toEqual({ ok: false, why });
	});

	it.each<[string, string, Partial<ApprovedLink>]>([
		["a page in place of the document", "<!doctype html><p>Sign in", {}],
		["another kind", "a;b\n1;2\n", {}],
		["a PDF that should be a workbook", "%PDF-1.7\n", { kind: "excel" }],
		["nothing", "", {}],
	])("is refused with %s", async (_, body, link) => {
		serve(() => new Response(body));
		const why = en.refusal["wrong-type"];
		expect(await get(link, 1_000)).toEqual({ ok: false, why });
	});
});
