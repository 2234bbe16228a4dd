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

/** Two ends that may use the relay alone, with these credentials. Resolves with how the dialling ended. */
async function meet(name: string, ice: Ice, again: Ice = ice): Promise<string> {
	const [visitor, agent] = await Promise.all(
		["visitor", "agent"].map(async (role) => {
			const page = await world.openPage();
			pages.push(page);
			const opened = await page.evaluate(
				({ id, ice, again }) => window.page.open(id, true, ice, again),
				{ id: `${role}-${name}`, ice, again },
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
	return agent.evaluate(
		({ digits, to }) => window.page.dial("agent", digits, to),
		{ digits: DIGITS, to: `visitor-${name}` },
	);
}

describe("a link by TURN alone", () => {
	it.each(["udp", "tcp"] as const)(
		"is there with good credentials, over %s",
		async (transport) => {
			const ice = relay(TURN_SECRET, AN_HOUR, transport);
			expect(await meet(transport, ice)).toBe("paired");
		},
	);

	it("is not there with another server's credentials, nor with expired ones", async () => {
		const ends = [
			meet("wrong", relay("another secret", AN_HOUR)),
			meet("expired", relay(TURN_SECRET, -1)),
		];
		for (const end of await Promise.all(ends))
			expect(end).toContain("unreachable");
		expect(coturn.log()).toMatch(/401|Unauthorized/);
	}, 60_000);

	it("is there in the fifth hour: both ends have asked for fresh credentials", async () => {
		const old = { ...relay(TURN_SECRET, -1), iceExpiresInSeconds: 0 };
		const fresh = relay(TURN_SECRET, AN_HOUR);
		expect(await meet("late", old, fresh)).toBe("paired");
	});
});
