/** Runs one schedule from beginning to end, and says what was wrong. */
import { LINKS } from "../flows/rules.ts";
import { endWell, must, type Play } from "./afterwards.ts";
import { type Agent, createAgent } from "./agent.ts";
import { disagreement } from "./agreement.ts";
import { type Clock, startClock } from "./clock.ts";
import { bitFlip, corruption } from "./corruption.ts";
import { createDocuments } from "./documents.ts";
import type { Person } from "./person.ts";
import { createRandom } from "./random.ts";
import {
	createSchedule,
	describeSchedule,
	describeStep,
	FIRST_STEP_MS,
	type Schedule,
	type Step,
	VISITOR_NAME,
} from "./schedule.ts";
import { createVisitor, type Visitor } from "./visitor.ts";
import { createWay, type Way } from "./way.ts";
import { rulesOf, type World } from "./world.ts";

export type Options = {
	/** The sessions' guard against an earlier link is taken away. */
	unguarded?: boolean;
	/** Hears everything that happens, a line each. */
	trace?: (way: string) => void;
};

/** Undefined: all was well. Otherwise one line: what was wrong, the seed, and what had been done. */
export async function runSeed(
	seed: number,
	options: Options = {},
): Promise<string | undefined> {
	const schedule = createSchedule(seed);
	const clock = startClock();
	const wrong: string[] = [];
	const note = (what: string) =>
		wrong.push(`at ${(clock.now() / 1_000).toFixed(2)} s: ${what}`);
	process.on("unhandledRejection", note);
	try {
		await play(schedule, clock, note, options);
	} catch (error) {
		note(error instanceof Error ? `${error.message}` : String(error));
	} finally {
		clock.stop();
		process.off("unhandledRejection", note);
	}
	const [first] = wrong;
	return first && `${first} — ${describeSchedule(schedule)}`;
}

async function play(
	schedule: Schedule,
	clock: Clock,
	wrong: (what: string) => void,
	options: Options,
): Promise<void> {
	const it = begin(schedule, clock, wrong, options);
	await clock.pass(FIRST_STEP_MS - 1_000);
	must(disagreement(it));
	for (const way of it.ways.values()) way.isCalm = false;
	for (const step of schedule.steps) {
		await clock.pass(step.atMs - clock.now());
		take(step, it);
	}
	for (const way of it.ways.values()) way.isCalm = true;
	await endWell(it);
}

function begin(
	schedule: Schedule,
	clock: Clock,
	wrong: (what: string) => void,
	{ unguarded = false, trace = () => {} }: Options,
): Play {
	const tell = (what: string) =>
		trace(`${(clock.now() / 1_000).toFixed(3)} ${what}`);
	const random = createRandom(schedule.seed + 0.5);
	const documents = createDocuments(random, wrong);
	const rules = rulesOf(schedule.rules);
	const world: World = { random, documents, rules, links: LINKS, wrong, tell };
	const ways = new Map<string, Way>();
	const wayOf = (agent: string): Way => {
		const way = ways.get(agent);
		if (!way) throw new Error(`There is no ${agent}`);
		return way;
	};
	const visitor: Visitor = createVisitor(
		world,
		schedule.gathers,
		wayOf,
		schedule.agents,
	);
	const agents = schedule.agents.map((name): Agent => {
		const way = createWay({
			agent: name,
			random,
			visitorPage: () => visitor.page,
			unguarded,
			inflates: schedule.inflates,
			wrong,
			tell,
		});
		ways.set(name, way);
		const agent = createAgent(world, name, way);
		void way.dial(new AbortController().signal).then(agent.begin);
		return agent;
	});
	return { world, clock, ways, agents, visitor, mayEnd: new Set() };
}

function take(step: Step, it: Play): void {
	it.world.tell(describeStep(step));
	if ("to" in step) {
		fault(step, it);
		return;
	}
	const { who, does, n } = step;
	if (does === "end")
		for (const { name } of it.agents)
			if (who === name || who === VISITOR_NAME) it.mayEnd.add(name);
	personOf(it, who).act(does, n);
}

function fault(step: Extract<Step, { to: string }>, it: Play): void {
	const { to, does, n } = step;
	const way = it.ways.get(to);
	const connection = way?.latest;
	if (!way || !connection) return;
	const loss = { heard: heardBy(n) };
	const from = n % 2 === 0 ? "agent" : "visitor";
	switch (does) {
		case "lose":
			connection.lose(loss);
			return;
		case "cut":
			connection.cutAfter(n % 15, loss);
			return;
		case "stall":
			connection.stall(n % 20_000);
			return;
		case "down":
			way.down(n % 30_000);
			connection.lose(loss);
			return;
		case "flip":
			connection.corrupt(
				from,
				bitFlip(n, () => {
					for (const document of it.world.documents.all)
						if (document.closed === 0) document.tainted = true;
					return;
				}),
			);
			return;
		case "corrupt":
			connection.corrupt(
				from,
				corruption(n, () => it.mayEnd.add(to)),
			);
			return;
		default:
			does satisfies never;
	}
}

/** At once, after a while, or not at all: by the silence alone. */
function heardBy(n: number): { agent?: number; visitor?: number } {
	switch (n % 5) {
		case 0:
			return { agent: 0, visitor: 0 };
		case 1:
			return { agent: n % 3_000, visitor: n % 9_000 };
		case 2:
			return { agent: n % 700 };
		case 3:
			return { visitor: n % 700 };
		default:
			return {};
	}
}

function personOf({ agents, visitor }: Play, who: string): Person {
	return agents.find(({ name }) => name === who) ?? visitor;
}
