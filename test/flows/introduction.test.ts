import { afterEach, describe, expect, it, vi } from "vitest";
import type { Role } from "../../policy/rules.ts";
import { IntroductionError } from "../../session/introduce.ts";
import { createLinkedPair } from "../../session/memory-link.ts";
import { type Message, PROTOCOL } from "../../session/messages.ts";
import { arrivals, introduceAs, meet, person, until } from "./people.ts";

/** Types of what each end sent, in order. */
function watched() {
	const sent: Record<Role, string[]> = { agent: [], visitor: [] };
	const pair = createLinkedPair({
		spy: ({ from, payload }) =>
			sent[from].push(
				typeof payload === "string" ? JSON.parse(payload).type : "data",
			),
	});
	return { pair, sent };
}

async function failureOf(introduction: Promise<unknown>) {
	try {
		await introduction;
	} catch (error) {
		if (error instanceof IntroductionError) return error.failure;
		throw error;
	}
	return "none";
}

/** An end that says what it likes, after its hello. */
async function answerTo(...messages: Message[]) {
	const { pair } = watched();
	pair.agent.receive({ message() {}, data() {}, ended() {} });
	const failure = failureOf(introduceAs("visitor", pair));
	for (const message of messages) pair.agent.send(message);
	return failure;
}

const hello: Message = {
	type: "hello",
	protocol: PROTOCOL,
	role: "agent",
	can: [],
};

afterEach(() => void vi.useRealTimers());

describe("two ends that meet", () => {
	it("say nothing over a channel that the other may not have seen open", async () => {
		const { pair, sent } = watched();
		const visitor = introduceAs("visitor", pair);
		await arrivals();
		expect(sent.visitor).toEqual([]);
		await Promise.all([introduceAs("agent", pair), visitor]);
		expect(sent.visitor[0]).toBe("hello");
	});

	it("pair by the same digits and know what the other can do", async () => {
		const { pair, sent } = watched();
		const [agent, visitor] = await Promise.all([
			introduceAs("agent", pair),
			introduceAs("visitor", pair),
		]);
		expect(agent.secret).toEqual(visitor.secret);
		expect(agent.secret).toHaveLength(32);
		expect(agent.theirs).toMatchObject({ role: "visitor" });
		expect(visitor.theirs).toMatchObject({ role: "agent" });
		expect(sent.agent).toEqual(["hello", "pair", "confirm"]);
		expect(sent.visitor).toEqual(["hello", "pair", "confirm"]);
	});

	it("pair when one's hello is there before the other begins", async () => {
		const { pair, sent } = watched();
		const visitor = introduceAs("visitor", pair);
		await arrivals();
		const agent = introduceAs("agent", pair);
		expect((await agent).secret).toEqual((await visitor).secret);
		expect(sent.agent).toEqual(["hello", "pair", "confirm"]);
	});

	it.each([PROTOCOL - 1, PROTOCOL + 1])(
		"hear both that protocol %i is another version, and exchange nothing else",
		async (protocol) => {
			const { pair, sent } = watched();
			const failures = await Promise.all([
				failureOf(introduceAs("agent", pair, { protocol })),
				failureOf(introduceAs("visitor", pair)),
			]);
			await arrivals();
			expect(failures).toEqual(["other-version", "other-version"]);
			expect(sent).toEqual({ agent: ["hello"], visitor: ["hello"] });
		},
	);

	it("fail both over wrong digits", async () => {
		const { pair } = watched();
		const failures = await Promise.all([
			failureOf(introduceAs("agent", pair, { secret: "55129035" })),
			failureOf(introduceAs("visitor", pair)),
		]);
		expect(failures).toEqual(["not-paired", "not-paired"]);
	});

	it.each<[string, Message[]]>([
		["the same role", [{ ...hello, role: "visitor" }]],
		["an offer before hello", [offer()]],
		["a name before pairing", [hello, { type: "who", name: "Eve" }]],
		["an offer before pairing", [hello, offer()]],
		["a second hello", [hello, hello]],
		["a confirm before a share", [hello, confirm("00")]],
		["a share that is no point", [hello, share("ff")]],
		["an end of the session before pairing", [hello, bye()]],
		["a beat before pairing", [hello, { type: "beat" }]],
	])("do not pair with an end that sends %s", async (_, messages) => {
		expect(await answerTo(...messages)).toBe("not-paired");
	});

	it("do not pair with an end that sends bytes", async () => {
		const { pair } = watched();
		pair.agent.receive({ message() {}, data() {}, ended() {} });
		const failure = failureOf(introduceAs("visitor", pair));
		pair.agent.send(hello);
		void pair.agent.sendData({
			share: 1,
			start: 0,
			bytes: new Uint8Array([1]),
		});
		expect(await failure).toBe("not-paired");
	});

	it("give up after ten seconds of silence", async () => {
		vi.useFakeTimers();
		const { pair } = watched();
		const failure = failureOf(introduceAs("visitor", pair));
		await vi.advanceTimersByTimeAsync(9_999);
		let settled = false;
		void failure.then(() => {
			settled = true;
		});
		await vi.advanceTimersByTimeAsync(0);
		expect(settled).toBe(false);
		await vi.advanceTimersByTimeAsync(1);
		expect(await failure).toBe("lost");
	});

	it("are lost when the path breaks before anything was tried", async () => {
		const { pair } = watched();
		const failure = failureOf(introduceAs("visitor", pair));
		pair.lose();
		expect(await failure).toBe("lost");
	});

	it.each(["leaves", "says nothing more"])(
		"count it as wrong digits when the other has our confirm and %s",
		async (how) => {
			vi.useFakeTimers();
			const { pair } = watched();
			const failure = failureOf(introduceAs("visitor", pair));
			const heard: string[] = [];
			pair.agent.receive({
				message(message) {
					heard.push(message.type);
					if (message.type === "pair")
						pair.agent.send({ ...message, share: POINT });
					if (message.type === "confirm" && how === "leaves")
						pair.agent.close();
				},
				data() {},
				ended() {},
			});
			pair.agent.send(hello);
			await arrivals();
			expect(heard).toContain("confirm");
			await vi.advanceTimersByTimeAsync(10_000);
			expect(await failure).toBe("not-paired");
		},
	);
});

