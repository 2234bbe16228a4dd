import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Role } from "../../policy/rules.ts";
import type { Gathering } from "../../session/gathering.ts";
import type { PairedLink } from "../../session/introduce.ts";
import type { Link } from "../../session/link.ts";
import { createLinkedPair } from "../../session/memory-link.ts";
import { PROTOCOL } from "../../session/messages.ts";
import { otherRole } from "../../session/state.ts";
import { runs } from "../counts.ts";
import { host } from "./company.ts";
import { claimed, type Person, person } from "./people.ts";
import { LINKS, OPEN_RULES, withSharing } from "./rules.ts";

type Name = "ana" | "ben";
const NAMES = ["ana", "ben"] as const;

/** Two agents and a visitor whose messages arrive only when the test lets them: a queue each way on both links. */
function slowly(bensRules = OPEN_RULES) {
	const queues = { ana: newQueues(), ben: newQueues() };
	const visitor = host();
	const agents = {
		ana: meet("ana", OPEN_RULES),
		ben: meet("ben", bensRules),
	};

	function meet(name: Name, rules: typeof OPEN_RULES): Person {
		let from: Role = "agent";
		const pair = createLinkedPair({
			spy: (crossing) => {
				from = crossing.from;
			},
			schedule: (deliver) => queues[name][from].push(deliver),
		});
		const link = paired(pair.agent, "agent");
		const agent = person("agent", link, { name, rules: { agent: rules } });
		visitor.gathering.add({
			link: paired(pair.visitor, "visitor"),
			rules,
			links: LINKS,
			peerId: name,
		});
		return agent;
	}

	function deliver(name: Name, from: Role, count = 1) {
		for (let i = 0; i < count; i++) queues[name][from].shift()?.();
	}

	function deliverAll() {
		for (let rounds = 0; rounds < 500; rounds++) {
			for (const name of NAMES) {
				deliver(name, "agent");
				deliver(name, "visitor");
			}
			answer();
			const left = NAMES.flatMap((name) => [
				...queues[name].agent,
				...queues[name].visitor,
			]);
			if (left.length === 0) return;
		}
		expect.unreachable("They never stop talking");
	}

	/** The sharer's viewer answers the search it shows. */
	function answer() {
		const sharers: [Person | undefined, Pick<Gathering, "found">][] = [
			[agents.ana, agents.ana.session],
			[agents.ben, agents.ben.session],
		];
		for (const [agent, { found }] of sharers) {
			const document = agent?.document;
			if (document?.sharedBy !== "agent") continue;
			answerWith(document.find, found);
		}
		const { state } = visitor.gathering;
		const own = state.phase === "open" ? state.document : null;
		if (own?.sharedBy === "visitor")
			answerWith(own.find, visitor.gathering.found);
	}

	deliverAll();
	for (const member of [1, 2]) visitor.gathering.welcome(member, true);
	deliverAll();
	return { visitor, agents, deliver, deliverAll, answer };
}

const newQueues = (): Record<Role, (() => void)[]> => ({
	agent: [],
	visitor: [],
});

