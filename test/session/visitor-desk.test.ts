import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { VisitorSettings } from "../../policy/settings.ts";
import type { PairedLink } from "../../session/introduce.ts";
import { parseSessionKey } from "../../session/key.ts";
import type { Link } from "../../session/link.ts";
import { createLinkedPair } from "../../session/memory-link.ts";
import { PROTOCOL } from "../../session/messages.ts";
import { openPeer } from "../../session/peer-link.ts";
import type { IntroducedAgent } from "../../session/signaling-api.ts";
import { openVisitorDesk } from "../../session/visitor-desk.ts";
import type { VisitorWayBack } from "../../session/way-back.ts";
import { arrivals, introduceAs, until } from "../flows/people.ts";
import {
	SERVER,
	STARTED,
	stubServer,
	VISITOR_SETTINGS,
} from "./signaling-stub.ts";

vi.mock("../../session/peer-link.ts", () => ({ openPeer: vi.fn() }));

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
	vi.useRealTimers();
	vi.unstubAllGlobals();
});

/** A desk whose peer connection is in memory; `dial` is an agent's end that reaches it. */
async function desk(
	change: {
		renews?: boolean;
		introduced?: IntroducedAgent[];
		wayBack?: VisitorWayBack;
	} = {},
) {
	let accept = (_link: Link, _from: string) => {};
	const closePeer = vi.fn();
	vi.mocked(openPeer).mockResolvedValue({
		accept(on) {
			accept = on;
		},
		dial: () => Promise.reject(new Error("a desk dials nobody")),
		close: closePeer,
	});
	let routes = 0;
	let renews = change.renews ?? true;
	const asked = stubServer({
		"POST sessions": () => ({ body: STARTED }),
		"POST sessions/route": () =>
			renews
				? { body: { route: `500${routes++}`, expiresInSeconds: 60 } }
				: { status: 503 },
		"POST tickets": () => ({
			body: {
				ticket: "ticket-2",
				iceServers: [],
				settings: VISITOR_SETTINGS,
			},
		}),
		"DELETE sessions": () => ({ status: 204 }),
		"GET sessions/agents": () =>
			change.introduced
				? { body: { agents: change.introduced } }
				: { status: 503 },
	});
	const on = {
		settings: vi.fn<(settings: VisitorSettings) => void>(),
		key: vi.fn<(digits: string) => void>(),
		burnt: vi.fn(),
		paired:
			vi.fn<
				(
					link: PairedLink,
					settings: VisitorSettings,
					name: string | undefined,
					peerId: string,
				) => void
			>(),
		returned:
			vi.fn<
				(
					link: PairedLink,
					settings: VisitorSettings,
					name: string | undefined,
					peerId: string,
				) => void
			>(),
		revoked: vi.fn<(peerId: string) => void>(),
		otherVersion: vi.fn(),
		lost: vi.fn(),
	};
	const leaving = new AbortController();
	const opened = await openVisitorDesk({
		server: SERVER,
		group: "example-bank",
		site: "production",
		on,
		wayBack: change.wayBack,
		signal: leaving.signal,
	});
	const currentKey = () =>
		parseSessionKey(on.key.mock.lastCall?.[0] ?? "") ?? {
			route: "",
			secret: "",
		};

	let dials = 0;
	/** Resolves with how it went for the agent's end. */
	async function dial(
		how: {
			secret?: string;
			sessionId?: string;
			protocol?: number;
			/** Every dial comes from a peer of its own, as every join does. */
			from?: string;
		} = {},
	) {
		const { from = dials === 0 ? "agent-peer" : `agent-${dials}`, ...change } =
			how;
		dials += 1;
		const pair = createLinkedPair();
		const { route: sessionId, secret } = currentKey();
		accept(pair.visitor, from);
		const agent = introduceAs("agent", pair, { secret, sessionId, ...change });
		return agent.then(
			() => "paired",
			(error: { failure: string }) => error.failure,
		);
	}

	return {
		...opened,
		on,
		asked,
		dial,
		currentKey,
		accept: (link: Link) => accept(link, "agent-peer"),
		leave: () => leaving.abort(),
		closePeer,
		/** The server says that this peer has left. */
		left: async (peerId: string) => {
			vi.mocked(openPeer).mock.lastCall?.[0].onLeave?.(peerId);
			await vi.advanceTimersByTimeAsync(2_000);
			await arrivals();
		},
		renewFails: () => {
			renews = false;
		},
	};
}

const ANA: IntroducedAgent = {
	peerId: "agent-peer",
	name: "Ana",
	sharing: VISITOR_SETTINGS.sharing,
	links: [],
};

const WRONG = { secret: "not the digits" };

