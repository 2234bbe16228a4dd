/** Which way a session's bytes went, over all links that it has had. */
import type { Link } from "./link.ts";
import type { PathReport, Traffic } from "./path.ts";

export type Travel = {
	/** Now. */
	route: PathReport["route"];
	/** Bytes of documents. */
	documents: Traffic;
	/** Everything: what is around them, and what encryption adds. */
	all: Traffic;
};

/** To one other person. */
export type TravelTo = { name: string; travel: Travel };

export interface TravelLog {
	/** Bytes of a document have left, or arrived. */
	sent(bytes: number): void;
	received(bytes: number): void;
	/** The session goes on over this link; the counts go on too. */
	relink(link: Pick<Link, "path">): void;
	report(): Promise<Travel>;
}

export function createTravelLog(first: Pick<Link, "path">): TravelLog {
	const documents: Traffic = { sent: 0, received: 0 };
	let link = first;
	/** Over the links before this one. */
	let before: Promise<Traffic> = Promise.resolve({ sent: 0, received: 0 });
	return {
		sent(bytes) {
			documents.sent += bytes;
		},
		received(bytes) {
			documents.received += bytes;
		},
		relink(next) {
			before = Promise.all([before, link.path()]).then(add);
			link = next;
		},
		async report() {
			const both = await Promise.all([before, link.path()]);
			const [, { route }] = both;
			return { route, documents: { ...documents }, all: add(both) };
		},
	};
}

function add([one, other]: [Traffic, Traffic]): Traffic {
	return {
		sent: one.sent + other.sent,
		received: one.received + other.received,
	};
}
