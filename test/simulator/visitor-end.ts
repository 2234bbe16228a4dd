/**
 * The visitor's end in one page: a gathering, as in the product, or one session alone, which shows faults of the session
 * more plainly.
 */
import { type Gathering, openGathering } from "../../session/gathering.ts";
import type { GatheringState } from "../../session/gathering-state.ts";
import type { PairedLink } from "../../session/introduce.ts";
import { openSession, type Session } from "../../session/session.ts";
import type { SharedDocument } from "../../session/state.ts";
import { turnAway } from "../../session/turn-away.ts";
import type { Tie } from "./person.ts";
import { tieOf } from "./shown.ts";
import type { World } from "./world.ts";

export type VisitorEnd = {
	readonly session: Gathering | Session | undefined;
	readonly document: SharedDocument | null;
	tieTo(agent: string): Tie;
	arrive(agent: string, link: PairedLink): void;
	/** Whom the next page will know. */
	readonly known: string[];
};

export type Hearing = Parameters<typeof openGathering>[0];

/** One session alone. */
export function openSessionEnd(
	{ rules, links }: World,
	on: Hearing,
	known: string[] | undefined,
): VisitorEnd {
	let session: Session | undefined;
	return {
		get session() {
			return session;
		},
		get document() {
			return session?.state.phase === "open" ? session.state.document : null;
		},
		get known() {
			return session?.state.phase === "open" ? [session.state.agent] : [];
		},
		tieTo: () => tieOf(session?.state),
		arrive(agent, link) {
			if (session) return session.resume(link);
			const continued = known?.includes(agent) ? { agent } : undefined;
			session = openSession({
				link,
				role: "visitor",
				rules: rules.visitor,
				links,
				agentName: agent,
				continued,
				on: {
					changed(state) {
						on.changed({ phase: "asking", members: [] });
						if (state.phase === "asking" && state.agent !== null)
							setTimeout(() => session?.welcome(true), 100);
					},
					event: on.event,
					notice: (notice) => on.notice(notice, agent),
				},
			});
		},
	};
}

/** All agents together, as the visitor's panel has them. */
export function openGatheringEnd(
	{ rules, links }: World,
	on: Hearing,
	known: string[] | undefined,
): VisitorEnd {
	const gathering = openGathering({
		...on,
		changed(state) {
			on.changed(state);
			setTimeout(welcomeAll, 100);
		},
	});
	/** Who has come by a key. Whoever comes again has none. */
	const admitted = new Set<string>();
	/** Who was in on the page before and is back. */
	const returned = new Set<string>();
	const stateOf = ():
		| Exclude<GatheringState, { phase: "ended" }>
		| undefined =>
		gathering.state.phase === "ended" ? undefined : gathering.state;

	function welcomeAll() {
		for (const { id, phase, agent } of stateOf()?.members ?? [])
			if (phase === "asking" && agent !== null) gathering.welcome(id, true);
	}

	return {
		session: gathering,
		get document() {
			const { state } = gathering;
			return state.phase === "open" ? state.document : null;
		},
		get known() {
			const members = stateOf()?.members ?? [];
			const awaited = known?.filter((agent) => !returned.has(agent)) ?? [];
			return members.reduce(
				(names, { agent, phase }) =>
					phase === "open" && agent !== null ? [...names, agent] : names,
				awaited,
			);
		},
		tieTo(agent) {
			const { state } = gathering;
			if (state.phase === "ended") return { phase: "ended" };
			const member = state.members.find((it) => it.agent === agent);
			if (!member) return { phase: known?.includes(agent) ? "away" : "ended" };
			if (state.phase === "asking" || member.phase === "asking")
				return { phase: "asking" };
			const { request } = state;
			const own = request?.by.id === member.id ? request : null;
			return {
				phase: "open",
				presence: member.presence,
				request: own && { number: own.number, stage: own.stage },
			};
		},
		arrive(agent, link) {
			const opening = {
				link,
				rules: rules.visitor,
				links,
				agentName: agent,
				peerId: `peer-of-${agent}`,
			};
			if (gathering.state.phase === "ended") return turnAway(link);
			if (gathering.resume(opening.peerId, link)) return;
			if (known === undefined && !admitted.has(agent)) {
				admitted.add(agent);
				return gathering.add(opening);
			}
			if (!known?.includes(agent)) return turnAway(link);
			returned.add(agent);
			gathering.add({ ...opening, continued: { agent } });
		},
	};
}
