import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { replyToLinkTest } from "../../extension/link-test.ts";
import {
	linkTestRequest,
	parseLinkTestReply,
	parseLinkTestRequest,
} from "../../session/link-test-port.ts";
import type { LinkQuestion } from "../../session/test-link.ts";
import { kept, stubFetch } from "./fake-browser.ts";

vi.mock("../../extension/browser.ts", () => import("./fake-browser.ts"));

const QUESTION: LinkQuestion = {
	url: "https://files.bank.example/fees.pdf",
	kind: "pdf",
	limit: 1_000,
};
const SENDER = {
	id: "abc",
	frameId: 0,
	url: "https://docside.example/admin/#links",
};
let fetched: string[];

beforeEach(() => {
	kept.own = { server: "https://docside.example" };
	fetched = [];
	stubFetch((url) => {
		fetched.push(url);
		return new Response("%PDF-1.7\n");
	});
});
afterEach(() => void vi.unstubAllGlobals());

describe("a request to test a link", () => {
	it("is answered with a verdict and the extension's origin, and with nothing of the document", async () => {
		const reply = await replyToLinkTest(linkTestRequest(QUESTION), SENDER);
		expect(reply).toEqual({
			type: "tested",
			origin: expect.any(String),
			test: { result: "ok", bytes: 9 },
			letIn: false,
		});
	});

	it("says that a document on the server's own host needs no leave", async () => {
		const url = "https://docside.example/fees.pdf";
		const request = linkTestRequest({ ...QUESTION, url });
		const reply = await replyToLinkTest(request, SENDER);
		expect(reply).toMatchObject({ type: "tested", letIn: true });
	});

	it.each([
		["another page of the server", { url: "https://docside.example/health" }],
		["a page that is called alike", { url: "https://docside.example/admins" }],
		["another server", { url: "https://docside.example.org/admin/" }],
		["another port", { url: "https://docside.example:444/admin/" }],
		["no page", { url: "" }],
		["a frame in the page", { frameId: 3 }],
	])("is declined to %s", async (_, change) => {
		const sender = { ...SENDER, ...change };
		const reply = await replyToLinkTest(linkTestRequest(QUESTION), sender);
		expect(reply).toEqual({ type: "declined" });
		expect(fetched).toEqual([]);
	});

	it.each([
		["another extension", linkTestRequest(QUESTION), { id: "mallory" }],
		["another message", "docside-sharing-status", {}],
		["more in it", { ...linkTestRequest(QUESTION), also: 1 }, {}],
		["http elsewhere", change({ url: "http://files.example/a.pdf" }), {}],
		["a script", change({ url: "javascript:alert(1)" }), {}],
		["a file", change({ url: "file:///etc/passwd" }), {}],
		["a password", change({ url: "https://a:b@files.example/a.pdf" }), {}],
		[
			"an endless address",
			change({ url: `https://a/${"x".repeat(3_000)}` }),
			{},
		],
		["no limit", change({ limit: Number.POSITIVE_INFINITY }), {}],
		["a limit below nothing", change({ limit: -1 }), {}],
		["another kind", change({ kind: "exe" }), {}],
	])("is none of ours with %s", (_, message, sender) => {
		expect(replyToLinkTest(message, { ...SENDER, ...sender })).toBe(undefined);
	});
});

function change(other: object) {
	return { type: "docside-test-link", question: { ...QUESTION, ...other } };
}

describe("what the page believes of a reply", () => {
	const origin = "chrome-extension://abc";
	const TESTED = { type: "tested", letIn: false };

	it.each([
		{ type: "testing" },
		{ type: "declined" },
		{ ...TESTED, origin, test: { result: "ok", bytes: 5 } },
		{ ...TESTED, origin, test: { result: "unreadable", host: "silent" } },
		{ ...TESTED, origin, test: { result: "missing", status: 404 } },
	])("is all of %o", (reply) => {
		expect(parseLinkTestReply(reply)).toEqual(reply);
	});

	it.each([
		undefined,
		"tested",
		{ type: "tested", origin },
		{ ...TESTED, origin, test: { result: "ok", bytes: 5, body: "%PDF" } },
		{ ...TESTED, origin, test: { result: "ok", bytes: Number.NaN } },
		{
			...TESTED,
			origin: "https://mallory.example",
			test: { result: "ok", bytes: 5 },
		},
		{
			...TESTED,
			origin: `${origin}\nSet-Cookie: x`,
			test: { result: "ok", bytes: 5 },
		},
	])("is nothing of %o", (reply) => {
		expect(parseLinkTestReply(reply)).toBe(undefined);
	});

	it("and a request is what it is after the journey", () => {
		const request = linkTestRequest(QUESTION);
		expect(parseLinkTestRequest(structuredClone(request))).toEqual(request);
	});
});
