import { beforeEach, describe, expect, it } from "vitest";
import type { Find, Found } from "../../session/place.ts";
import type { FromViewer } from "../../viewer/port.ts";
import {
	createSharedSearch,
	type SearchState,
	type SharedSearch,
} from "../../viewer/shared-search.ts";

type Mode = "preview" | "sharer" | "watcher";
const hit = { kind: "sheet", sheet: 0, row: 4, column: 2 } as const;
const done = (index: number, total: number): Found => ({
	status: "done",
	total,
	index,
	hit: total > 0 ? hit : null,
});

let mode: Mode;
let sent: FromViewer[];
let finds: Find[];
let report: (found: Found) => void;
let shownHits: (Found | null)[];
let state: SearchState;
let search: SharedSearch;

beforeEach(() => {
	sent = [];
	finds = [];
	shownHits = [];
	search = createSharedSearch({
		mode: () => mode,
		send: (message) => sent.push(message),
		changed: (next) => {
			state = next;
		},
		view: {
			search(find, to) {
				finds.push(find);
				report = to;
			},
			showHit: (found) => shownHits.push(found),
		},
	});
});

describe("the sharer", () => {
	beforeEach(() => {
		mode = "sharer";
		search.show(true);
		search.look({ query: "rent" });
	});

	it("runs its own search and tells what it looks for and finds", () => {
		report(done(1, 12));
		expect(sent.map(({ type }) => type)).toEqual(["find", "found"]);
		expect(state.found).toEqual(done(1, 12));
	});

	it("goes around the end with the next match", () => {
		report(done(12, 12));
		search.step(1);
		expect(finds.at(-1)?.index).toBe(1);
		report(done(1, 12));
		search.step(-1);
		expect(finds.at(-1)?.index).toBe(12);
	});

	it("counts every press, also those that come before the answer", () => {
		report(done(1, 12));
		search.step(1);
		search.step(1);
		expect(finds.at(-1)?.index).toBe(3);
		search.step(-1);
		expect(finds.at(-1)?.index).toBe(2);
	});

	it("drops what an earlier search still finds", () => {
		const late = report;
		search.look({ query: "salary" });
		late(done(1, 12));
		expect(state.found).toBeNull();
		expect(sent.filter(({ type }) => type === "found")).toEqual([]);
	});

	it("runs the other person's search and answers, without asking back", () => {
		sent.length = 0;
		const find = { query: "tax", matchCase: true, wholeWords: false, index: 3 };
		search.theirs(find);
		report(done(3, 7));
		expect(sent).toEqual([{ type: "found", found: done(3, 7) }]);
		expect(state).toMatchObject({ shown: true, find });
	});

	it("ends the search for both when it is closed", () => {
		search.show(false);
		expect(sent.at(-1)).toMatchObject({ type: "find", find: { query: "" } });
		expect(finds.at(-1)?.query).toBe("");
	});
});

describe("the watcher", () => {
	beforeEach(() => {
		mode = "watcher";
		search.show(true);
		search.look({ query: "rent", matchCase: true });
	});

	it("asks and never searches itself", () => {
		expect(finds).toEqual([]);
		expect(sent).toEqual([
			{
				type: "find",
				find: { query: "rent", matchCase: true, wholeWords: false, index: 0 },
			},
		]);
	});

	it("shows what the sharer finds", () => {
		search.answered(done(2, 5));
		expect(shownHits).toEqual([done(2, 5)]);
		search.step(1);
		expect(sent.at(-1)).toMatchObject({ find: { index: 3 } });
	});

	it("takes the mark away when the other person ends the search", () => {
		search.answered(done(2, 5));
		search.theirs({ query: "", matchCase: true, wholeWords: false, index: 0 });
		expect(shownHits.at(-1)).toBeNull();
		expect(state.shown).toBe(false);
	});
});

it("keeps a preview's search to itself", () => {
	mode = "preview";
	search.look({ query: "rent" });
	report(done(1, 2));
	expect(sent).toEqual([]);
	expect(state.found).toEqual(done(1, 2));
});
