/**
 * The visitor of a schedule. Their end is a gathering, as in the product, or one session alone, which shows faults of
 * the session more plainly.
 */
import { type Gathering, openGathering } from "../../session/gathering.ts";
import type { GatheringState } from "../../session/gathering-state.ts";
import type { PairedLink } from "../../session/introduce.ts";
import { openSession, type Session } from "../../session/session.ts";
import type { SharedDocument } from "../../session/state.ts";
import { turnAway } from "../../session/turn-away.ts";
import { createLedger } from "./ledger.ts";
import type { Arrivals, Line } from "./line.ts";
import type { Person, Tie } from "./person.ts";
import { type Deed, VISITOR_NAME } from "./schedule.ts";
import { createScreen } from "./screen.ts";
import { shownOf, tieOf } from "./shown.ts";
import type { World } from "./world.ts";

export interface Visitor extends Person {
	/** The present page; undefined while it is being loaded. */
	readonly page: Arrivals | undefined;
	tieTo(agent: string): Tie;
}

/** The visitor's end of a page, whichever it is. */
type Desk = {
	readonly session: Gathering | Session | undefined;
	readonly document: SharedDocument | null;
	tieTo(agent: string): Tie;
	arrive(agent: string, link: PairedLink): void;
	/** Whom the next page will know. */
	readonly known: string[];
};

type Hearing = Parameters<typeof openGathering>[0];

export function createVisitor(
	world: World,
	gathers: boolean,
	lineOf: (agent: string) => Line,
	agents: readonly string[],
): Visitor {
	const { random } = world;
	const ledger = createLedger({
		who: VISITOR_NAME,
		mayReturn: () => false,
		onWrong: world.wrong,
	});
	const openDesk = gathers ? openGatheringDesk : openSessionDesk;
	let page: { isGone: boolean; desk: Desk } | undefined;

	const screen = createScreen({
		world,
		role: "visitor",
		session: () => page?.desk.session,
		document: () => page?.desk.document ?? null,
	});

	function load(known: string[] | undefined): void {
		const loaded = { isGone: false };
		const on: Hearing = {
			changed() {
				if (!loaded.isGone) screen.look();
			},
			event(event) {
				if (loaded.isGone) return;
				world.tell(`visitor hears ${JSON.stringify(event)}`);
				ledger.hear(event);
			},
			notice: (notice) =>
				world.tell(`visitor is told ${JSON.stringify(notice)}`),
		};
		page = Object.assign(loaded, { desk: openDesk(world, on, known) });
	}

	function reload(n: number): void {
		const left = page;
		const session = left?.desk.session;
		if (!left || session?.state.phase !== "open") return;
		const { known } = left.desk;
		if (n % 2 === 0) session.leave();
		left.isGone = true;
		for (const agent of agents) {
			const heardAfterMs = n % 3 === 0 ? undefined : random.whole(0, 5_000);
			lineOf(agent).abandon("visitor", heardAfterMs);
		}
		screen.leave();
		ledger.newPage();
		// Its timers go with it.
		session.end();
		page = undefined;
		setTimeout(() => load(known), random.whole(200, 3_000));
	}

	function answer(answer: "accepted" | "declined"): void {
		page?.desk.session?.answer(answer);
	}

	load(undefined);

	return {
		name: VISITOR_NAME,
		screen,
		ledger,
		get page() {
			const present = page;
			return (
				present && {
					get isGone() {
						return present.isGone;
					},
					arrive: present.desk.arrive,
				}
			);
		},
		tieTo: (agent) => page?.desk.tieTo(agent) ?? { phase: "away" },
		get shown() {
			return shownOf(page?.desk.document ?? null);
		},
		act(deed: Deed, n: number) {
			switch (deed) {
				case "share":
					screen.share(n);
					return;
				case "close":
					page?.desk.session?.closeDocument();
					return;
				case "accept":
					answer("accepted");
					return;
				case "decline":
					answer("declined");
					return;
				case "reload":
					reload(n);
					return;
				case "end":
					page?.desk.session?.end();
					return;
				case "request":
				case "cancel":
					return;
				default:
					screen.act(deed, n);
					return;
			}
		},
	};
}

/** One session alone. */
function openSessionDesk(
	{ rules, links }: World,
	on: Hearing,
	known: string[] | undefined,
): Desk {
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
function openGatheringDesk(
	{ rules, links }: World,
	on: Hearing,
	known: string[] | undefined,
): Desk {
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