function answerWith(
	{ find, found }: NonNullable<Person["document"]>["find"],
	tell: Gathering["found"],
) {
	if (!find || found) return;
	const { query, index } = find;
	tell({ status: "done", total: query.length, index, hit: null });
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
	| { do: "share" | "close" | "move" | "search"; who: Name | "visitor" }
	| { do: "request" | "cancel"; who: Name }
	| { do: "accept" | "decline" }
	| { do: "deliver"; who: Name; from: Role; count: number };

const name = fc.constantFrom<Name>("ana", "ben");
const anybody = fc.constantFrom<Name | "visitor">("ana", "ben", "visitor");
const moves: fc.Arbitrary<Move[]> = fc.array(
	fc.oneof(
		fc.record({
			do: fc.constantFrom("share", "close", "move", "search"),
			who: anybody,
		}),
		fc.record({ do: fc.constantFrom("request", "cancel"), who: name }),
		fc.record({ do: fc.constantFrom("accept", "decline") }),
		fc.record({
			do: fc.constant("deliver"),
			who: name,
			from: fc.constantFrom<Role>("agent", "visitor"),
			count: fc.integer({ min: 1, max: 4 }),
		}),
	),
	{ minLength: 1, maxLength: 40 },
);

function play(moves: Move[], bensRules = OPEN_RULES) {
	const people = slowly(bensRules);
	const { visitor, agents, deliver, deliverAll, answer } = people;
	let step = 0;
	for (const move of moves) {
		step += 1;
		switch (move.do) {
			case "share":
				sessionOf(move.who).share(
					{ ...claimed(1_000), name: `${move.who}-${step}.pdf` },
					{ savable: false, from: "computer" },
				);
				break;
			case "close":
				sessionOf(move.who).closeDocument();
				break;
			case "move":
				sessionOf(move.who).moved({ kind: "pdf", page: step, x: 0, y: 0 });
				break;
			case "search":
				sessionOf(move.who).searched({
					query: "x".repeat(step),
					matchCase: false,
					wholeWords: false,
					index: 0,
				});
				break;
			case "request":
				agents[move.who].session.request();
				break;
			case "cancel":
				agents[move.who].session.cancelRequest();
				break;
			case "accept":
				visitor.gathering.answer("accepted");
				break;
			case "decline":
				visitor.gathering.answer("declined");
				break;
			case "deliver":
				deliver(move.who, move.from, move.count);
				break;
			default:
				move satisfies never;
		}
		answer();
	}
	deliverAll();
	return people;

	function sessionOf(who: Name | "visitor") {
		return who === "visitor" ? visitor.gathering : agents[who].session;
	}
}

/** What all must see alike. Turns are counted on each link for itself, and by the visitor for all. */
function seen(document: Person["document"] | undefined) {
	if (!document) return null;
	const { name, size, position, find } = document;
	const { place } = position;
	return { name, size, place, find: find.find, found: find.found };
}

describe("a visitor and two agents who do things at the same moment", () => {
	it("end in the same document, position and search, with one request at most, whatever crossed", () => {
		fc.assert(
			fc.property(moves, (moves) => {
				const { visitor, agents } = play(moves);
				const there = seen(visitor.open.document);
				for (const name of NAMES)
					expect(seen(agents[name].document)).toEqual(there);
				const asking = NAMES.filter((name) => {
					const { state } = agents[name].session;
					return state.phase === "open" && state.request !== null;
				});
				const { request } = visitor.open;
				expect(asking).toEqual(request ? [request.by.agent] : []);
			}),
			runs(1_500),
		);
	});

	it("hear of every document once, from its share to its end", () => {
		fc.assert(
			fc.property(moves, (moves) => {
				const { visitor, agents } = play(moves);
				const told = [visitor.events, agents.ana.events, agents.ben.events];
				for (const events of told) {
					let open = 0;
					for (const { event } of events) {
						if (event === "documentShared") open += 1;
						if (event === "enddocshare") open -= 1;
						expect([0, 1]).toContain(open);
					}
				}
			}),
			runs(500),
		);
	});

	it("agree also where one of the agents may see nothing of the visitor's end", () => {
		const off = withSharing({ visitorDocumentShare: false });
		fc.assert(
			fc.property(moves, (moves) => {
				const { visitor, agents } = play(moves, off);
				const there = visitor.open.document;
				expect(seen(agents.ana.document)).toEqual(seen(there));
				const bens = there?.sharer === "ben" ? seen(there) : null;
				expect(seen(agents.ben.document)).toEqual(bens);
				const { state } = agents.ben.session;
				const sharing = state.phase === "open" && state.others?.sharing;
				expect(sharing || null).toEqual(
					there?.sharer === "ana" ? { by: "ana", name: there.name } : null,
				);
			}),
			runs(500),
		);
	});
});
