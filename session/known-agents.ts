import { introduce, type PairedLink } from "./introduce.ts";
import type { Link } from "./link.ts";
import { type KnownAgent, resumeSecret } from "./way-back.ts";

/** One that hangs and one that will not: an honest end dials one after the other. */
const MAX_MEETINGS = 2;

/** Those who have paired by a key: they may come again without one. */
export interface KnownAgents {
	has(peerId: string): boolean;
	/** They have paired by the key of this route. */
	add(peerId: string, route: string, link: PairedLink): void;
	remove(peerId: string): void;
	/** Pairs with one who comes again. Undefined when it is not the same one; the link is closed then. */
	meet(link: Link, peerId: string): Promise<PairedLink | undefined>;
	/** What a page that is loaded anew needs to know of them: only of these, by these names. */
	list(people: readonly { peerId: string; name: string }[]): KnownAgent[];
}

export function createKnownAgents(
	hello: { can: string[]; site: "production" | "staging" },
	before: readonly KnownAgent[] = [],
): KnownAgents {
	const known = new Map(before.map((agent) => [agent.peerId, agent]));
	const meetings = new Map<string, number>();

	return {
		has: (peerId) => known.has(peerId),
		add(peerId, route, link) {
			const secret = resumeSecret(link.secret);
			known.set(peerId, { peerId, route, secret, name: "" });
		},
		remove: (peerId) => void known.delete(peerId),
		async meet(link, peerId) {
			const agent = known.get(peerId);
			const meeting = meetings.get(peerId) ?? 0;
			if (!agent || meeting >= MAX_MEETINGS) {
				link.close();
				return undefined;
			}
			meetings.set(peerId, meeting + 1);
			try {
				const { secret, route: sessionId } = agent;
				return await introduce(link, {
					...hello,
					role: "visitor",
					secret,
					sessionId,
				});
			} catch {
				return undefined;
			} finally {
				meetings.set(peerId, (meetings.get(peerId) ?? 1) - 1);
			}
		},
		list: (people) =>
			people.flatMap(({ peerId, name }) => {
				const agent = known.get(peerId);
				return agent ? [{ ...agent, name }] : [];
			}),
	};
}
