import { getRandomValues } from "node:crypto";
import { describe, expect, it } from "vitest";
import { host, join, joinAgain } from "./company.ts";
import { arrivals, file, meet, shareWith } from "./people.ts";

/** Nothing makes them shorter. */
const BYTES = getRandomValues(new Uint8Array(60_000));
const never = new AbortController().signal;

describe("where a file went", () => {
	it("is counted by both ends, document and all", async () => {
		const { agent, visitor } = await meet();
		await shareWith(visitor, agent, file(BYTES));
		await agent.session.save(never, () => {});
		const [sent, received] = await Promise.all([
			visitor.session.travel(),
			agent.session.travel(),
		]);
		expect(sent.documents).toEqual({ sent: BYTES.length, received: 0 });
		expect(received.documents).toEqual({ sent: 0, received: BYTES.length });
		expect(sent.route).toBe("direct");
		expect(sent.all.sent).toBeGreaterThan(BYTES.length);
		expect(received.all.received).toBe(sent.all.sent);
	});

	it("is nowhere before anything is shared", async () => {
		const { agent } = await meet();
		const { documents } = await agent.session.travel();
		expect(documents).toEqual({ sent: 0, received: 0 });
	});

	it("goes on being counted over the next link, for each agent by themselves", async () => {
		const visitor = host();
		const ana = await join(visitor, "Ana");
		const ben = await join(visitor, "Ben");
		visitor.gathering.share(file(BYTES), { savable: true, from: "computer" });
		await arrivals();
		await ana.session.save(never, () => {});
		const [before] = await visitor.gathering.travels();
		ana.pair.lose();
		const [lost] = await visitor.gathering.travels();
		expect(lost).toMatchObject({ name: "Ana", travel: { route: "none" } });

		await joinAgain(visitor, "Ana", ana);
		visitor.gathering.closeDocument();
		visitor.gathering.share(file(BYTES), { savable: true, from: "computer" });
		await arrivals();
		await ana.session.save(never, () => {});
		const [anas, bens] = await visitor.gathering.travels();
		expect(anas?.travel.route).toBe("direct");
		expect(anas?.travel.documents.sent).toBe(2 * BYTES.length);
		expect(anas?.travel.all.sent).toBeGreaterThan(
			(before?.travel.all.sent ?? 0) + BYTES.length,
		);
		expect(bens?.name).toBe("Ben");
		expect(bens?.travel.documents.sent).toBeLessThan(BYTES.length);

		ben.session.end();
		await arrivals();
		const left = await visitor.gathering.travels();
		expect(left.map(({ name, travel }) => [name, travel.route])).toEqual([
			["Ana", "direct"],
			["Ben", "none"],
		]);
		expect(left[1]?.travel.documents).toEqual(bens?.travel.documents);
	});
});
