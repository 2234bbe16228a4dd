import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Role } from "../../policy/rules.ts";
import { createLinkedPair } from "../../session/memory-link.ts";
import {
	arrivals,
	claimed,
	file,
	introduceAs,
	meet,
	type Person,
	person,
	type Story,
	shareWith,
	until,
} from "./people.ts";

const PLACE = { kind: "pdf", page: 7, x: 0, y: 400 } as const;

beforeEach(() => {
	vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "Date"] });
});
afterEach(() => {
	vi.useRealTimers();
});

/**
 * The two find each other again. `fresh`: that one's page was loaded anew; the link breaks when something is sent that
 * fits `until`. Returns the people as they are now.
 */
async function meetAgain(
	story: Story,
	fresh?: Role,
	until?: RegExp,
): Promise<Record<Role, Person> & { pair: Story["pair"] }> {
	const pair = createLinkedPair({
		spy: ({ payload }) => {
			if (until?.test(String(payload))) pair.lose();
		},
	});
	const [agentLink, visitorLink] = await Promise.all([
		introduceAs("agent", pair),
		introduceAs("visitor", pair),
	]);
	const links = { agent: agentLink, visitor: visitorLink };
	const people = { agent: story.agent, visitor: story.visitor };
	for (const role of ["visitor", "agent"] as const) {
		if (role === fresh)
			people[role] = person(role, links[role], { continued: { agent: "Ana" } });
		else people[role].session.resume(links[role]);
	}
	await arrivals();
	return { ...people, pair };
}

const names = ({ events }: Person) => events.map(({ event }) => event);
const told = ({ notices }: Person) => notices.map(({ notice }) => notice);

