import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { patterned } from "../session/transfer.ts";
import { arrivals, file, meet, pass, shareWith, until } from "./people.ts";
import { OPEN_RULES, withSharing } from "./rules.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

type Story = Awaited<ReturnType<typeof meet>>;

function requestOf({ session }: Story["agent"]) {
	return session.state.phase === "open" ? session.state.request : undefined;
}

async function asked(story: Story) {
	story.agent.session.request();
	await until(() => requestOf(story.visitor) !== null);
}

describe("a request to share a document", () => {
	it("reaches the visitor, and accepting it sends nothing else", async () => {
		const story = await meet();
		const { agent, visitor, sent } = story;
		await asked(story);
		visitor.session.answer("accepted");
		await until(() => requestOf(agent)?.stage === "accepted");
		await pass(110);
		expect(sent("agent")).toEqual(["request"]);
		expect(sent("visitor")).toEqual(["answer"]);
		expect(requestOf(visitor)).toEqual({ number: 1, stage: "accepted" });
	});

	it("is over when the visitor shares", async () => {
		const story = await meet();
		const { agent, visitor } = story;
		await asked(story);
		visitor.session.answer("accepted");
		await shareWith(visitor, agent, file(patterned(100)));
		expect(requestOf(agent)).toBeNull();
		expect(requestOf(visitor)).toBeNull();
		expect(visitor.notices).toEqual([]);
	});

	it("can be taken back, and says so", async () => {
		const story = await meet();
		const { agent, visitor } = story;
		await asked(story);
		agent.session.cancelRequest();
		await until(() => requestOf(visitor) === null);
		expect(requestOf(agent)).toBeNull();
		expect(visitor.notices).toEqual([{ notice: "request-cancelled" }]);
	});

	it.each(["at once", "after accepting"])(
		"can be declined %s, and the agent is told",
		async (when) => {
			const story = await meet();
			const { agent, visitor } = story;
			await asked(story);
			if (when === "after accepting") {
				visitor.session.answer("accepted");
				await until(() => requestOf(agent)?.stage === "accepted");
			}
			visitor.session.answer("declined");
			await until(() => requestOf(agent) === null);
			expect(requestOf(visitor)).toBeNull();
			expect(agent.notices).toEqual([{ notice: "declined" }]);
		},
	);

	it("lapses on both sides after the time of the settings", async () => {
		const rules = { ...OPEN_RULES, requestTimeoutSeconds: 20 };
		const story = await meet({ rules: { agent: rules, visitor: rules } });
		const { agent, visitor } = story;
		await asked(story);
		await pass(19);
		expect(requestOf(agent)).not.toBeNull();
		expect(requestOf(visitor)).not.toBeNull();
		await pass(1);
		expect(requestOf(agent)).toBeNull();
		expect(requestOf(visitor)).toBeNull();
		expect(agent.notices).toEqual([{ notice: "request-expired" }]);
		await pass(30);
		expect(agent.notices).toHaveLength(1);
	});

	it("lapses at the agent too when the visitor's answer cannot come", async () => {
		const story = await meet();
		const { agent, pair } = story;
		await asked(story);
		pair.lose();
		await pass(64);
		expect(requestOf(agent)).toBeNull();
		expect(agent.notices).toEqual([{ notice: "request-expired" }]);
	});

	it("does not lapse any more once it was answered", async () => {
		const story = await meet();
		const { agent, visitor, pair } = story;
		await asked(story);
		await pass(30);
		visitor.session.answer("accepted");
		await pass(60);
		expect(requestOf(visitor)).toEqual({ number: 1, stage: "accepted" });
		expect(agent.notices).toEqual([]);
		expect(pair).toBeDefined();
	});

	it("is open at most once, and another does not give it more time", async () => {
		const story = await meet();
		const { agent, visitor, forge, sent } = story;
		await asked(story);
		agent.session.request();
		await arrivals();
		expect(sent("agent")).toEqual(["request"]);
		await pass(50);
		await forge("agent", { type: "request", request: 2 });
		expect(requestOf(visitor)).toEqual({ number: 1, stage: "asked" });
		await pass(10);
		expect(requestOf(visitor)).toBeNull();
	});

	it("cannot come back by its old number", async () => {
		const story = await meet();
		const { visitor, forge } = story;
		await asked(story);
		visitor.session.answer("declined");
		await arrivals();
		await forge("agent", { type: "request", request: 1 });
		expect(requestOf(visitor)).toBeNull();
	});

	it("can follow an earlier one", async () => {
		const story = await meet();
		const { agent, visitor } = story;
		await asked(story);
		visitor.session.answer("declined");
		await until(() => requestOf(agent) === null);
		await asked(story);
		expect(requestOf(visitor)).toEqual({ number: 2, stage: "asked" });
	});

	it("is answered and never shown where visitors may not share", async () => {
		const story = await meet({
			rules: { visitor: withSharing({ visitorDocumentShare: false }) },
		});
		const { agent, visitor, sent } = story;
		const before = visitor.states.length;
		agent.session.request();
		await until(() => agent.notices.length > 0);
		expect(agent.notices).toEqual([{ notice: "request-not-allowed" }]);
		expect(requestOf(agent)).toBeNull();
		expect(visitor.states).toHaveLength(before);
		expect(visitor.notices).toEqual([]);
		expect(sent("visitor")).toEqual(["answer"]);
		await pass(100);
		expect(sent("visitor")).toEqual(["answer"]);
	});

	it("cannot be sent or answered by the wrong person", async () => {
		const story = await meet();
		const { agent, visitor, forge, sent } = story;
		visitor.session.request();
		visitor.session.cancelRequest();
		visitor.session.answer("accepted");
		await arrivals();
		expect(sent("visitor")).toEqual([]);
		await forge("visitor", { type: "request", request: 1 });
		expect(requestOf(agent)).toBeNull();
		await asked(story);
		agent.session.answer("accepted");
		await forge("agent", { type: "answer", request: 1, answer: "accepted" });
		expect(requestOf(visitor)).toEqual({ number: 1, stage: "asked" });
	});

	it("is not answered by an answer to another one", async () => {
		const story = await meet();
		const { agent, forge } = story;
		await asked(story);
		await forge("visitor", { type: "answer", request: 7, answer: "declined" });
		expect(requestOf(agent)).toEqual({ number: 1, stage: "asked" });
	});

	it("is taken back from a visitor who shared before it came", async () => {
		const { agent, visitor } = await meet();
		agent.session.request();
		visitor.session.share(file(patterned(10)), {
			savable: false,
			from: "computer",
		});
		await arrivals();
		expect(requestOf(agent)).toBeNull();
		expect(requestOf(visitor)).toBeNull();
	});
});