describe("the visitor's desk", () => {
	it("shows a key of the route and eight digits", async () => {
		const { on, currentKey } = await desk();
		expect(on.key.mock.lastCall?.[0]).toMatch(/^4821 \d{4} \d{4}$/);
		expect(currentKey().route).toBe("4821");
	});

	it("tells the group's settings before anybody has come", async () => {
		const { on } = await desk();
		expect(on.settings).toHaveBeenCalledExactlyOnceWith(VISITOR_SETTINGS);
		expect(on.paired).not.toHaveBeenCalled();
	});

	it("pairs with who knows the digits, once, and gives the route back", async () => {
		const { on, dial, asked } = await desk();
		expect(await dial()).toBe("paired");
		await until(() => on.paired.mock.calls.length > 0);
		expect(on.paired).toHaveBeenCalledOnce();
		expect(on.paired.mock.lastCall?.[1]).toEqual(VISITOR_SETTINGS);
		expect(asked.at(-1)).toMatchObject({ method: "DELETE", path: "sessions" });
		expect(await dial()).toBe("lost");
		expect(on.paired).toHaveBeenCalledOnce();
		await vi.advanceTimersByTimeAsync(700_000);
		expect(on.key).toHaveBeenCalledOnce();
	});

	it("takes the agent's name and rights from the server, by the id that dialled", async () => {
		const nothing = {
			visitorDocumentShare: false,
			agentDocumentShare: false,
			agentDownloadDocumentShare: false,
			visitorDownloadDocumentShare: false,
		};
		const { on, dial } = await desk({
			introduced: [
				{
					peerId: "other-peer",
					name: "Ben",
					sharing: VISITOR_SETTINGS.sharing,
					links: [],
				},
				{ peerId: "agent-peer", name: "Ana", sharing: nothing, links: [] },
			],
		});
		await dial();
		await until(() => on.paired.mock.calls.length > 0);
		const [, settings, name] = on.paired.mock.lastCall ?? [];
		expect(name).toBe("Ana");
		expect(settings?.sharing).toEqual(nothing);
	});

	it("never sends the digits to the server", async () => {
		const { asked, currentKey, dial } = await desk();
		await dial(WRONG);
		await dial();
		const { secret } = currentKey();
		expect(JSON.stringify(asked)).not.toContain(secret);
	});

	it("makes a new key when the old one lapses", async () => {
		const { on, currentKey, dial } = await desk();
		const { secret } = currentKey();
		await vi.advanceTimersByTimeAsync(599_000);
		expect(on.key).toHaveBeenCalledOnce();
		await vi.advanceTimersByTimeAsync(1_000);
		expect(on.key).toHaveBeenCalledTimes(2);
		expect(currentKey().route).toBe("5000");
		expect(currentKey().secret).not.toBe(secret);
		expect(on.burnt).not.toHaveBeenCalled();
		expect(await dial({ secret })).toBe("not-paired");
		expect(await dial()).toBe("paired");
	});

	it("burns a key after three tries with wrong digits", async () => {
		const { on, dial, currentKey } = await desk();
		const { secret } = currentKey();
		for (let tries = 0; tries < 2; tries++)
			expect(await dial(WRONG)).toBe("not-paired");
		expect(on.burnt).not.toHaveBeenCalled();
		expect(await dial(WRONG)).toBe("not-paired");
		await until(() => on.key.mock.calls.length === 2);
		expect(on.burnt).toHaveBeenCalledOnce();
		expect(currentKey().secret).not.toBe(secret);
		expect(await dial()).toBe("paired");
	});

	it("lets no more tries in than that, also when they come at once", async () => {
		const { on, dial } = await desk({ renews: false });
		const tries = await Promise.all(
			Array.from({ length: 20 }, () => dial(WRONG)),
		);
		await arrivals();
		expect(tries.filter((how) => how === "not-paired")).toHaveLength(3);
		expect(tries.filter((how) => how === "lost")).toHaveLength(17);
		expect(on.burnt).toHaveBeenCalledOnce();
		expect(on.lost).toHaveBeenCalledOnce();
		expect(await dial()).toBe("lost");
	});

	it("burns nothing over other versions", async () => {
		const { on, dial } = await desk();
		for (const protocol of [PROTOCOL - 1, PROTOCOL + 1, PROTOCOL - 1])
			expect(await dial({ protocol })).toBe("other-version");
		await arrivals();
		expect(on.otherVersion).toHaveBeenCalledTimes(3);
		expect(on.burnt).not.toHaveBeenCalled();
		expect(on.key).toHaveBeenCalledOnce();
		expect(await dial()).toBe("paired");
	});

	it("burns nothing when a link breaks before anything was tried", async () => {
		const { on, dial, accept } = await desk();
		for (let times = 0; times < 5; times++) {
			const pair = createLinkedPair();
			accept(pair.visitor);
			pair.lose();
			await arrivals();
		}
		expect(on.burnt).not.toHaveBeenCalled();
		expect(await dial()).toBe("paired");
	});

	it("makes a fresh key for a second agent, and the used one stays used", async () => {
		const { on, dial, currentKey, invite } = await desk();
		const used = currentKey();
		await dial();
		await until(() => on.paired.mock.calls.length === 1);
		invite();
		expect(await dial({ secret: used.secret })).toBe("not-paired");
		await until(() => on.key.mock.calls.length === 2);
		const fresh = currentKey();
		expect(fresh.route).toBe("5000");
		expect(fresh.secret).not.toBe(used.secret);
		expect(await dial({ secret: used.secret })).toBe("not-paired");
		expect(await dial()).toBe("paired");
		await until(() => on.paired.mock.calls.length === 2);
		expect(await dial()).toBe("lost");
	});

	it("asks for no second key while one is waiting", async () => {
		const { on, invite, asked } = await desk();
		invite();
		await arrivals();
		expect(on.key).toHaveBeenCalledOnce();
		expect(asked.map(({ path }) => path)).toEqual(["sessions"]);
	});

	it("takes the fresh key back when the visitor thinks better of it", async () => {
		const { on, dial, invite, close, asked } = await desk();
		await dial();
		await until(() => on.paired.mock.calls.length === 1);
		invite();
		await until(() => on.key.mock.calls.length === 2);
		close();
		expect(asked.at(-1)).toMatchObject({ method: "DELETE", path: "sessions" });
		expect(await dial()).toBe("lost");
		await vi.advanceTimersByTimeAsync(700_000);
		expect(on.key).toHaveBeenCalledTimes(2);
		invite();
		await until(() => on.key.mock.calls.length === 3);
		expect(await dial()).toBe("paired");
	});

	it("can be asked again where no fresh key could be had", async () => {
		const { on, dial, invite, renewFails } = await desk();
		await dial();
		await until(() => on.paired.mock.calls.length === 1);
		renewFails();
		invite();
		await until(() => on.lost.mock.calls.length === 1);
		invite();
		await until(() => on.lost.mock.calls.length === 2);
	});

	it("says so when no fresh key can be had", async () => {
		const { on, renewFails } = await desk();
		renewFails();
		await vi.advanceTimersByTimeAsync(600_000);
		expect(on.lost).toHaveBeenCalledOnce();
	});

	it("takes its key back when the visitor leaves", async () => {
		const { on, asked, leave, closePeer } = await desk();
		leave();
		expect(closePeer).toHaveBeenCalledOnce();
		expect(asked.at(-1)).toMatchObject({ method: "DELETE", path: "sessions" });
		await vi.advanceTimersByTimeAsync(700_000);
		expect(on.key).toHaveBeenCalledOnce();
		expect(on.lost).not.toHaveBeenCalled();
	});
});

