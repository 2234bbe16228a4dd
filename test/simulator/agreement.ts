/** What must be so once the network is calm and everybody is back. */
import type { Agent } from "./agent.ts";
import { answerTo } from "./screen.ts";
import type { Visitor } from "./visitor.ts";

export type Company = { agents: readonly Agent[]; visitor: Visitor };

/** In words, what two ends do not agree on; undefined when they agree on everything. */
export function disagreement({ agents, visitor }: Company): string | undefined {
	for (const agent of agents) {
		const different = differenceOf(agent, visitor);
		if (different) return `${agent.name}: ${different}`;
	}
	return othersWrong({ agents, visitor });
}

function differenceOf(agent: Agent, visitor: Visitor): string | undefined {
	const ours = agent.tie;
	const theirs = visitor.tieTo(agent.name);
	// Who is away knows nothing yet, and of a session that is over there is nothing more to know.
	const phases = [ours.phase, theirs.phase];
	if (phases.includes("ended") && phases.includes("away")) return undefined;
	if (ours.phase !== theirs.phase)
		return `the session is ${ours.phase}, at the visitor's ${theirs.phase}`;
	if (ours.phase !== "open" || theirs.phase !== "open")
		return ours.phase === "ended" ? undefined : `the session is ${ours.phase}`;
	if (ours.presence !== "here" || theirs.presence !== "here")
		return `${ours.presence}, and the visitor ${theirs.presence}`;
	const request = JSON.stringify(ours.request);
	if (request !== JSON.stringify(theirs.request))
		return `request ${request}, the visitor's ${JSON.stringify(theirs.request)}`;
	const shown = JSON.stringify(agent.shown);
	if (shown !== JSON.stringify(visitor.shown))
		return `shows ${shown}, the visitor ${JSON.stringify(visitor.shown)}`;
	const { find, found } = agent.shown ?? {};
	if (find && JSON.stringify(found) !== JSON.stringify(answerTo(find)))
		return `${JSON.stringify(found)} is no answer to ${JSON.stringify(find)}`;
	return undefined;
}

function othersWrong({ agents }: Company): string | undefined {
	const open = agents.filter(({ tie }) => tie.phase === "open");
	for (const agent of open) {
		const expected = open.filter((it) => it !== agent).map(({ name }) => name);
		if (agent.others.join() !== expected.join())
			return `${agent.name} believes that ${agent.others} are there too`;
	}
	return undefined;
}
