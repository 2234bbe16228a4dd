import { describe, expect, it, vi } from "vitest";
import { createFreshIce, type Ice } from "../../session/fresh-ice.ts";

const FOUR_HOURS_MS = 14_400_000;

const credentials = (username: string): Ice => ({
	iceServers: [{ urls: "turn:turn.example.org", username, credential: "x" }],
	icePolicy: "relay",
	iceExpiresInSeconds: FOUR_HOURS_MS / 1_000,
});

function keep(ask: (() => Promise<Ice>) | undefined, first = credentials("1")) {
	let nowMs = 1_000_000;
	const used: RTCConfiguration[] = [];
	const ice = createFreshIce({
		first,
		ask,
		use: (config) => used.push(config),
		now: () => nowMs,
	});
	return {
		ice,
		used,
		pass(ms: number) {
			nowMs += ms;
		},
	};
}

describe("TURN credentials", () => {
	it("are not asked for again while they are good for a connection", async () => {
		const ask = vi.fn(async () => credentials("2"));
		const { ice, pass } = keep(ask);
		pass(FOUR_HOURS_MS / 2 - 1);
		await ice.renew();
		expect(ask).not.toHaveBeenCalled();
	});

	it("are newer ones for a connection in the fifth hour, asked for once for all who wait", async () => {
		const ask = vi.fn(async () => credentials("2"));
		const { ice, used, pass } = keep(ask);
		pass(FOUR_HOURS_MS);
		await Promise.all([ice.renew(), ice.renew()]);
		expect(ask).toHaveBeenCalledOnce();
		expect(used).toMatchObject([
			{ iceServers: [{ username: "2" }], iceTransportPolicy: "relay" },
		]);
		expect(ice.isStale).toBe(false);
	});

	it("stay as they are when the server cannot be asked, and are asked for the next time", async () => {
		let reachable = false;
		const { ice, used, pass } = keep(async () => {
			if (!reachable) throw new Error("offline");
			return credentials("2");
		});
		pass(FOUR_HOURS_MS);
		await ice.renew();
		expect(used).toEqual([]);
		reachable = true;
		await ice.renew();
		expect(used).toHaveLength(1);
	});

	it("hold no connection up when the server says nothing", async () => {
		vi.useFakeTimers();
		try {
			const { ice, pass } = keep(() => new Promise(() => {}));
			pass(FOUR_HOURS_MS);
			const renewed = ice.renew();
			await vi.advanceTimersByTimeAsync(3_000);
			await expect(renewed).resolves.toBeUndefined();
		} finally {
			vi.useRealTimers();
		}
	});

	it("that do not end are never asked for again", async () => {
		const ask = vi.fn(async () => credentials("2"));
		const { ice, pass } = keep(ask, { iceServers: [] });
		pass(100 * FOUR_HOURS_MS);
		await ice.renew();
		expect(ask).not.toHaveBeenCalled();
	});
});
