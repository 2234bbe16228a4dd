import { existsSync } from "node:fs";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import {
	type Deliver,
	honest,
	openPeerWorld,
	type PeerWorld,
} from "./peer-world.ts";

const chromium = process.env.CHROMIUM ?? "/usr/bin/chromium";
const DIGITS = "55129034";

describe.skipIf(!existsSync(chromium))("a link over WebRTC", () => {
	let world: PeerWorld;
	const pages: Page[] = [];

	beforeAll(async () => {
		world = await openPeerWorld();
	}, 60_000);
	afterAll(() => world.close());
	afterEach(async () => {
		world.relay(honest);
		await Promise.all(pages.splice(0).map((page) => page.close()));
	});

	async function openEnd(peerId: string, refreshes = false): Promise<Page> {
		const page = await world.openPage();
		pages.push(page);
		const args = { peerId, refreshes };
		const opened = await page.evaluate(
			({ peerId, refreshes }) => window.page.open(peerId, refreshes),
			args,
		);
		expect(opened).toBe("open");
		return page;
	}

	async function openBoth(refreshes = false) {
		const visitor = await openEnd("visitor", refreshes);
		const agent = await openEnd("agent", refreshes);
		return { agent, visitor };
	}

	type Both = { agent: Page; visitor: Page };

	async function meet({ agent, visitor }: Both, agentDigits = DIGITS) {
		const accepted = visitor.evaluate(
			(digits) => window.page.accept("visitor", digits),
			DIGITS,
		);
		// Evaluations run in order: after this one the visitor's end listens, and may be dialled.
		await visitor.evaluate(() => {});
		return Promise.all([
			agent.evaluate(
				(digits) => window.page.dial("agent", digits, "visitor"),
				agentDigits,
			),
			accepted,
		]);
	}

	const heard = (page: Page, what: string) =>
		page.waitForFunction((what) => window.page.heard().includes(what), what);
	const endedAs = async (page: Page, how: string) => {
		await page.waitForFunction(() => window.page.ended() !== undefined);
		expect(await page.evaluate(() => window.page.ended())).toBe(how);
	};

	it("pairs two pages that know the digits, and both see the same two certificates", async () => {
		const both = await openBoth();
		expect(await meet(both)).toEqual(["paired", "paired"]);
		const [agent, visitor] = await Promise.all(
			[both.agent, both.visitor].map((page) =>
				page.evaluate(() => window.page.fingerprints()),
			),
		);
		expect(agent?.ours).toHaveLength(32);
		expect(agent?.ours).toEqual(visitor?.theirs);
		expect(agent?.theirs).toEqual(visitor?.ours);
	});

	it("refuses wrong digits on both sides", async () => {
		expect(await meet(await openBoth(), "55129035")).toEqual([
			"failed",
			"failed",
		]);
	});

	it("refuses somebody between the two on both sides", async () => {
		const both = await openBoth();
		const attacker = await world.openPage();
		pages.push(attacker);
		await attacker.evaluate(() =>
			window.page.relayBetween("facing-agent", "facing-visitor"),
		);
		world.relay(between);
		expect(await meet(both)).toEqual(["failed", "failed"]);
		// The attack itself worked: both sides were linked, with somebody else.
		await heard(attacker, "between");
	});

	it("comes to no link when the server rewrites the fingerprint", async () => {
		const both = await openBoth();
		world.relay((message, from) => {
			const sdp = message.payload?.sdp;
			if (sdp)
				sdp.sdp = sdp.sdp.replace(
					/a=fingerprint:sha-256 [0-9A-F:]+/g,
					`a=fingerprint:sha-256 ${Array(32).fill("AB").join(":")}`,
				);
			return honest(message, from);
		});
		const dialled = both.agent.evaluate(() =>
			window.page.dial("agent", "55129034", "visitor"),
		);
		void both.visitor
			.evaluate(() => window.page.accept("visitor", "55129034"))
			.catch(() => {});
		expect(await dialled).toContain("unreachable");
	}, 40_000);

	it("says that nobody is there", async () => {
		const agent = await openEnd("agent");
		const dialled = agent.evaluate(() =>
			window.page.dial("agent", "55129034", "nobody"),
		);
		expect(await dialled).toContain("unreachable");
	});

	it("tells a closed link from a page that was left", async () => {
		const both = await openBoth();
		await meet(both);
		await both.agent.evaluate(() => window.page.closeLink());
		await endedAs(both.visitor, "closed");
		await endedAs(both.agent, "closed");
	});

	it("still knows of a closed link how much went over it", async () => {
		const both = await openBoth();
		await meet(both);
		const path = (page: Page) => page.evaluate(() => window.page.path());
		const before = await path(both.agent);
		expect(before).toMatchObject({ route: "direct" });
		await both.agent.evaluate(() => window.page.closeLink());
		await endedAs(both.visitor, "closed");
		await expect.poll(async () => (await path(both.agent))?.route).toBe("none");
		const after = await path(both.agent);
		expect(after?.sent).toBeGreaterThanOrEqual(before?.sent ?? 1);
		expect((await path(both.visitor))?.received).toBeGreaterThan(100);
	});

	it("sees a page that goes away as lost", async () => {
		const both = await openBoth();
		await meet(both);
		await both.agent.goto("about:blank");
		await endedAs(both.visitor, "lost");
	});

	it("closes its links with the peer", async () => {
		const both = await openBoth();
		await meet(both);
		await both.visitor.evaluate(() => window.page.closePeer());
		await endedAs(both.agent, "closed");
	});

	it("goes on without the server, and opens the socket again with a fresh ticket", async () => {
		const both = await openBoth(true);
		await meet(both);
		const before = world.tickets.length;
		world.cut();
		await both.agent.evaluate(() => window.page.send());
		await heard(both.visitor, "beat");
		await expect
			.poll(() => world.tickets.slice(before), { timeout: 10_000 })
			.toEqual(["again1", "again1"]);
		expect(await both.visitor.evaluate(() => window.page.ended())).toBe(
			undefined,
		);
	});

	it("opens the socket anew over which nobody answered in time", async () => {
		const both = await openBoth(true);
		const before = world.tickets.length;
		world.relay(() => undefined);
		const late = await both.agent.evaluate(() =>
			window.page.dial("agent", "55129034", "visitor", 500),
		);
		expect(late).toContain("TimeoutError");
		await expect
			.poll(() => world.tickets.slice(before), { timeout: 10_000 })
			.toEqual(["again1"]);
		world.relay(honest);
		// The server answers over it.
		await expect
			.poll(() =>
				both.agent.evaluate(() =>
					window.page.dial("agent", "55129034", "nobody"),
				),
			)
			.toContain("unreachable");
		expect(await meet(both)).toEqual(["paired", "paired"]);
		expect(world.tickets.slice(before)).toEqual(["again1"]);
	});

	it("does not believe a server that ends links, repeats offers or talks nonsense", async () => {
		const both = await openBoth();
		let offer: unknown;
		world.relay((message, from) => {
			const delivered = honest(message, from);
			if (message.type === "OFFER") offer = delivered;
			return delivered;
		});
		await meet(both);
		for (const message of [
			{ type: "LEAVE", src: "agent" },
			offer,
			null,
			{ type: "OFFER", src: "x", payload: null },
			{
				type: "OFFER",
				src: "x",
				payload: { type: "data", connectionId: "dc_1", serialization: "no" },
			},
		])
			world.say("visitor", message);
		await both.agent.evaluate(() => window.page.send());
		await heard(both.visitor, "beat");
		await both.visitor.evaluate(() => window.page.closeLink());
		await endedAs(both.agent, "closed");
	});

	it("moves 5 MB exactly", async () => {
		const both = await openBoth();
		const size = 5 * 1_048_576;
		const sum = await both.visitor.evaluate(
			(size) => window.page.serve(size),
			size,
		);
		const fetched = await both.agent.evaluate(
			(size) => window.page.fetch("visitor", size),
			size,
		);
		expect(fetched.sum).toBe(sum);
		expect(await both.visitor.evaluate(() => window.page.heard())).toEqual([]);
	});
});

/** The server sends each side to the attacker, in the other's name. */
const between: Deliver = (message, from) => {
	switch (`${from} to ${message.dst}`) {
		case "agent to visitor":
			return { ...message, src: "agent", dst: "facing-agent" };
		case "facing-agent to agent":
			return { ...message, src: "visitor" };
		case "facing-visitor to visitor":
			return { ...message, src: "agent" };
		case "visitor to agent":
			return { ...message, src: "visitor", dst: "facing-visitor" };
		default:
			return undefined;
	}
};
