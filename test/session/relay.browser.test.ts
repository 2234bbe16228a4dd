import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Ice } from "../../session/fresh-ice.ts";
import {
	type Coturn,
	startCoturn,
	TURN_SECRET,
	turnCredentials,
} from "../browser/coturn.ts";
import { openPeerWorld, type PeerWorld } from "./peer-world.ts";

const DIGITS = "55129034";
const AN_HOUR = 3_600;
const RELAYED = { ended: "paired", routes: ["relayed", "relayed"] };

let coturn: Coturn;
let world: PeerWorld;
const pages: Page[] = [];

beforeAll(async () => {
	coturn = await startCoturn();
	world = await openPeerWorld();
}, 60_000);
afterAll(async () => {
	await world?.close();
	await coturn?.stop();
});
afterEach(() => Promise.all(pages.splice(0).map((page) => page.close())));

function relay(
	secret: string,
	seconds: number,
	transport: "udp" | "tcp" = "udp",
): Ice {
	const urls = `${coturn.url}?transport=${transport}`;
	return {
		iceServers: [{ urls, ...turnCredentials(secret, seconds) }],
		icePolicy: "relay",
	};
}

/** The dialling ended so, and both ends see the bytes go that way. */
type Meeting = { ended: string; routes: (string | undefined)[] };

/** Two ends with these credentials, and with those when they ask again. */
async function meet(
	name: string,
	ice: Ice,
	again: Ice = ice,
	visitors: Ice = ice,
): Promise<Meeting> {
	const [visitor, agent] = await Promise.all(
		["visitor", "agent"].map(async (role) => {
			const page = await world.openPage();
			pages.push(page);
			const opened = await page.evaluate(
				({ id, ice, again }) => window.page.open(id, true, ice, again),
				{
					id: `${role}-${name}`,
					ice: role === "visitor" ? visitors : ice,
					again,
				},
			);
			expect(opened).toBe("open");
			return page;
		}),
	);
	if (!visitor || !agent) throw new Error("no pages");
	void visitor
		.evaluate((digits) => window.page.accept("visitor", digits), DIGITS)
		.catch(() => {});
	await visitor.evaluate(() => {});
	const ended = await agent.evaluate(
		({ digits, to }) => window.page.dial("agent", digits, to),
		{ digits: DIGITS, to: `visitor-${name}` },
	);
	const ends = [agent, visitor].map((page) =>
		page.evaluate(async () => (await window.page.path())?.route),
	);
	return { ended, routes: await Promise.all(ends) };
}

describe("a link by TURN alone", () => {
	it.each(["udp", "tcp"] as const)(
		"is there with good credentials, over %s",
		async (transport) => {
			const ice = relay(TURN_SECRET, AN_HOUR, transport);
			expect(await meet(transport, ice)).toEqual(RELAYED);
		},
	);

	it("is not there with another server's credentials, nor with expired ones", async () => {
		const ends = [
			meet("wrong", relay("another secret", AN_HOUR)),
			meet("expired", relay(TURN_SECRET, -1)),
		];
		for (const { ended, routes } of await Promise.all(ends)) {
			expect(ended).toContain("unreachable");
			expect(routes).toEqual([undefined, undefined]);
		}
		expect(coturn.log()).toMatch(/401|Unauthorized/);
	}, 60_000);

	it("is there in the fifth hour: both ends have asked for fresh credentials", async () => {
		const old = { ...relay(TURN_SECRET, -1), iceExpiresInSeconds: 0 };
		const fresh = relay(TURN_SECRET, AN_HOUR);
		expect(await meet("late", old, fresh)).toEqual(RELAYED);
	});

	it("is seen as relayed by both ends where only one of them is at the relay", async () => {
		const ice = relay(TURN_SECRET, AN_HOUR);
		expect(await meet("one", ice, ice, { iceServers: [] })).toEqual(RELAYED);
	});

	it("is seen as direct where nobody needs the relay", async () => {
		const ice: Ice = { ...relay(TURN_SECRET, AN_HOUR), icePolicy: "all" };
		expect(await meet("none", ice)).toEqual({
			ended: "paired",
			routes: ["direct", "direct"],
		});
	});
});
