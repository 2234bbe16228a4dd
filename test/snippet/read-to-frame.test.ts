import { describe, expect, it } from "vitest";
import type { ToFrame } from "../../snippet/frame-port.ts";
import { readToFrame } from "../../snippet/read-to-frame.ts";

const LINK = { type: "link", link: 1, path: "/a.pdf", download: "", text: "A" };
const SAID: ToFrame[] = [
	{ type: "end" },
	{ type: "checks", on: true },
	{ ...LINK, type: "link" },
	{ type: "fetched", link: 1, fetched: { got: "status", status: 404 } },
	{ type: "fetched", link: 1, fetched: { got: "too-large" } },
	{
		type: "fetched",
		link: 1,
		fetched: {
			got: "document",
			blob: new Blob(["x"]),
			disposition: "",
			mediaType: "",
			path: "/",
		},
	},
	{ type: "verdict", check: 1, allowed: false, reason: "no" },
	{ type: "asking", request: 1, byPage: true },
	{ type: "answer", request: 1, answer: "declined" },
];

describe("what the page's side says to the frame", () => {
	it.each(SAID)("is read: %j", (message) => {
		expect(readToFrame(message)).toEqual(message);
	});

	it.each([
		null,
		"end",
		{ type: "share" },
		{ type: "checks", on: 1 },
		{ ...LINK, link: -1 },
		{ ...LINK, link: 0.5 },
		{ ...LINK, text: 5 },
		{ type: "fetched", link: 1, fetched: { got: "document", blob: "x" } },
		{
			type: "fetched",
			link: 1,
			fetched: { got: "status", status: Number.NaN },
		},
		{ type: "verdict", check: 1, allowed: "true", reason: "" },
		{ type: "answer", request: 1, answer: "expired" },
	])("is not read when it is %j", (message) => {
		expect(readToFrame(message)).toBeUndefined();
	});

	it("is cut where it is too long", () => {
		const long = "x".repeat(5_000);
		const path = `/${long}/a.pdf`;
		const link = readToFrame({ ...LINK, path, text: long, download: long });
		expect(link).toMatchObject({
			path: path.slice(-2_000),
			text: long.slice(0, 500),
			download: long.slice(0, 500),
		});
		expect(
			readToFrame({ type: "verdict", check: 1, allowed: false, reason: long }),
		).toMatchObject({ reason: long.slice(0, 300) });
	});
});
