import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Role } from "../../policy/rules.ts";
import type { PairedLink } from "../../session/introduce.ts";
import type { Link } from "../../session/link.ts";
import { createLinkedPair } from "../../session/memory-link.ts";
import { PROTOCOL } from "../../session/messages.ts";
import { otherRole, type SharedDocument } from "../../session/state.ts";
import { runs } from "../counts.ts";
import { claimed, type Person, person } from "./people.ts";
import { OPEN_RULES } from "./rules.ts";

/** The agent's end may have older rules than the visitor's: then it refuses what the visitor may share. */
const ODD_SIZE = 3_000_001;
const STRICT_AGENT = {
	...OPEN_RULES,
	limits: { ...OPEN_RULES.limits, visitorPdfBytes: 3_000_000 },
};

/** Two ends whose messages arrive only when the test lets them: one queue each way, each in order. */
function slowly() {
	const queues: Record<Role, (() => void)[]> = { agent: [], visitor: [] };
	let from: Role = "agent";
	const pair = createLinkedPair({
		spy: (crossing) => {
			from = crossing.from;
		},
		schedule: (deliver) => queues[from].push(deliver),
	});
	const people: Record<Role, Person> = {
		agent: person("agent", paired(pair.agent, "agent"), {
			rules: { agent: STRICT_AGENT },
		}),
		visitor: person("visitor", paired(pair.visitor, "visitor")),
	};

	function deliver(from: Role, count = 1) {
		for (let i = 0; i < count; i++) queues[from].shift()?.();
	}
	function deliverAll() {
		while (queues.agent.length + queues.visitor.length > 0) {
			deliver("agent");
			deliver("visitor");
			answer("agent");
			answer("visitor");
		}
	}
	/** The sharer's viewer answers the search it shows. */
	function answer(role: Role) {
		const { document, session } = people[role];
		const find = document?.find;
		if (document?.sharedBy !== role || !find?.find || find.found) return;
		const { query, index } = find.find;
		session.found({ status: "done", total: query.length, index, hit: null });
	}

	deliverAll();
	people.visitor.session.welcome(true);
	deliverAll();
	return { people, deliver, deliverAll, answer };
}

/** Pairing is another test's: here the ends trust each other at once. */
function paired(link: Link, role: Role): PairedLink {
	return {
		...link,
		theirs: {
			type: "hello",
			protocol: PROTOCOL,
			role: otherRole(role),
			can: [],
		},
		secret: new Uint8Array(32),
	};
}

type Move =
	| { do: "share"; who: Role; size: number }
	| { do: "close" | "move" | "search" | "request" | "cancel"; who: Role }
	| { do: "accept" | "decline"; who: Role }
	| { do: "deliver"; who: Role; count: number };

const role = fc.constantFrom<Role>("agent", "visitor");
const moves: fc.Arbitrary<Move[]> = fc.array(
	fc.oneof(
		fc.record({
			do: fc.constant("share" as const),
			who: role,
			size: fc.constantFrom(1_000, ODD_SIZE),
		}),
		fc.record({
			do: fc.constantFrom(
				"close" as const,
				"move" as const,
				"search" as const,
				"request" as const,
				"cancel" as const,
				"accept" as const,
				"decline" as const,
			),
			who: role,
		}),
		fc.record({
			do: fc.constant("deliver" as const),
			who: role,
			count: fc.integer({ min: 1, max: 4 }),
		}),
	),
	{ minLength: 1, maxLength: 30 },
);

function play(moves: Move[]) {
	const { people, deliver, deliverAll, answer } = slowly();
	let step = 0;
	for (const move of moves) {
		const { session } = people[move.who];
		step += 1;
		switch (move.do) {
			case "share":
				session.share(claimed(move.size), { savable: true, from: "computer" });
				break;
			case "close":
				session.closeDocument();
				break;
			case "move":
				session.moved({ kind: "pdf", page: step, x: 0, y: 0 });
				break;
			case "search":
				session.searched({
					query: "x".repeat(step),
					matchCase: false,
					wholeWords: false,
					index: 0,
				});
				break;
			case "request":
				session.request();
				break;
			case "cancel":
				session.cancelRequest();
				break;
			case "accept":
				session.answer("accepted");
				break;
			case "decline":
				session.answer("declined");
				break;
			case "deliver":
				deliver(move.who, move.count);
				break;
			default:
				move satisfies never;
		}
		answer("agent");
		answer("visitor");
	}
	deliverAll();
	const { agent } = people;
	agent.session.end();
	deliverAll();
	return people;
}