describe("a link that is lost and replaced", () => {
	it("goes on with a transfer where it stopped, and the copies are equal", async () => {
		const story = await meet();
		const { agent, visitor } = story;
		const bytes = new Uint8Array(3_000_000).map((_, at) => at % 251);
		await shareWith(agent, visitor, file(bytes));
		let arrived = 0;
		const saving = visitor.session.save(
			new AbortController().signal,
			(progress) => {
				arrived = progress.bytes;
				if (arrived > 500_000) story.pair.lose();
			},
		);
		await until(() => arrived > 500_000);
		expect(arrived).toBeLessThan(bytes.length);
		await meetAgain(story);
		const copy = await saving;
		expect(Buffer.from(await copy.arrayBuffer()).equals(bytes)).toBe(true);
	});

	it("brings an offer that was on its way", async () => {
		const story = await meet();
		story.pair.lose();
		story.agent.session.share(claimed(5_000), {
			savable: true,
			from: "computer",
		});
		const { visitor } = await meetAgain(story);
		expect(visitor.document?.name).toBe("a.pdf");
		expect(names(visitor)).toEqual([
			"sessionstart",
			"connection",
			"connection",
			"documentShared",
		]);
	});

	it("closes what was closed while nobody heard", async () => {
		const story = await meet();
		await shareWith(story.agent, story.visitor, claimed(5_000));
		story.pair.lose();
		story.visitor.session.closeDocument();
		const { agent } = await meetAgain(story);
		expect(agent.document).toBeNull();
		expect(agent.events.at(-1)).toEqual({
			event: "enddocshare",
			detail: { name: "a.pdf", by: "visitor" },
		});
	});

	it("brings the latest place, and only that", async () => {
		const story = await meet();
		await shareWith(story.agent, story.visitor, claimed(5_000));
		story.pair.lose();
		for (const page of [2, 3, 7]) story.agent.session.moved({ ...PLACE, page });
		const { visitor } = await meetAgain(story);
		expect(visitor.document?.position.place).toEqual(PLACE);
	});

	it("brings a request that was on its way, and its answer", async () => {
		const story = await meet();
		story.pair.lose();
		story.agent.session.request();
		const again = await meetAgain(story);
		expect(again.visitor.session.state).toMatchObject({
			request: { stage: "asked" },
		});
		again.pair.lose();
		again.visitor.session.answer("accepted");
		const { agent } = await meetAgain(story);
		expect(agent.session.state).toMatchObject({
			request: { stage: "accepted" },
		});
	});

	it("says that a request is over which was declined meanwhile", async () => {
		const story = await meet();
		story.agent.session.request();
		await arrivals();
		story.pair.lose();
		story.visitor.session.answer("declined");
		const { agent } = await meetAgain(story);
		expect(agent.session.state).toMatchObject({ request: null });
		expect(told(agent)).toEqual(["request-expired"]);
	});

	it("shows the visitor's document where both shared meanwhile", async () => {
		const story = await meet();
		story.pair.lose();
		story.agent.session.share(claimed(5_000), {
			savable: true,
			from: "computer",
		});
		story.visitor.session.share(claimed(6_000, "csv"), {
			savable: true,
			from: "computer",
		});
		const { agent, visitor } = await meetAgain(story);
		expect(agent.document?.name).toBe("a.csv");
		expect(visitor.document?.name).toBe("a.csv");
		expect(told(agent)).toContain("crossed");
	});

	it("lets the agent share after what the visitor shared and closed meanwhile", async () => {
		const story = await meet();
		story.pair.lose();
		story.visitor.session.share(claimed(6_000, "csv"), {
			savable: true,
			from: "computer",
		});
		story.visitor.session.closeDocument();
		const { agent, visitor } = await meetAgain(story);
		await shareWith(agent, visitor, claimed(5_000));
		expect(visitor.document?.name).toBe("a.pdf");
	});

	it("lets the agent share after what the visitor closed just when they met", async () => {
		const { agent, visitor, pair } = await meet();
		pair.lose();
		visitor.session.share(claimed(6_000, "csv"), {
			savable: true,
			from: "computer",
		});
		const next = createLinkedPair();
		const [agentLink, visitorLink] = await Promise.all([
			introduceAs("agent", next),
			introduceAs("visitor", next),
		]);
		visitor.session.resume(visitorLink);
		visitor.session.closeDocument();
		agent.session.resume(agentLink);
		await arrivals();
		await shareWith(agent, visitor, claimed(5_000));
		expect(visitor.document?.name).toBe("a.pdf");
	});

	it("tells an end that comes back to a session which is over", async () => {
		const story = await meet();
		await shareWith(story.agent, story.visitor, claimed(5_000));
		story.pair.lose();
		story.visitor.session.end();
		const { agent } = await meetAgain(story);
		expect(agent.session.state).toEqual({
			phase: "ended",
			reason: "visitor",
			why: "ended",
		});
	});

	it("is here again, in both ends' words", async () => {
		const story = await meet();
		story.pair.lose();
		await arrivals();
		expect(story.agent.session.state).toMatchObject({ presence: "lost" });
		const { agent, visitor } = await meetAgain(story);
		expect(agent.session.state).toMatchObject({ presence: "here" });
		expect(visitor.session.state).toMatchObject({ presence: "here" });
	});

	it("takes nothing before the other end has said what it knows", async () => {
		const story = await meet();
		story.pair.lose();
		const pair = createLinkedPair();
		const [, link] = await Promise.all([
			introduceAs("agent", pair),
			introduceAs("visitor", pair),
		]);
		story.visitor.session.resume(link);
		pair.agent.send({ type: "request", request: 5 });
		await arrivals();
		expect(story.visitor.session.state).toMatchObject({ request: null });
	});
});

describe("a path that falters", () => {
	it("is told of at both ends, and heals by itself as soon as anything is heard", async () => {
		const { agent, visitor, pair } = await meet();
		pair.falter(true);
		await arrivals();
		for (const { session } of [agent, visitor])
			expect(session.state).toMatchObject({ presence: "quiet" });
		pair.falter(false);
		await arrivals();
		for (const { session } of [agent, visitor])
			expect(session.state).toMatchObject({ presence: "here" });
	});
});

