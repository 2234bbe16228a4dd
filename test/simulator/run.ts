/** Runs one schedule from beginning to end, and says what was wrong. */
import { vi } from "vitest";
import { LINKS } from "../flows/rules.ts";
import { type Agent, createAgent } from "./agent.ts";
import { type Company, disagreement } from "./agreement.ts";
import { type Clock, startClock } from "./clock.ts";
import { bitFlip, corruption } from "./corruption.ts";
import { createDocuments } from "./documents.ts";
import { createLine, type Line } from "./line.ts";
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
import { rulesOf, type World } from "./world.ts";

export type Options = {
	/** The sessions' guard against an earlier link is taken away. */
	unguarded?: boolean;
	/** Hears everything that happens, a line each. */
	trace?: (line: string) => void;
};

/** Longest silence that a session lives through, and what it takes to notice. */
const SILENCE_MS = 150_000;
/** Ten seconds of silence, an attempt that hangs and one that does not. */
const REUNION_MS = 60_000;
/** What is open is read, found and saved. */
const QUIET_MS = 15_000;

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

type Play = Company & {
	world: World;
	clock: Clock;
	lines: ReadonlyMap<string, Line>;
	/** Whose session may be over: somebody ended it, or the wire was corrupted. */
	mayEnd: Set<string>;
};

async function play(
	schedule: Schedule,
	clock: Clock,
	wrong: (what: string) => void,
	options: Options,
): Promise<void> {
	const it = begin(schedule, clock, wrong, options);
	await clock.pass(FIRST_STEP_MS - 1_000);
	must(disagreement(it));
	for (const line of it.lines.values()) line.isCalm = false;
	for (const step of schedule.steps) {
		await clock.pass(step.atMs - clock.now());
		take(step, it);
	}
	for (const line of it.lines.values()) line.isCalm = true;
	await reunion(it);
	await lookAtAll(it);
	await shareOnce(it);
	await part(it);
	await proveCopies(it);
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
	const lines = new Map<string, Line>();
	const lineOf = (agent: string): Line => {
		const line = lines.get(agent);
		if (!line) throw new Error(`There is no ${agent}`);
		return line;
	};
	const visitor: Visitor = createVisitor(
		world,
		schedule.gathers,
		lineOf,
		schedule.agents,
	);
	const agents = schedule.agents.map((name): Agent => {
		const line = createLine({
			agent: name,
			random,
			visitorPage: () => visitor.page,
			unguarded,
			inflates: schedule.inflates,
			wrong,
			tell,
		});
		lines.set(name, line);
		const agent = createAgent(world, name, line);
		void line.dial(new AbortController().signal).then(agent.begin);
		return agent;
	});
	return { world, clock, lines, agents, visitor, mayEnd: new Set() };
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
	const line = it.lines.get(to);
	const connection = line?.latest;
	if (!line || !connection) return;
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
			line.down(n % 30_000);
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

/** Waits until all agree, as they must in time. */
async function reunion(it: Play): Promise<void> {
	const limit = it.mayEnd.size > 0 ? SILENCE_MS : REUNION_MS;
	const until = it.clock.now() + limit;
	// What is under way changes things once more: they agree when they have agreed for a while.
	let agreed = 0;
	while (agreed < 5 && it.clock.now() < until) {
		await it.clock.pass(1_000);
		agreed = disagreement(it) === undefined ? agreed + 1 : 0;
	}
	must(disagreement(it));
	for (const { name, tie } of it.agents)
		if (tie.phase === "ended" && !it.mayEnd.has(name))
			throw new Error(`${name}'s session has ended, and nobody ended it`);
}

/** Whoever is in a session reads what is open. Nobody may wait for ever. */
async function lookAtAll(it: Play): Promise<void> {
	for (const { screen } of present(it)) screen.act("read", 12_345);
	await it.clock.pass(QUIET_MS);
	await agree(it);
	for (const { name, screen } of present(it))
		if (screen.waiting > 0)
			throw new Error(`${name} waits for ${screen.waiting} reads or saves`);
}

/** The session is not stuck: one more document is shared, saved and closed. */
async function shareOnce(it: Play): Promise<void> {
	const people = present(it);
	const [first, ...others] = people;
	if (!first) return;
	const { random } = it.world;
	const sharer = random.pick([first, ...others]);
	const made = sharer.screen.share(7 + 8 * random.whole(0, 500), true);
	await it.clock.pass(5_000);
	await agree(it);
	for (const { name, shown } of people)
		if (shown?.name !== made?.name)
			throw new Error(`${name} does not see ${made?.name}`);
	for (const { screen } of people) screen.act("save", 0);
	await it.clock.pass(QUIET_MS);
	random.pick([first, ...others]).act("close", 0);
	await it.clock.pass(QUIET_MS);
	for (const { name, shown, screen } of people) {
		if (shown) throw new Error(`${name} still sees ${shown.name}`);
		if (screen.waiting > 0) throw new Error(`${name} waits for a closed one`);
	}
	await agree(it);
}

/** All end. Nothing is left open, and nothing goes on. */
async function part(it: Play): Promise<void> {
	for (const agent of it.agents) agent.act("end", 0);
	await it.clock.pass(QUIET_MS);
	for (const { name } of it.agents)
		if (it.visitor.tieTo(name).phase === "open")
			throw new Error(`The visitor does not know that ${name} has ended`);
	for (const { name, ledger } of [...it.agents, it.visitor])
		if (ledger.open.length > 0)
			throw new Error(`${name} never heard of the end of ${ledger.open}`);
	for (const { name, closed, abandoned } of it.world.documents.all)
		if (closed !== 1 && !abandoned)
			throw new Error(`${name} was closed ${closed} times`);
	await it.clock.pass(QUIET_MS);
	if (vi.getTimerCount() > 0)
		throw new Error(`${vi.getTimerCount()} timers go on`);
}

/** What was saved is what was shared. */
async function proveCopies(it: Play): Promise<void> {
	for (const { name, screen } of [...it.agents, it.visitor])
		for (const { of, blob } of screen.copies) {
			const bytes = new Uint8Array(await blob.arrayBuffer());
			if (Buffer.compare(bytes, of.bytes) !== 0)
				throw new Error(`${name}'s copy of ${of.name} differs`);
		}
}

function present(it: Play): Person[] {
	const agents = it.agents.filter(({ tie }) => tie.phase === "open");
	return agents.length === 0 ? [] : [...agents, it.visitor];
}

function personOf({ agents, visitor }: Play, who: string): Person {
	return agents.find(({ name }) => name === who) ?? visitor;
}

/** What is on its way may still change something. */
async function agree(it: Play): Promise<void> {
	for (let tries = 0; tries < 10 && disagreement(it); tries++)
		await it.clock.pass(500);
	must(disagreement(it));
}

function must(disagreed: string | undefined): void {
	if (disagreed !== undefined) throw new Error(disagreed);
}
