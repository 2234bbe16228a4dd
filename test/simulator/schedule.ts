/** What happens in one schedule, made from its seed: who does what, and when. */
import { createRandom, type Random } from "./random.ts";

/** What a person does. `n` of the step chooses the document, the place, the word. */
export type Deed =
	| "share"
	| "close"
	| "move"
	| "search"
	| "point"
	| "read"
	| "save"
	| "stop-saving"
	| "request"
	| "cancel"
	| "accept"
	| "decline"
	| "lose-file"
	| "reload"
	| "end";

/** What the network does to the way of one agent. */
export type Fault = "lose" | "cut" | "stall" | "down" | "flip" | "corrupt";

export type Step =
	| { atMs: number; who: string; does: Deed; n: number }
	/** `to`: the agent whose way it is. */
	| { atMs: number; to: string; does: Fault; n: number };

export type Schedule = {
	seed: number;
	/** The agents' names. */
	agents: string[];
	/** The visitor's end is a gathering, as in the product, or one session alone. */
	gathers: boolean;
	/** `strict`: the visitor's end allows less than the agents' believe. */
	rules: "open" | "view-only" | "strict";
	/** Ranges may travel deflated. */
	inflates: boolean;
	steps: Step[];
};

/** Everybody is in by then. */
export const FIRST_STEP_MS = 5_000;
const MAX_N = 99_999;

const EITHER: Deed[] = [
	...many("share", 6),
	...many("close", 2),
	...many("move", 6),
	...many("search", 3),
	...many("read", 3),
	...many("save", 4),
	"point",
	"stop-saving",
];
const AGENT: [Deed, ...Deed[]] = [
	"cancel",
	...EITHER,
	"request",
	"request",
	"request",
];
const VISITOR: [Deed, ...Deed[]] = [
	"decline",
	...EITHER,
	"accept",
	"accept",
	"accept",
];
/** At most a few in a schedule, or nothing else would be tried. */
const RARE: [Deed, ...Deed[]] = [
	"reload",
	"reload",
	"reload",
	"reload",
	"lose-file",
];
const FAULTS: [Fault, ...Fault[]] = [
	"lose",
	"lose",
	"lose",
	"cut",
	"cut",
	"stall",
	"down",
	"flip",
];
/** Both at once: what two people do in the same moment. */
const TOGETHER: [Deed, ...Deed[]] = ["share", "share", "move", "search"];

const RULES: [Schedule["rules"], ...Schedule["rules"][]] = [
	"open",
	"open",
	"open",
	"view-only",
	"strict",
];

export const VISITOR_NAME = "visitor";

export function createSchedule(seed: number): Schedule {
	const random = createRandom(seed);
	const gathers = random.chance(0.6);
	const agents = gathers && random.chance(0.6) ? ["Ana", "Ben"] : ["Ana"];
	const rules = random.pick(RULES);
	const inflates = random.chance(0.6);
	const steps: Step[] = [];
	let atMs = FIRST_STEP_MS;
	for (let left = random.whole(10, 30); left > 0; left--) {
		atMs += random.chance(0.5)
			? random.whole(0, 150)
			: random.whole(150, 4_000);
		steps.push(...stepsAt(atMs, agents, random));
	}
	if (random.chance(0.05)) {
		const to = pickFrom(agents, random);
		const n = random.whole(0, MAX_N);
		steps.push({
			atMs: random.whole(FIRST_STEP_MS, atMs),
			to,
			does: "corrupt",
			n,
		});
	}
	if (random.chance(0.05)) {
		const who = pickFrom([...agents, VISITOR_NAME], random);
		steps.push({
			atMs: random.whole(FIRST_STEP_MS, atMs),
			who,
			does: "end",
			n: 0,
		});
	}
	steps.sort((one, other) => one.atMs - other.atMs);
	return { seed, agents, gathers, rules, inflates, steps };
}

function stepsAt(atMs: number, agents: string[], random: Random): Step[] {
	const n = random.whole(0, MAX_N);
	const agent = pickFrom(agents, random);
	const who = random.chance(0.5) ? agent : VISITOR_NAME;
	const kind = random.fraction();
	if (kind < 0.18) return [{ atMs, to: agent, does: random.pick(FAULTS), n }];
	if (kind < 0.22) return [{ atMs, who, does: random.pick(RARE), n }];
	if (kind < 0.28) {
		const does = random.pick(TOGETHER);
		return [...agents, VISITOR_NAME].map((each) => ({
			atMs,
			who: each,
			does,
			n,
		}));
	}
	const does = random.pick(who === VISITOR_NAME ? VISITOR : AGENT);
	return [{ atMs, who, does, n }];
}

/** One line that says all: the seed alone is enough to see it again. */
export function describeSchedule(schedule: Schedule): string {
	const { seed, agents, gathers, rules, steps } = schedule;
	const people = `${agents.join(" and ")}${gathers ? ", gathered" : ""}, rules ${rules}`;
	const told = steps.map(
		(step) => `${(step.atMs / 1_000).toFixed(2)} ${describeStep(step)}`,
	);
	return `seed ${seed}: ${people} | ${told.join(" | ")}`;
}

export function describeStep(step: Step): string {
	const { does, n } = step;
	return "to" in step
		? `${does} ${step.to}'s way (${n})`
		: `${step.who} ${does} (${n})`;
}

function many(deed: Deed, times: number): Deed[] {
	return Array.from({ length: times }, () => deed);
}

function pickFrom(names: readonly string[], random: Random): string {
	return names[random.whole(0, names.length - 1)] ?? "";
}
