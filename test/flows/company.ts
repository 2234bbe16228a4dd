/** A visitor with several agents: the visitor's gathering, and each agent's own session, over links in memory. */
import type { SharingRules } from "../../policy/settings.ts";
import { type Gathering, openGathering } from "../../session/gathering.ts";
import type { GatheringState } from "../../session/gathering-state.ts";
import {
	type Crossing,
	createLinkedPair,
	type LinkedPair,
	type LinkedPairOptions,
} from "../../session/memory-link.ts";
import type { Message } from "../../session/messages.ts";
import type { DocsideEvent, Notice } from "../../session/state.ts";
import { arrivals, introduceAs, type Person, person, until } from "./people.ts";
import { LINKS, OPEN_RULES } from "./rules.ts";

export type Host = {
	gathering: Gathering;
	events: DocsideEvent[];
	/** Each with the name of the agent it is about. */
	notices: (Notice & { about: string })[];
	readonly open: Extract<GatheringState, { phase: "open" }>;
};

export type Colleague = Person & {
	pair: LinkedPair;
	crossed: Crossing[];
	/** Sends what no honest visitor would, over this agent's link. */
	forge(message: Message): Promise<void>;
};

export function host(): Host {
	const events: DocsideEvent[] = [];
	const notices: Host["notices"] = [];
	const gathering = openGathering({
		changed: () => {},
		event: (event) => events.push(event),
		notice: (notice, about) => notices.push({ ...notice, about }),
	});
	return {
		gathering,
		events,
		notices,
		get open() {
			const { state } = gathering;
			if (state.phase !== "open") throw new Error(`It is ${state.phase}`);
			return state;
		},
	};
}

export type Joining = {
	/** As each end was given them for this agent's role; all is allowed by default. */
	rules?: Partial<Record<"agent" | "visitor", SharingRules>>;
	/** False: the visitor has not answered yet. */
	welcome?: boolean;
	link?: LinkedPairOptions;
};

/** One more agent, paired and let in. */
export async function join(
	{ gathering }: Host,
	name: string,
	{ rules = {}, welcome = true, link = {} }: Joining = {},
): Promise<Colleague> {
	const crossed: Crossing[] = [];
	const pair = createLinkedPair({
		...link,
		spy: (crossing) => crossed.push(crossing),
	});
	const [agentEnd, visitorEnd] = await Promise.all([
		introduceAs("agent", pair),
		introduceAs("visitor", pair),
	]);
	const agent = person("agent", agentEnd, { rules, name });
	gathering.add({
		link: visitorEnd,
		rules: rules.visitor ?? OPEN_RULES,
		links: LINKS,
		peerId: `peer-of-${name}`,
	});
	await until(() => asking(gathering, name) !== undefined);
	if (welcome) {
		gathering.welcome(asking(gathering, name) ?? 0, true);
		await until(() => agent.session.state.phase === "open");
		await arrivals();
	}
	return Object.assign(agent, {
		pair,
		crossed,
		async forge(message: Message) {
			pair.visitor.send(message);
			await arrivals();
		},
	});
}

/** This agent and the visitor find each other again; `fresh`: the visitor's page was loaded anew. */
export async function joinAgain(
	{ gathering }: Host,
	name: string,
	agent: Colleague,
	fresh = false,
): Promise<void> {
	const pair = createLinkedPair();
	const [agentEnd, visitorEnd] = await Promise.all([
		introduceAs("agent", pair),
		introduceAs("visitor", pair),
	]);
	const peerId = `peer-of-${name}`;
	agent.session.resume(agentEnd);
	// What the agent says is there before the visitor's end listens, as it may be.
	await arrivals();
	if (fresh)
		gathering.add({
			link: visitorEnd,
			rules: OPEN_RULES,
			links: LINKS,
			peerId,
			continued: { agent: name },
		});
	else gathering.resume(peerId, visitorEnd);
	agent.pair = pair;
	await arrivals();
}

/** The member of this name whom the visitor has not answered. */
export function asking({ state }: Gathering, name: string): number | undefined {
	if (state.phase === "ended") return undefined;
	return state.members.find(
		({ phase, agent }) => phase === "asking" && agent === name,
	)?.id;
}