/** What both people must see alike. Each sees only the other's pointer. */
function shared(document: SharedDocument | null | undefined) {
	return document && { ...document, pointer: null };
}

/** The last state in which the session was open. */
function last({ states }: Person) {
	const open = states.filter((state) => state.phase === "open");
	return open.at(-1);
}

describe("two people who do things at the same moment", () => {
	it("end in the same document, position, search and request, whatever crossed", () => {
		fc.assert(
			fc.property(moves, (moves) => {
				const { agent, visitor } = play(moves);
				const [here, there] = [last(agent), last(visitor)];
				expect(shared(here?.document)).toEqual(shared(there?.document));
				expect(here?.request).toEqual(there?.request);
			}),
			runs(1_500),
		);
	});

	it("hear of every document once, from its share to its end", () => {
		fc.assert(
			fc.property(moves, (moves) => {
				for (const { events } of Object.values(play(moves))) {
					let open = 0;
					for (const { event } of events) {
						if (event === "documentShared") open += 1;
						if (event === "enddocshare") open -= 1;
						expect([0, 1]).toContain(open);
						if (event === "sessionend") expect(open).toBe(0);
					}
				}
			}),
			runs(500),
		);
	});

	it("see the visitor's document when both share at once", () => {
		const { people, deliverAll } = slowly();
		const { agent, visitor } = people;
		const terms = { savable: true, from: "computer" as const };
		agent.session.share(claimed(1_000), terms);
		visitor.session.share({ ...claimed(2_000), name: "mine.pdf" }, terms);
		deliverAll();
		expect(agent.document).toMatchObject({ sharedBy: "visitor", share: 2 });
		expect(visitor.document).toMatchObject({ sharedBy: "visitor", share: 2 });
		expect(agent.notices).toEqual([{ notice: "crossed", name: "a.pdf" }]);
		expect(visitor.notices).toEqual([]);
		expect(agent.events.map(({ event }) => event)).toEqual([
			"sessionstart",
			"documentShared",
			"enddocshare",
			"documentShared",
		]);
		agent.session.share(claimed(3_000), terms);
		deliverAll();
		expect(visitor.document).toMatchObject({ sharedBy: "agent", size: 3_000 });
		expect(visitor.notices).toEqual([{ notice: "replaced", name: "mine.pdf" }]);
	});

	it("see the visitor's document even where the agent had closed theirs when it came", () => {
		const { people, deliver, deliverAll } = slowly();
		const { agent, visitor } = people;
		const terms = { savable: true, from: "computer" as const };
		agent.session.share(claimed(1_000), terms);
		deliver("agent");
		visitor.session.share(claimed(2_000), terms);
		agent.session.share(claimed(3_000), terms);
		agent.session.closeDocument();
		deliverAll();
		expect(visitor.document).toMatchObject({ size: 2_000 });
		expect(agent.document).toMatchObject({ size: 2_000 });
	});

	it("can share again after one of them refused", () => {
		const { people, deliverAll } = slowly();
		const { agent, visitor } = people;
		const terms = { savable: true, from: "computer" as const };
		visitor.session.share(claimed(ODD_SIZE), terms);
		deliverAll();
		expect(agent.notices).toEqual([{ notice: "refused", name: "a.pdf" }]);
		expect(visitor.document).toBeNull();
		agent.session.share(claimed(1_000), terms);
		deliverAll();
		expect(visitor.document).toMatchObject({ size: 1_000, sharedBy: "agent" });
	});
});
