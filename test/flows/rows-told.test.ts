import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Role } from "../../policy/rules.ts";
import { createLinkedPair } from "../../session/memory-link.ts";
import type { RowMap } from "../../session/row-map.ts";
import { otherRole } from "../../session/state.ts";
import { host, join } from "./company.ts";
import {
	arrivals,
	claimed,
	introduceAs,
	meet,
	person,
	shareWith,
} from "./people.ts";

/** Two rows of a file, and all three of them. */
const BEGINNING: RowMap = {
	rows: 2,
	columns: 3,
	step: 1,
	distances: [20, 30],
	strays: [],
	delimiter: ",",
	encoding: "utf-8",
	widths: [9, 5, 5],
	complete: false,
};
const WHOLE: RowMap = { ...BEGINNING, rows: 3, complete: true };
const roles: Role[] = ["agent", "visitor"];
const table = () => claimed(90_000, "csv");

describe.each(roles)("the rows of a CSV that the %s shares", (sharedBy) => {
	const other = otherRole(sharedBy);

	it("reach the watcher, again as they are counted", async () => {
		const story = await meet();
		await shareWith(story[sharedBy], story[other], table());
		expect(story[other].document?.rows).toBeNull();
		for (const map of [BEGINNING, WHOLE]) {
			story[sharedBy].session.mapped(map);
			await arrivals();
			expect(story[other].document?.rows).toEqual(map);
			expect(story[sharedBy].document?.rows).toEqual(map);
		}
	});

	it("are the sharer's to tell: a watcher's are heard by nobody", async () => {
		const story = await meet();
		await shareWith(story[sharedBy], story[other], table());
		story[other].session.mapped(WHOLE);
		expect(story.sent(other)).not.toContain("rows");
		await story.forge(other, { type: "rows", share: 1, map: WHOLE });
		await story.forge(other, { type: "rows", share: 2, map: WHOLE });
		for (const role of roles) expect(story[role].document?.rows).toBeNull();
	});

	it("are those of the document that is open, and of no PDF", async () => {
		const story = await meet();
		const [earlier, later] = sharedBy === "agent" ? [1, 3] : [2, 4];
		await shareWith(story[sharedBy], story[other], table());
		await shareWith(story[sharedBy], story[other], table());
		await story.forge(sharedBy, { type: "rows", share: earlier, map: WHOLE });
		expect(story[other].document).toMatchObject({ share: later, rows: null });
		await shareWith(story[sharedBy], story[other], claimed(5_000));
		const share = story[other].document?.share ?? 0;
		await story.forge(sharedBy, { type: "rows", share, map: WHOLE });
		expect(story[other].document?.rows).toBeNull();
	});
});

describe("with several agents", () => {
	const FROM = { savable: false, from: "computer" } as const;

	it("they reach everybody from the agent who shares, and who joins later", async () => {
		const visitor = host();
		const ana = await join(visitor, "Ana");
		const ben = await join(visitor, "Ben");
		ana.session.share(table(), FROM);
		await arrivals();
		ana.session.mapped(BEGINNING);
		ana.session.mapped(WHOLE);
		await arrivals();
		const cleo = await join(visitor, "Cleo");
		expect(visitor.open.document?.rows).toEqual(WHOLE);
		for (const { document } of [ben, cleo])
			expect(document).toMatchObject({ from: { agent: "Ana" }, rows: WHOLE });
		// Nobody but the sharer tells.
		visitor.gathering.mapped(BEGINNING);
		ben.session.mapped(BEGINNING);
		await arrivals();
		expect(visitor.open.document?.rows).toEqual(WHOLE);
		expect(cleo.document?.rows).toEqual(WHOLE);
	});

	it("they reach all from the visitor", async () => {
		const visitor = host();
		const ana = await join(visitor, "Ana");
		visitor.gathering.share(table(), FROM);
		visitor.gathering.mapped(WHOLE);
		await arrivals();
		const ben = await join(visitor, "Ben");
		for (const { document } of [ana, ben])
			expect(document?.rows).toEqual(WHOLE);
	});
});

describe("over a link that takes the place of a lost one", () => {
	beforeEach(() => {
		vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "Date"] });
	});
	afterEach(() => {
		vi.useRealTimers();
	});

	it.each([true, false])(
		"they come again: to a page that is loaded anew (%s)",
		async (fresh) => {
			const story = await meet();
			await shareWith(story.agent, story.visitor, table());
			story.pair.lose();
			story.agent.session.mapped(WHOLE);
			const pair = createLinkedPair();
			const [agentLink, visitorLink] = await Promise.all(
				roles.map((role) => introduceAs(role, pair)),
			);
			if (!agentLink || !visitorLink) throw new Error("not paired");
			story.agent.session.resume(agentLink);
			const visitor = fresh
				? person("visitor", visitorLink, { continued: { agent: "Ana" } })
				: story.visitor;
			if (!fresh) visitor.session.resume(visitorLink);
			await arrivals();
			expect(visitor.document).toMatchObject({ name: "a.csv", rows: WHOLE });
		},
	);
});
