import { createHash, randomBytes } from "node:crypto";
import type { Clock } from "./clock.ts";
import {
	type Credentials,
	MAX_JOINS_OF_ROUTE,
	PEER_LIFETIME_MS,
	type Peer,
	type Registry,
	ROUTE_LIFETIME_MS,
	type Site,
	TICKET_LIFETIME_MS,
} from "./registry.ts";
import { createRoutes } from "./routes.ts";

const MAX_PEERS = 100_000;
const MAX_TICKETS_OF_PEER = 4;
/** A visitor meets a handful of agents; more push out the earliest. */
const MAX_CONTACTS = 32;

type Remembered = Peer & {
	manage: string;
	/** Of a visitor. */
	site: Site;
	/** Of an agent: who has signed in. Else empty. */
	agent: string;
	tickets: Map<string, number>;
	contacts: Set<string>;
	expiresAt: number;
};

/** The registry of one process: gone when it stops, and then everybody starts anew (open documents go on). */
export function createMemoryRegistry(
	clock: Clock,
	maxPeers = MAX_PEERS,
): Registry {
	const peers = new Map<string, Remembered>();
	/** By the hash of the bearer token, so that neither a look into memory nor timing gives one away. */
	const byManage = new Map<string, Remembered>();
	const routes = createRoutes(clock, ROUTE_LIFETIME_MS);

	function remember(
		group: string,
		role: Peer["role"],
		{ site, agent }: { site: Site; agent: string },
	): [Remembered, Credentials] {
		const manage = randomId();
		const peer: Remembered = {
			id: randomId(),
			group,
			role,
			site,
			agent,
			manage: hash(manage),
			tickets: new Map(),
			contacts: new Set(),
			// Short until a socket was opened: nobody fills the memory with peers that never come.
			expiresAt: clock.now() + ROUTE_LIFETIME_MS,
		};
		peers.set(peer.id, peer);
		byManage.set(peer.manage, peer);
		return [peer, { peerId: peer.id, ticket: newTicket(peer), manage }];
	}

	function forget(peer: Remembered): void {
		peers.delete(peer.id);
		byManage.delete(peer.manage);
		routes.close(peer.id);
		for (const contact of peer.contacts)
			peers.get(contact)?.contacts.delete(peer.id);
	}

	function newTicket(peer: Remembered): string {
		const ticket = randomId();
		peer.tickets.set(hash(ticket), clock.now() + TICKET_LIFETIME_MS);
		trim(peer.tickets, MAX_TICKETS_OF_PEER);
		return ticket;
	}

	return {
		async startSession(group, site = "production") {
			if (peers.size >= maxPeers) return undefined;
			const [peer, credentials] = remember(group, "visitor", {
				site,
				agent: "",
			});
			return { ...credentials, route: routes.open(group, peer.id) };
		},
		async renewRoute({ id, group }) {
			const peer = peers.get(id);
			if (peer === undefined) return undefined;
			peer.expiresAt = Math.max(
				peer.expiresAt,
				clock.now() + ROUTE_LIFETIME_MS,
			);
			routes.close(id);
			return routes.open(group, id);
		},
		async closeRoute({ id }) {
			routes.close(id);
		},
		async join(group, route, agentId = "") {
			if (peers.size >= maxPeers) return undefined;
			const [agent, credentials] = remember(group, "agent", {
				site: "production",
				agent: agentId,
			});
			const nobody = randomId();
			const visitorPeerId =
				routes.follow(group, route, MAX_JOINS_OF_ROUTE) ?? nobody;
			agent.contacts.add(visitorPeerId);
			const visitor = peers.get(visitorPeerId);
			if (visitor !== undefined) {
				visitor.contacts.add(agent.id);
				trim(visitor.contacts, MAX_CONTACTS);
			}
			return { ...credentials, visitorPeerId };
		},
		async meetingOf({ id }) {
			const visitor = peers.get(id);
			if (visitor === undefined) return undefined;
			const agents = [...visitor.contacts].flatMap((contact) => {
				const agent = peers.get(contact)?.agent ?? "";
				return agent === "" ? [] : { peerId: contact, agent };
			});
			return { site: visitor.site, agents };
		},
		async endAgent(group, agent) {
			const ended = [...peers.values()].filter(
				(peer) =>
					peer.role === "agent" && peer.group === group && peer.agent === agent,
			);
			return ended.map((peer) => {
				const contacts = [...peer.contacts];
				forget(peer);
				return { peerId: peer.id, contacts };
			});
		},
		async peerOf(manage) {
			const peer = byManage.get(hash(manage));
			return peer && { id: peer.id, group: peer.group, role: peer.role };
		},
		async issueTicket({ id }) {
			const peer = peers.get(id);
			return peer && newTicket(peer);
		},
		async redeemTicket(ticket, peerId) {
			// Looked up under the id it is shown for: a ticket of another peer is simply not there.
			const peer = peers.get(peerId);
			const key = hash(ticket);
			const expiresAt = peer?.tickets.get(key);
			if (peer === undefined || expiresAt === undefined) return false;
			peer.tickets.delete(key);
			if (expiresAt <= clock.now()) return false;
			peer.expiresAt = clock.now() + PEER_LIFETIME_MS;
			return true;
		},
		async areIntroduced(from, to) {
			return peers.get(from)?.contacts.has(to) ?? false;
		},
		async keep(peerId) {
			const peer = peers.get(peerId);
			if (peer !== undefined) peer.expiresAt = clock.now() + PEER_LIFETIME_MS;
		},
		sweep() {
			const now = clock.now();
			routes.sweep();
			for (const peer of peers.values())
				if (peer.expiresAt <= now) forget(peer);
		},
	};
}

/** 128 bits as 32 hex digits: PeerJS accepts only letters and digits at both ends of an id. */
function randomId(): string {
	return randomBytes(16).toString("hex");
}

function hash(secret: string): string {
	return createHash("sha256").update(secret).digest("base64");
}

/** Maps and sets keep the order of insertion: the first is the oldest. */
function trim(
	kept: { size: number; keys(): Iterable<string>; delete(key: string): void },
	max: number,
): void {
	for (const oldest of kept.keys()) {
		if (kept.size <= max) return;
		kept.delete(oldest);
	}
}
