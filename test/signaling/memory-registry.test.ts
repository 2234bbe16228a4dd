import { describe, expect, it } from "vitest";
import { createMemoryRegistry } from "../../signaling/memory-registry.ts";
import { createRateLimit } from "../../signaling/rate-limit.ts";
import { createRoutes } from "../../signaling/routes.ts";
import { createFakeClock } from "./fake-clock.ts";

describe("routes", () => {
	it("grow by a digit when a tenth of a length is open, and shrink again", () => {
		const clock = createFakeClock();
		const routes = createRoutes(clock, 1_000);
		const opened = Array.from({ length: 11_001 }, (_, visitor) =>
			routes.open("acme", `visitor ${visitor}`),
		);
		const lengths = [4, 5, 6].map(
			(length) => opened.filter((route) => route.length === length).length,
		);
		expect(lengths).toEqual([1_000, 10_000, 1]);
		expect(new Set(opened).size).toBe(opened.length);
		expect(routes.open("other", "visitor")).toHaveLength(4);
		clock.advance(1_000);
		routes.sweep();
		expect(routes.open("acme", "late")).toHaveLength(4);
	});

	it("lead nowhere from the moment they expire, swept or not", () => {
		const clock = createFakeClock();
		const routes = createRoutes(clock, 1_000);
		const route = routes.open("acme", "visitor");
		clock.advance(999);
		expect(routes.follow("acme", route, 5)).toBe("visitor");
		clock.advance(1);
		expect(routes.follow("acme", route, 5)).toBeUndefined();
	});

	it("lead only within their group", () => {
		const routes = createRoutes(createFakeClock(), 1_000);
		const route = routes.open("acme", "visitor");
		expect(routes.follow("other", route, 5)).toBeUndefined();
		expect(routes.follow("acme", route, 5)).toBe("visitor");
	});
});

describe("the registry", () => {
	it("takes nobody new when it is full, and goes on when peers that never came are forgotten", async () => {
		const clock = createFakeClock();
		const registry = createMemoryRegistry(clock, 2);
		await registry.startSession("acme");
		await registry.join("acme", "0000");
		expect(await registry.startSession("acme")).toBeUndefined();
		expect(await registry.join("acme", "0000")).toBeUndefined();
		clock.advance(600_000);
		registry.sweep();
		expect(await registry.startSession("acme")).toBeDefined();
	});

	it("keeps only the latest four tickets of a peer", async () => {
		const registry = createMemoryRegistry(createFakeClock());
		const session = await registry.startSession("acme");
		if (session === undefined) throw new Error("full");
		const { peerId, ticket, manage } = session;
		const peer = await registry.peerOf(manage);
		if (peer === undefined) throw new Error("unknown");
		const later = [];
		for (let n = 0; n < 4; n++) later.push(await registry.issueTicket(peer));
		expect(await registry.redeemTicket(ticket, peerId)).toBe(false);
		for (const one of later)
			expect(await registry.redeemTicket(one ?? "", peerId)).toBe(true);
	});

	it("introduces nobody by a decoy", async () => {
		const registry = createMemoryRegistry(createFakeClock());
		const one = await registry.join("acme", "0000");
		const two = await registry.join("acme", "0000");
		if (one === undefined || two === undefined) throw new Error("full");
		expect(one.visitorPeerId).not.toBe(two.visitorPeerId);
		expect(await registry.areIntroduced(one.visitorPeerId, one.peerId)).toBe(
			false,
		);
	});
});

it("remembers a bounded number of addresses in a rate", () => {
	const clock = createFakeClock();
	const rate = createRateLimit({ burst: 1, perSecond: 1 }, clock, 2);
	expect([rate.take("a"), rate.take("b"), rate.take("b")]).toEqual([0, 0, 1]);
	// "c" pushes out "a", which was not seen for the longest time.
	expect([rate.take("c"), rate.take("b"), rate.take("a")]).toEqual([0, 1, 0]);
});
