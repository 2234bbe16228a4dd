import { describe, expect, it } from "vitest";
import type { Role } from "../../policy/rules.ts";
import type { Find, Found, Place } from "../../session/place.ts";
import { patterned } from "../session/transfer.ts";
import { arrivals, file, meet, shareWith, until } from "./people.ts";

const page = (page: number): Place => ({ kind: "pdf", page, x: 0, y: 700 });
const search = (query: string): Find => ({
	query,
	matchCase: false,
	wholeWords: false,
	index: 0,
});
const found: Found = {
	status: "done",
	total: 12,
	index: 3,
	hit: { kind: "pdf", page: 2, rects: [[0, 0, 10, 10]] },
};

/** The visitor shares; the agent watches. */
async function looking() {
	const story = await meet();
	await shareWith(story.visitor, story.agent, file(patterned(1_000)));
	story.crossed.length = 0;
	const share = story.visitor.document?.share ?? 0;
	return { ...story, share };
}

describe("a position", () => {
	it.each<Role>(["agent", "visitor"])(
		"of the %s reaches the other, and nothing comes back",
		async (mover) => {
			const { agent, visitor, sent } = await looking();
			const { session } = mover === "agent" ? agent : visitor;
			session.moved(page(3));
			session.moved(page(4));
			await arrivals();
			const position = { turn: 2, by: mover, place: page(4) };
			expect(agent.document?.position).toEqual(position);
			expect(visitor.document?.position).toEqual(position);
			expect([...sent("agent"), ...sent("visitor")]).toEqual([
				"position",
				"position",
			]);
		},
	);

	it("is the agent's when both move at once", async () => {
		const { agent, visitor } = await looking();
		agent.session.moved(page(5));
		visitor.session.moved(page(9));
		await arrivals();
		for (const { document } of [agent, visitor])
			expect(document?.position).toMatchObject({ by: "agent", turn: 1 });
	});

	it("is that of who moved more often, whoever that is", async () => {
		const { agent, visitor } = await looking();
		agent.session.moved(page(5));
		visitor.session.moved(page(8));
		visitor.session.moved(page(9));
		await arrivals();
		for (const { document } of [agent, visitor])
			expect(document?.position).toEqual({
				turn: 2,
				by: "visitor",
				place: page(9),
			});
	});

	it("is dropped when it is late", async () => {
		const { agent, visitor, forge, share } = await looking();
		visitor.session.moved(page(2));
		visitor.session.moved(page(3));
		await arrivals();
		const before = agent.session.state;
		const late = { type: "position" as const, share, place: page(7) };
		await forge("visitor", { ...late, turn: 1 });
		await forge("visitor", { ...late, turn: 2 });
		await forge("visitor", { ...late, turn: 0 });
		expect(agent.session.state).toBe(before);
	});

	it("begins anew with the next document", async () => {
		const { agent, visitor, forge, share } = await looking();
		visitor.session.moved(page(2));
		await arrivals();
		await shareWith(agent, visitor, file(patterned(10)));
		await forge("agent", {
			type: "position",
			share,
			turn: 9,
			place: page(7),
		});
		const nowhere = { turn: 0, by: "agent", place: null };
		expect(visitor.document?.position).toEqual(nowhere);
		expect(agent.document?.position).toEqual(nowhere);
	});

	it("is not sent when nothing is open", async () => {
		const { agent, visitor, crossed } = await meet();
		for (const { session } of [agent, visitor]) {
			session.moved(page(1));
			session.searched(search("x"));
			session.found(found);
			session.pointed(page(1));
			session.closeDocument();
			session.saved();
		}
		await arrivals();
		expect(crossed).toEqual([]);
	});
});

describe("a search", () => {
	it("of the watcher is answered by the sharer", async () => {
		const { agent, visitor } = await looking();
		agent.session.searched(search("rate"));
		await until(() => visitor.document?.find.find !== null);
		visitor.session.found({ ...found, status: "searching" });
		visitor.session.found(found);
		await arrivals();
		const shown = { turn: 1, by: "agent", find: search("rate"), found };
		expect(agent.document?.find).toEqual(shown);
		expect(visitor.document?.find).toEqual(shown);
	});

	it("of the sharer shows on both sides", async () => {
		const { agent, visitor } = await looking();
		visitor.session.searched(search("rate"));
		visitor.session.found(found);
		await arrivals();
		expect(agent.document?.find).toEqual(visitor.document?.find);
		expect(agent.document?.find.found).toEqual(found);
	});

	it("drops the answer to the one before", async () => {
		const { agent, visitor, forge, share } = await looking();
		agent.session.searched(search("one"));
		agent.session.searched(search("two"));
		await arrivals();
		await forge("visitor", { type: "found", share, turn: 1, found });
		expect(agent.document?.find).toMatchObject({ turn: 2, found: null });
		visitor.session.found(found);
		await arrivals();
		expect(agent.document?.find).toMatchObject({ turn: 2, found });
	});

	it("takes no answer from the watcher", async () => {
		const { agent, visitor, forge, share } = await looking();
		visitor.session.searched(search("one"));
		agent.session.found(found);
		await forge("agent", { type: "found", share, turn: 1, found });
		expect(visitor.document?.find.found).toBeNull();
	});

	it("has no answer before anybody searched", async () => {
		const { visitor, crossed } = await looking();
		visitor.session.found(found);
		await arrivals();
		expect(crossed).toEqual([]);
	});
});

describe("a pointer", () => {
	it("shows where the other points, and not one's own", async () => {
		const { agent, visitor } = await looking();
		agent.session.pointed(page(2));
		await arrivals();
		expect(visitor.document?.pointer).toEqual(page(2));
		expect(agent.document?.pointer).toBeNull();
		agent.session.pointed(null);
		await arrivals();
		expect(visitor.document?.pointer).toBeNull();
	});
});
