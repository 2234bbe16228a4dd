import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createLinkedPair } from "../../session/memory-link.ts";
import { host, join, joinAgain } from "./company.ts";
import { arrivals, claimed, introduceAs, type Person } from "./people.ts";

const PLACE = { kind: "pdf", page: 7, x: 0, y: 400 } as const;

beforeEach(() => {
	vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "Date"] });
});
afterEach(() => {
	vi.useRealTimers();
});

async function share({ session }: Person) {
	session.share(claimed(5_000), { savable: true, from: "computer" });
	await arrivals();
}

describe("a visitor with two agents", () => {
	it("goes on with the one whose link was lost, and the other has noticed nothing", async () => {
		const visitor = host();
		const ana = await join(visitor, "Ana");
		const ben = await join(visitor, "Ben");
		await share(ana);
		ben.pair.lose();
		ana.session.moved(PLACE);
		await arrivals();
		await joinAgain(visitor, "Ben", ben);
		expect(ben.document?.position.place).toEqual(PLACE);
		expect(visitor.open.members.map(({ presence }) => presence)).toEqual([
			"here",
			"here",
		]);
		expect((await ben.session.source?.read(0, 4_000))?.length).toBe(4_000);
		expect(ana.notices).toEqual([{ notice: "joined", agent: "Ben" }]);
	});

	it("brings both back to one document after its page was loaded anew", async () => {
		const before = host();
		const ana = await join(before, "Ana");
		const ben = await join(before, "Ben");
		await share(ana);
		ana.session.moved(PLACE);
		await arrivals();
		before.gathering.leave();
		ana.pair.lose();
		ben.pair.lose();

		const visitor = host();
		await joinAgain(visitor, "Ben", ben, true);
		await joinAgain(visitor, "Ana", ana, true);
		expect(visitor.open.document).toMatchObject({
			sharer: "Ana",
			position: { place: PLACE },
		});
		expect(ben.document?.from).toEqual({ agent: "Ana" });
		expect(ben.document?.position.place).toEqual(PLACE);
		expect(visitor.notices).toEqual([]);
		expect(visitor.events.map(({ event }) => event)).toEqual([
			"sessioncontinue",
			"agents",
			"agents",
		]);
	});

	it("asks the visitor for the file again that went with the page, and shares it with both", async () => {
		const before = host();
		const ana = await join(before, "Ana");
		const ben = await join(before, "Ben");
		before.gathering.share(claimed(5_000), {
			savable: true,
			from: "computer",
		});
		await arrivals();
		ana.pair.lose();
		ben.pair.lose();

		const visitor = host();
		await joinAgain(visitor, "Ana", ana, true);
		await joinAgain(visitor, "Ben", ben, true);
		expect(visitor.notices[0]).toMatchObject({ notice: "share-again" });
		visitor.gathering.share(claimed(6_000, "csv"), {
			savable: true,
			from: "computer",
		});
		await arrivals();
		expect(ana.document?.name).toBe("a.csv");
		expect(ben.document?.name).toBe("a.csv");
	});

	it("shows an agent who comes back what the visitor has shared meanwhile", async () => {
		const before = host();
		const ana = await join(before, "Ana");
		const ben = await join(before, "Ben");
		ana.pair.lose();
		ben.pair.lose();

		const visitor = host();
		await joinAgain(visitor, "Ana", ana, true);
		visitor.gathering.share(claimed(6_000, "csv"), {
			savable: true,
			from: "computer",
		});
		visitor.gathering.moved({ kind: "sheet", sheet: 0, row: 9, column: 0 });
		await arrivals();
		await joinAgain(visitor, "Ben", ben, true);
		expect(ben.document?.name).toBe("a.csv");
		expect(ben.document?.position.place).toMatchObject({ row: 9 });
		expect((await ben.session.source?.read(0, 6_000))?.length).toBe(6_000);
	});

	it("tells those who are back, once, of one who is not", async () => {
		vi.useFakeTimers();
		const before = host();
		const ana = await join(before, "Ana");
		const ben = await join(before, "Ben");
		const cem = await join(before, "Cem");
		for (const { pair } of [ana, ben, cem]) pair.lose();

		const visitor = host();
		await joinAgain(visitor, "Ana", ana, true);
		await joinAgain(visitor, "Ben", ben, true);
		ana.notices.length = 0;
		await vi.advanceTimersByTimeAsync(11_000);
		await arrivals();
		expect(ana.notices).toEqual([{ notice: "left", agent: "Cem" }]);
		expect(ana.session.state).toMatchObject({ others: { agents: ["Ben"] } });
	});

	it("knows nobody by a peer who was never in", async () => {
		const visitor = host();
		await join(visitor, "Ana");
		const stranger = createLinkedPair();
		const [, link] = await Promise.all([
			introduceAs("agent", stranger),
			introduceAs("visitor", stranger),
		]);
		expect(visitor.gathering.resume("peer-of-Eve", link)).toBe(false);
	});
});
