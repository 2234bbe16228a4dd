import type { GatheredDocument } from "./gathered-document.ts";
import { isHere, NO_OTHERS, othersOf } from "./gathering-state.ts";
import type { Seat } from "./seat.ts";
import type { DocsideEvent } from "./state.ts";
import type { TravelTo } from "./travel.ts";

/** Whoever was in before our page was loaded anew has come back by then, or is waited for no more. */
const RETURN_MS = 10_000;

/**
 * The agents around one visitor: who is there, and who is told of it. The page hears of them in the events of one
 * session; each agent hears of the others in a message. What they look at is not decided here.
 */
export interface Company {
	/** All who have a link, also whom the visitor has not let in yet. */
	readonly seats: readonly Seat[];
	/** Who is in. */
	readonly present: readonly Seat[];
	/** They have paired, and wait to be let in. */
	add(seat: Seat): void;
	/** They were in before our page was loaded anew. They are `isReturning` until `comeBack`. */
	addAgain(seat: Seat): void;
	/** The visitor has let them in: the page is told. */
	enter(seat: Seat): void;
	isIn(seat: Seat): boolean;
	/** They have not said yet what they know of the session. */
	isReturning(seat: Seat): boolean;
	/** Now they have. */
	comeBack(seat: Seat): void;
	/** They have left, and nobody is told yet. Answers whether they were in. */
	remove(seat: Seat): boolean;
	/** The session is over for whoever is left. */
	dissolve(): void;
	/** Tells the page who is in now. */
	tellAgents(): void;
	/** Tells each agent of the others and of what one of them shares, where that has changed. One alone hears nothing. */
	tellOthers(document: GatheredDocument | undefined): void;
	/** Tells the page of the one connection that it knows: it is lost as long as one of the agents is not here. */
	tellConnection(): void;
	/** Which way the bytes go to each agent, also to those who have left. */
	travels(): Promise<TravelTo[]>;
}

export function createCompany(on: {
	event(event: DocsideEvent): void;
	/** All have come back, or had the time to: now the others are told who is there. */
	returned(): void;
}): Company {
	let seats: readonly Seat[] = [];
	const inside = new Set<Seat>();
	const returning = new Set<Seat>();
	/** What they were told last of the others, as JSON. */
	const told = new Map<Seat, string>();
	/** To those who have left. */
	const travelled: Promise<TravelTo>[] = [];
	let hasStarted = false;
	let areHere = true;
	/** While those who were in come back, one after the other, nobody is told that the rest has left. */
	let gathersAgain: ReturnType<typeof setTimeout> | undefined;

	const present = () => seats.filter((seat) => inside.has(seat));

	function sit(seat: Seat, knows: string) {
		seats = [...seats, seat];
		told.set(seat, knows);
	}

	function comeIn(seat: Seat, event: "sessionstart" | "sessioncontinue") {
		inside.add(seat);
		if (!hasStarted) on.event({ event, detail: { agent: seat.name } });
		hasStarted = true;
		tellAgents();
	}

	function tellAgents() {
		const agents = present().map(({ name }) => name);
		on.event({ event: "agents", detail: { agents } });
	}

	return {
		get seats() {
			return seats;
		},
		get present() {
			return present();
		},
		add: (seat) => sit(seat, JSON.stringify(NO_OTHERS)),
		addAgain(seat) {
			// The page before has told them, nobody knows what.
			sit(seat, "");
			returning.add(seat);
			comeIn(seat, "sessioncontinue");
			clearTimeout(gathersAgain);
			gathersAgain = setTimeout(() => {
				gathersAgain = undefined;
				on.returned();
			}, RETURN_MS);
		},
		enter: (seat) => comeIn(seat, "sessionstart"),
		isIn: (seat) => inside.has(seat),
		isReturning: (seat) => returning.has(seat),
		comeBack: (seat) => void returning.delete(seat),
		remove(seat) {
			seats = seats.filter((other) => other !== seat);
			told.delete(seat);
			returning.delete(seat);
			const wasIn = inside.delete(seat);
			if (wasIn) travelled.push(travelledTo(seat));
			return wasIn;
		},
		dissolve() {
			clearTimeout(gathersAgain);
			const wereIn = present().length > 0;
			seats = [];
			if (wereIn) tellAgents();
		},
		tellAgents,
		tellOthers(document) {
			if (gathersAgain !== undefined) return;
			for (const seat of present()) {
				const others = othersOf(seat, present(), document);
				const now = JSON.stringify(others);
				if (now === told.get(seat)) continue;
				told.set(seat, now);
				seat.session.tellOthers(others);
			}
		},
		tellConnection() {
			if (present().length === 0 || areHere === present().every(isHere)) return;
			areHere = !areHere;
			const detail = { state: areHere ? "connected" : "reconnecting" } as const;
			on.event({ event: "connection", detail });
		},
		travels: () => Promise.all([...present().map(travelTo), ...travelled]),
	};
}

/** As they leave: the link may be closing still. */
async function travelledTo(seat: Seat): Promise<TravelTo> {
	const { name, travel } = await travelTo(seat);
	return { name, travel: { ...travel, route: "none" } };
}

async function travelTo({ name, session }: Seat): Promise<TravelTo> {
	return { name, travel: await session.travel() };
}
