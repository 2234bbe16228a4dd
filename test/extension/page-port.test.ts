import { describe, expect, it } from "vitest";
import {
	parseToPage,
	parseToPanel,
	type ToPage,
	type ToPanel,
} from "../../extension/page-port.ts";

const FOLDER = "chrome-extension://0a1b2c3d-0000-4000-8000-0123456789ab/";

describe("what the page's script tells the panel", () => {
	it.each<ToPanel>([
		{ type: "page", key: "4821 5512 9034", secure: true, folder: FOLDER },
		{ type: "page", key: null, secure: false, folder: FOLDER },
		{ type: "shown", shown: true },
	])("is read: %o", (message) => {
		expect(parseToPanel(message)).toEqual(message);
	});

	it.each<[string, unknown]>([
		["nothing", undefined],
		["a text", "shown"],
		["another type", { type: "hide" }],
		["more fields", { type: "shown", shown: true, later: 1 }],
		["an endless key", page({ key: "1".repeat(101) })],
		["a folder on a site", page({ folder: "https://a.example/" })],
		["a folder with a path", page({ folder: `${FOLDER}evil/` })],
		["a script for a folder", page({ folder: "javascript://%0aalert(1)/" })],
	])("is not read: %s", (_, message) => {
		expect(parseToPanel(message)).toBeUndefined();
	});
});

function page(change: object) {
	return { type: "page", key: null, secure: true, folder: FOLDER, ...change };
}

describe("what the panel tells the page's script", () => {
	it.each<ToPage>([
		{ type: "layout", layout: "menu", height: 0 },
		{ type: "layout", layout: "document", height: 10_000 },
		{ type: "hide" },
		{ type: "show" },
		{ type: "active", active: true },
		{ type: "event", event: "documentShared", detail: { name: "a.pdf" } },
	])("is read: %o", (message) => {
		expect(parseToPage(message)).toEqual(message);
	});

	it.each<[string, unknown]>([
		["null", null],
		["a layout of its own", { type: "layout", layout: "full", height: 1 }],
		["no height", { type: "layout", layout: "menu", height: Number.NaN }],
		["a great height", { type: "layout", layout: "menu", height: 10_001 }],
		["less than no height", { type: "layout", layout: "menu", height: -1 }],
		["a long event", { type: "event", event: "x".repeat(41), detail: {} }],
		["an event with more", { type: "event", event: "x", detail: { a: {} } }],
	])("is not read: %s", (_, message) => {
		expect(parseToPage(message)).toBeUndefined();
	});
});