describe("an agent who was in before", () => {
	/** What the page keeps after Ana has joined from `agent-peer`. */
	async function kept(): Promise<VisitorWayBack> {
		const { dial, wayBack } = await desk();
		await dial();
		const back = wayBack([{ peerId: "agent-peer", name: "Ana" }]);
		if (!back) throw new Error("nothing is kept");
		return back;
	}

	const proof = ({ agents }: VisitorWayBack) => {
		const [ana] = agents;
		if (!ana) throw new Error("nobody is known");
		const { secret, route: sessionId, peerId: from } = ana;
		return { secret, sessionId, from };
	};

	it("comes back over another link without a key, and no other way", async () => {
		const { dial, wayBack, on } = await desk();
		await dial();
		const back = wayBack([{ peerId: "agent-peer", name: "Ana" }]);
		if (!back) throw new Error("nothing is kept");
		expect(await dial({ from: "agent-peer" })).toBe("not-paired");
		expect(on.returned).not.toHaveBeenCalled();
		expect(await dial(proof(back))).toBe("paired");
		await arrivals();
		expect(on.returned.mock.lastCall?.[3]).toBe("agent-peer");
		expect(on.burnt).not.toHaveBeenCalled();
	});

	it("is kept for the next page only while they are in, and by their name", async () => {
		const { dial, wayBack } = await desk();
		await dial();
		expect(wayBack([])).toBeUndefined();
		expect(wayBack([{ peerId: "agent-eve", name: "Eve" }])).toBeUndefined();
		const [ana] =
			wayBack([{ peerId: "agent-peer", name: "Ana" }])?.agents ?? [];
		expect(ana).toMatchObject({ peerId: "agent-peer", name: "Ana" });
		expect(ana?.secret).toMatch(/^[0-9a-f]{64}$/);
	});

	it("comes back to a page that was loaded anew, which shows no key", async () => {
		const wayBack = await kept();
		const { dial, on, asked } = await desk({ wayBack });
		expect(on.key).not.toHaveBeenCalled();
		expect(on.settings).toHaveBeenCalledWith(VISITOR_SETTINGS);
		expect(await dial(proof(wayBack))).toBe("paired");
		await arrivals();
		expect(on.returned).toHaveBeenCalledOnce();
		expect(asked[0]).toMatchObject({ path: "tickets" });
	});

	it("is sent away when the server says that they are no agent any more, and only then", async () => {
		const introduced = [ANA];
		const { dial, on, left } = await desk({ introduced });
		await dial();
		await arrivals();
		await left("agent-peer");
		await left("agent-eve");
		expect(on.revoked).not.toHaveBeenCalled();
		introduced.pop();
		await left("agent-peer");
		expect(on.revoked.mock.calls).toEqual([["agent-peer"]]);
	});

	it("does not come back once their right was taken from them", async () => {
		const wayBack = await kept();
		const { dial, on } = await desk({ wayBack, introduced: [] });
		await dial(proof(wayBack));
		await arrivals();
		expect(on.returned).not.toHaveBeenCalled();
	});
});
