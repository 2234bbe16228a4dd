/** An agent of a schedule: the pages they have had, one after the other, and the session in the present one. */
import type { PairedLink } from "../../session/introduce.ts";
import { createRedial, type Redial } from "../../session/redial.ts";
import { openSession, type Session } from "../../session/session.ts";
import { type SharedDocument, sharerOf } from "../../session/state.ts";
import { createLedger } from "./ledger.ts";
import type { Person, Tie } from "./person.ts";
import type { Deed } from "./schedule.ts";
import { createScreen } from "./screen.ts";
import { shownOf, tieOf } from "./shown.ts";
import type { Way } from "./way.ts";
import type { World } from "./world.ts";

export interface Agent extends Person {
	readonly tie: Tie;
	/** The others, as this end was told. */
	readonly others: readonly string[];
	/** The first time: by a key. */
	begin(link: PairedLink): void;
	readonly session: Session | undefined;
}

export function createAgent(world: World, name: string, way: Way): Agent {
	const { random } = world;
	/** Documents that came from another agent. */
	const passedOn = new Set<string>();
	/** What the visitor shares comes back to who tried to replace it by what only their own rules allow. */
	const isLax = world.rules.agent !== world.rules.visitor;
	const ledger = createLedger({
		who: name,
		mayReturn: (document) => isLax || passedOn.has(document),
		onWrong: world.wrong,
	});
	let page = { isGone: false };
	let session: Session | undefined;
	let returning: Redial | undefined;

	const document = (): SharedDocument | null =>
		session?.state.phase === "open" ? session.state.document : null;
	const screen = createScreen({
		world,
		role: "agent",
		session: () => session,
		document,
	});

	function open(link: PairedLink, continued: boolean): void {
		const current = page;
		let opened: Session | undefined;
		opened = openSession({
			link,
			role: "agent",
			rules: world.rules.agent,
			links: world.links,
			agentName: name,
			redial: way.dial,
			...(continued && { continued: { agent: name } }),
			on: {
				changed(state) {
					if (current.isGone) return;
					const open = state.phase === "open" ? state.document : null;
					if (open && sharerOf(open) !== open.sharedBy) passedOn.add(open.name);
					screen.look();
				},
				event(event) {
					if (current.isGone) return;
					const state = opened?.state;
					const open = state?.phase === "open" && state.document;
					if (open && sharerOf(open) !== open.sharedBy) passedOn.add(open.name);
					world.tell(`${name} hears ${JSON.stringify(event)}`);
					ledger.hear(event);
				},
				notice(notice) {
					world.tell(`${name} is told ${JSON.stringify(notice)}`);
				},
			},
		});
		session = opened;
	}

	/** The page is left, or crashes, and comes again. */
	function reload(n: number): void {
		if (session?.state.phase !== "open") return;
		if (n % 2 === 0) session.leave();
		page.isGone = true;
		way.abandon("agent", n % 3 === 0 ? undefined : random.whole(0, 5_000));
		screen.leave();
		ledger.newPage();
		// Its timers go with it.
		session.end();
		session = undefined;
		page = { isGone: false };
		setTimeout(
			() => {
				returning = createRedial({
					dial: way.dial,
					onLink: (link) => open(link, true),
				});
				returning.start();
			},
			random.whole(200, 3_000),
		);
	}

	return {
		name,
		screen,
		ledger,
		begin: (link) => open(link, false),
		get session() {
			return session;
		},
		get tie() {
			return tieOf(session?.state);
		},
		get others() {
			const state = session?.state;
			return state?.phase === "open" ? (state.others?.agents ?? []) : [];
		},
		get shown() {
			return shownOf(document());
		},
		act(deed: Deed, n: number) {
			switch (deed) {
				case "share":
					screen.share(n);
					return;
				case "close":
					session?.closeDocument();
					return;
				case "request":
					session?.request();
					return;
				case "cancel":
					session?.cancelRequest();
					return;
				case "reload":
					reload(n);
					return;
				case "end":
					session?.end();
					return;
				case "accept":
				case "decline":
					return;
				default:
					screen.act(deed, n);
					return;
			}
		},
	};
}