describe("a page that is loaded anew", () => {
	it("has the agent's document back at the place where it was", async () => {
		const story = await meet();
		await shareWith(story.agent, story.visitor, claimed(5_000));
		story.agent.session.moved(PLACE);
		await arrivals();
		story.visitor.session.leave();
		story.pair.lose();
		const { agent, visitor } = await meetAgain(story, "visitor");
		expect(visitor.document?.position.place).toEqual(PLACE);
		expect(names(visitor)).toEqual(["sessioncontinue"]);
		expect(names(agent)).toEqual([
			"sessionstart",
			"documentShared",
			"connection",
			"connection",
		]);
		expect((await visitor.session.source?.read(0, 4_000))?.length).toBe(4_000);
	});

	it("asks for the file again where it had shared one", async () => {
		const story = await meet();
		await shareWith(story.visitor, story.agent, claimed(5_000));
		story.pair.lose();
		const { agent, visitor } = await meetAgain(story, "visitor");
		expect(agent.document).toBeNull();
		expect(told(agent)).toEqual(["gone"]);
		expect(visitor.notices).toEqual([{ notice: "share-again", name: "a.pdf" }]);
		// What is shared now is not taken for something old.
		await shareWith(visitor, agent, claimed(6_000, "csv"));
		await shareWith(agent, visitor, claimed(7_000));
		expect(visitor.document?.size).toBe(7_000);
	});

	it("has the visitor's document back in the agent's page", async () => {
		const story = await meet();
		await shareWith(story.visitor, story.agent, claimed(5_000));
		story.visitor.session.moved(PLACE);
		await arrivals();
		story.pair.lose();
		const { agent, visitor } = await meetAgain(story, "agent");
		expect(agent.document?.position.place).toEqual(PLACE);
		agent.session.closeDocument();
		await arrivals();
		expect(visitor.document).toBeNull();
		await shareWith(agent, visitor, claimed(6_000, "csv"));
		expect(visitor.document?.name).toBe("a.csv");
	});

	it("is asked again for what the agent has asked for", async () => {
		const story = await meet();
		story.agent.session.request();
		await arrivals();
		story.visitor.session.answer("accepted");
		await arrivals();
		story.pair.lose();
		const { agent, visitor } = await meetAgain(story, "visitor");
		expect(visitor.session.state).toMatchObject({
			request: { number: 1, stage: "asked" },
		});
		visitor.session.answer("declined");
		await arrivals();
		expect(told(agent)).toEqual(["declined"]);
	});

	it("still knows, in the agent's page, what it has asked for", async () => {
		const story = await meet();
		story.agent.session.request();
		await arrivals();
		story.pair.lose();
		const { agent } = await meetAgain(story, "agent");
		expect(agent.session.state).toMatchObject({
			request: { number: 1, stage: "asked" },
		});
		agent.session.cancelRequest();
		agent.session.request();
		await arrivals();
		expect(agent.session.state).toMatchObject({ request: { number: 2 } });
	});

	it("leaves the visitor the question that an agent's page loaded anew still asks", async () => {
		const story = await meet();
		story.agent.session.request();
		await arrivals();
		story.pair.lose();
		const { agent, visitor } = await meetAgain(story, "agent");
		expect(visitor.session.state).toMatchObject({
			request: { number: 1, stage: "asked" },
		});
		expect(told(visitor)).toEqual([]);
		visitor.session.answer("accepted");
		await arrivals();
		expect(agent.session.state).toMatchObject({
			request: { number: 1, stage: "accepted" },
		});
	});

	it("counts its shares on where the agent had missed the one before", async () => {
		const story = await meet();
		await shareWith(story.visitor, story.agent, claimed(5_000));
		story.pair.lose();
		story.visitor.session.share(claimed(6_000, "csv"), {
			savable: true,
			from: "computer",
		});
		// The link breaks again when both have said what they know.
		const between = await meetAgain(story, undefined, /"type":"offer"/);
		expect(between.agent.document).toBeNull();
		const { agent, visitor } = await meetAgain(story, "visitor");
		await shareWith(visitor, agent, claimed(7_000));
		expect(agent.document?.size).toBe(7_000);
	});

	it("does what its person did meanwhile once it has heard what is open", async () => {
		const story = await meet();
		await shareWith(story.agent, story.visitor, claimed(5_000));
		story.agent.session.closeDocument();
		story.pair.lose();
		const pair = createLinkedPair();
		const [agentLink, visitorLink] = await Promise.all([
			introduceAs("agent", pair),
			introduceAs("visitor", pair),
		]);
		const agent = person("agent", agentLink, { continued: { agent: "Ana" } });
		agent.session.share(claimed(6_000, "csv"), {
			savable: true,
			from: "computer",
		});
		agent.session.request();
		expect(agent.document).toBeNull();
		story.visitor.session.resume(visitorLink);
		await until(() => story.visitor.document?.name === "a.csv");
		expect(agent.document?.name).toBe("a.csv");
		expect(agent.document?.share).toBe(story.visitor.document?.share);
		expect(story.visitor.session.state).toMatchObject({
			request: { number: 1, stage: "asked" },
		});
	});

	it("frees what was to be shared when the session is over before", async () => {
		const story = await meet();
		story.pair.lose();
		const pair = createLinkedPair();
		const [link] = await Promise.all([
			introduceAs("agent", pair),
			introduceAs("visitor", pair),
		]);
		const agent = person("agent", link, { continued: { agent: "Ana" } });
		const close = vi.fn();
		agent.session.share(
			{ ...claimed(6_000), close },
			{ savable: true, from: "computer" },
		);
		agent.session.end();
		expect(close).toHaveBeenCalledOnce();
	});
});
