/** The way between one agent and the visitor: every connection they have had, and the dialling of the next. */

import type { Role } from "../../policy/rules.ts";
import { ABILITIES } from "../../session/abilities.ts";
import { CAN_INFLATE } from "../../session/deflate.ts";
import type { PairedLink } from "../../session/introduce.ts";
import { type Connection, createConnection } from "./network.ts";
import type { Random } from "./random.ts";

/** A page of the visitor, as whoever dials finds it. */
export interface Arrivals {
	readonly isGone: boolean;
	arrive(agent: string, link: PairedLink): void;
}

export interface Way {
	/** Finds the visitor's page; as `redial` of a session. */
	dial(signal: AbortSignal): Promise<PairedLink>;
	/** The connection that was made last. */
	readonly latest: Connection | undefined;
	/** Nobody gets through for so long. */
	down(ms: number): void;
	/** Whether the making of connections may go wrong. */
	isCalm: boolean;
	/** The page of this end is gone. */
	abandon(role: Role, heardAfterMs: number | undefined): void;
}

export type WayOptions = {
	agent: string;
	random: Random;
	/** The visitor's page; undefined while there is none. */
	visitorPage(): Arrivals | undefined;
	/** Late messages of an earlier link are given to the present one. */
	unguarded: boolean;
	/** Both ends understand deflated frames. */
	inflates: boolean;
	/** Something that must not be. */
	wrong(what: string): void;
	tell(what: string): void;
};

export function createWay(options: WayOptions): Way {
	const { agent, random, visitorPage, unguarded, tell, wrong } = options;
	const inflating = options.inflates ? [CAN_INFLATE] : [];
	const connections: Connection[] = [];
	let isCalm = true;
	let downUntil = 0;

	function connect(): Connection {
		const number = connections.length + 1;
		const haunting = connections.slice(-3);
		const connection = createConnection({
			random,
			wrong,
			can: [...ABILITIES, ...inflating],
			latencyMs: random.pick([5, 20, 60, 200]),
			tell: (what) => tell(`${agent} #${number}: ${what}`),
			onTaken(role) {
				for (const before of haunting)
					if (random.chance(0.6)) before.haunt(role);
			},
			...(unguarded && {
				lateTo: (role) => connections.at(-1)?.receiverOf(role),
			}),
		});
		connections.push(connection);
		return connection;
	}

	function arriveAt(page: Arrivals, connection: Connection): void {
		setTimeout(
			() => {
				if (page.isGone) connection.abandon("visitor", 0);
				else page.arrive(agent, connection.visitor);
			},
			random.whole(0, isCalm ? 100 : 600),
		);
	}

	return {
		get latest() {
			return connections.at(-1);
		},
		async dial(signal) {
			await pause(random.whole(30, 600), signal);
			while (Date.now() < downUntil)
				await pause(Math.min(1_000, downUntil - Date.now()), signal);
			const page = visitorPage();
			if (!page) throw new Error("Nobody is there");
			const connection = connect();
			// One of the two may have a link that the other never gets.
			const half = isCalm || random.chance(0.8) ? undefined : random.fraction();
			if (half === undefined || half > 0.5) arriveAt(page, connection);
			else connection.lose({ heard: { agent: random.whole(0, 15_000) } });
			if (half !== undefined && half > 0.5) {
				connection.agent.close();
				throw new Error("It broke when it had just been made");
			}
			await pause(random.whole(0, isCalm ? 100 : 600));
			return connection.agent;
		},
		down(ms) {
			downUntil = Date.now() + ms;
		},
		get isCalm() {
			return isCalm;
		},
		set isCalm(calm) {
			isCalm = calm;
			if (!calm) return;
			downUntil = 0;
			for (const connection of connections) connection.calm();
		},
		abandon(role, heardAfterMs) {
			for (const connection of connections)
				connection.abandon(role, heardAfterMs);
		},
	};
}

/** Resolves after this time. Rejects when aborted. */
function pause(ms: number, signal?: AbortSignal): Promise<void> {
	return new Promise((resolve, reject) => {
		const timer = setTimeout(() => {
			signal?.removeEventListener("abort", abort);
			resolve();
		}, ms);
		function abort() {
			clearTimeout(timer);
			reject(signal?.reason);
		}
		if (signal?.aborted) abort();
		else signal?.addEventListener("abort", abort, { once: true });
	});
}