/** The generator of ristretto255, as RFC 9496 encodes it. */
const POINT =
	"e2f2ae0a6abc4e71a884a961c500515f58e30b6aa582dd8db6a65945e08d2d76";

function share(byte: string): Message {
	return { type: "pair", share: byte.repeat(32) };
}
function confirm(byte: string): Message {
	return { type: "confirm", mac: byte.repeat(64) };
}
function bye(): Message {
	return { type: "bye", why: "ended" };
}
function offer(): Message {
	return {
		type: "offer",
		share: 1,
		over: 0,
		name: "a.pdf",
		kind: "pdf",
		size: 1,
		savable: false,
		from: "computer",
	};
}

describe("an agent who wants to come in", () => {
	it("is announced by name, and is in when the visitor allows it", async () => {
		const { agent, visitor } = await meet({ welcome: false });
		await until(() => visitor.states.length > 0);
		expect(visitor.session.state).toEqual({ phase: "asking", agent: "Ana" });
		expect(agent.session.state).toEqual({ phase: "asking", agent: "Ana" });
		visitor.session.welcome(true);
		await until(() => agent.session.state.phase === "open");
		const started = { event: "sessionstart", detail: { agent: "Ana" } };
		expect(agent.events).toEqual([started]);
		expect(visitor.events).toEqual([started]);
	});

	it("is told when the visitor refuses, and both are over", async () => {
		const { agent, visitor } = await meet({ welcome: false });
		await until(() => visitor.states.length > 0);
		visitor.session.welcome(false);
		await until(() => agent.session.state.phase === "ended");
		const ended = { phase: "ended", reason: "visitor", why: "refused" };
		expect(agent.session.state).toEqual(ended);
		expect(visitor.session.state).toEqual(ended);
	});

	it("cannot let themselves in, nor share or ask before", async () => {
		const { agent, visitor, forge, sent } = await meet({ welcome: false });
		await until(() => visitor.states.length > 0);
		const before = visitor.states.length;
		await forge("agent", { type: "welcome", allowed: true });
		await forge("agent", offer());
		await forge("agent", { ...offer(), size: 2_000_000_000 } as Message);
		await forge("agent", { type: "request", request: 1 });
		await forge("agent", { type: "who", name: "Mallory" });
		agent.session.request();
		await arrivals();
		expect(visitor.states).toHaveLength(before);
		expect(visitor.session.state).toEqual({ phase: "asking", agent: "Ana" });
		expect([...visitor.events, ...visitor.notices]).toEqual([]);
		expect(sent("visitor")).toEqual([]);
	});

	it("does not let the visitor in before they have introduced themselves", async () => {
		const pair = createLinkedPair();
		const [agentLink, visitorLink] = await Promise.all([
			introduceAs("agent", pair),
			introduceAs("visitor", pair),
		]);
		const visitor = person("visitor", visitorLink);
		visitor.session.welcome(true);
		agentLink.receive({ message() {}, data() {}, ended() {} });
		await arrivals();
		expect(visitor.session.state).toEqual({ phase: "asking", agent: null });
	});
});
