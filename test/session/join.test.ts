import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { JoinError, joinVisitor } from "../../session/join.ts";
import type { Link } from "../../session/link.ts";
import { createLinkedPair } from "../../session/memory-link.ts";
import { PROTOCOL } from "../../session/messages.ts";
import {
	openPeer,
	PeerLinkError,
	type PeerLinkFailure,
} from "../../session/peer-link.ts";
import { arrivals, introduceAs } from "../flows/people.ts";
import { SERVER, stubServer } from "./signaling-stub.ts";

vi.mock("../../session/peer-link.ts", () => ({
	openPeer: vi.fn(),
	PeerLinkError: class extends Error {
		constructor(readonly failure: string) {
			super(failure);
		}
	},
}));

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
	vi.useRealTimers();
	vi.unstubAllGlobals();
});

const JOINED = {
	visitorPeerId: "visitor-peer",
	peerId: "agent-peer",
	ticket: "ticket-1",
	manage: "manage-1",
	iceServers: [],
};

type Visitor = "none" | "right" | { secret?: string; protocol?: number };

/** Joins a visitor of this sort and tells when and how that ended. */
async function join(
	visitor: Visitor,
	change: {
		key?: string;
		status?: number;
		dialFails?: PeerLinkFailure;
		signal?: AbortSignal;
		/** What the server answers to the agent's sign-in. */
		settings?: number;
	} = {},
) {
	const asked = stubServer({
		"POST joins": () =>
			change.status === undefined
				? { body: JOINED }
				: { status: change.status },
		"POST tickets": () => ({ status: 401 }),
		"GET settings": () => ({ status: change.settings ?? 401 }),
	});
	const onRevoked = vi.fn();
	const dial = (_id: string, signal: AbortSignal): Promise<Link> => {
		if (change.dialFails)
			return Promise.reject(new PeerLinkError(change.dialFails));
		if (visitor === "none")
			return new Promise((_, reject) =>
				signal.addEventListener("abort", () => reject(signal.reason)),
			);
		const pair = createLinkedPair();
		introduceAs("visitor", pair, visitor === "right" ? {} : visitor).catch(
			() => {},
		);
		return Promise.resolve(pair.agent);
	};
	vi.mocked(openPeer).mockResolvedValue({
		accept() {},
		dial,
		close() {},
	});
	const beganAt = Date.now();
	let ended: { how: string; afterMs: number } | undefined;
	joinVisitor({
		server: SERVER,
		signIn: "agent-token",
		key: change.key ?? "4821 5512 9034",
		signal: change.signal ?? new AbortController().signal,
		onRevoked,
	}).then(
		() => {
			ended = { how: "joined", afterMs: Date.now() - beganAt };
		},
		(error: unknown) => {
			const how = error instanceof JoinError ? error.failure : String(error);
			ended = { how, afterMs: Date.now() - beganAt };
		},
	);
	return {
		asked,
		onRevoked,
		/** The socket broke, and a ticket for the next one is asked for. */
		askTicket: () =>
			vi
				.mocked(openPeer)
				.mock.lastCall?.[0].readmit?.()
				.catch(() => {}),
		async end() {
			for (let turns = 0; turns < 20 && !ended; turns++) {
				await arrivals();
				await vi.advanceTimersByTimeAsync(1_000);
			}
			return ended;
		},
	};
}

describe("joining by a key", () => {
	it("works by the right digits", async () => {
		const { end, asked } = await join("right");
		expect(await end()).toMatchObject({ how: "joined" });
		expect(asked).toMatchObject([{ path: "joins", body: { route: "4821" } }]);
		expect(JSON.stringify(asked)).not.toContain("55129034");
	});

	it.each<[string, Visitor, { status?: number; dialFails?: PeerLinkFailure }]>([
		["its digits are wrong", { secret: "00000000" }, {}],
		["nobody can be dialled", "none", { dialFails: "unreachable" }],
		["somebody is in between", "none", { dialFails: "fingerprint" }],
	])(
		"gets the same answer after the same time when %s",
		async (_, visitor, change) => {
			const { end } = await join(visitor, change);
			expect(await end()).toEqual({ how: "key", afterMs: 6_000 });
		},
	);

	it.each([
		[401, 1],
		[503, 0],
	])(
		"tells whether the agent's sign-in was taken back when no ticket is given (%i)",
		async (settings, times) => {
			const { end, askTicket, onRevoked } = await join("right", { settings });
			await end();
			await askTicket();
			expect(onRevoked).toHaveBeenCalledTimes(times);
		},
	);

	it("says at once that it is no key, and asks nobody", async () => {
		const { end, asked } = await join("right", { key: "hello" });
		expect(await end()).toMatchObject({ how: "malformed" });
		expect(asked).toEqual([]);
	});

	it.each([PROTOCOL - 1, PROTOCOL + 1])(
		"says that a visitor of protocol %i needs the other version",
		async (protocol) => {
			const { end } = await join({ protocol });
			expect(await end()).toMatchObject({ how: "other-version" });
		},
	);

	it.each([
		[401, "sign-in"],
		[404, "offline"],
		[429, "rate-limited"],
		[503, "offline"],
		[400, "offline"],
	])("says what a server means that answers %i", async (status, how) => {
		const { end } = await join("right", { status });
		expect(await end()).toMatchObject({ how });
	});

	it("says that the server cannot be used when its socket cannot", async () => {
		const { end } = await join("none", { dialFails: "server" });
		expect(await end()).toMatchObject({ how: "offline" });
	});

	it("can be given up", async () => {
		const stop = new AbortController();
		const { end } = await join("none", { signal: stop.signal });
		await arrivals();
		stop.abort();
		const ended = await end();
		expect(ended?.how).toBe("cancelled");
		expect(ended?.afterMs).toBeLessThan(6_000);
	});
});
