/** The visitor of a schedule: the pages they have had, one after the other, and what they do in the present one. */
import { createLedger } from "./ledger.ts";
import type { Person, Tie } from "./person.ts";
import { type Deed, VISITOR_NAME } from "./schedule.ts";
import { createScreen } from "./screen.ts";
import { shownOf } from "./shown.ts";
import {
	type Hearing,
	openGatheringEnd,
	openSessionEnd,
	type VisitorEnd,
} from "./visitor-end.ts";
import type { Arrivals, Way } from "./way.ts";
import type { World } from "./world.ts";

export interface Visitor extends Person {
	/** The present page; undefined while it is being loaded. */
	readonly page: Arrivals | undefined;
	tieTo(agent: string): Tie;
}

export function createVisitor(
	world: World,
	gathers: boolean,
	wayOf: (agent: string) => Way,
	agents: readonly string[],
): Visitor {
	const { random } = world;
	const ledger = createLedger({
		who: VISITOR_NAME,
		mayReturn: () => false,
		onWrong: world.wrong,
	});
	const openEnd = gathers ? openGatheringEnd : openSessionEnd;
	let page: { isGone: boolean; end: VisitorEnd } | undefined;

	const screen = createScreen({
		world,
		role: "visitor",
		session: () => page?.end.session,
		document: () => page?.end.document ?? null,
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
		page = Object.assign(loaded, { end: openEnd(world, on, known) });
	}

	function reload(n: number): void {
		const left = page;
		const session = left?.end.session;
		if (!left || session?.state.phase !== "open") return;
		const { known } = left.end;
		if (n % 2 === 0) session.leave();
		left.isGone = true;
		for (const agent of agents) {
			const heardAfterMs = n % 3 === 0 ? undefined : random.whole(0, 5_000);
			wayOf(agent).abandon("visitor", heardAfterMs);
		}
		screen.leave();
		ledger.newPage();
		// Its timers go with it.
		session.end();
		page = undefined;
		setTimeout(() => load(known), random.whole(200, 3_000));
	}

	function answer(answer: "accepted" | "declined"): void {
		page?.end.session?.answer(answer);
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
					arrive: present.end.arrive,
				}
			);
		},
		tieTo: (agent) => page?.end.tieTo(agent) ?? { phase: "away" },
		get shown() {
			return shownOf(page?.end.document ?? null);
		},
		act(deed: Deed, n: number) {
			switch (deed) {
				case "share":
					screen.share(n);
					return;
				case "close":
					page?.end.session?.closeDocument();
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
					page?.end.session?.end();
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
