/**
 * Who is in a session with whom. Everything the server knows of people is here: random ids, which of them were
 * introduced to each other, and the secrets that prove an id. No name, no document, no key.
 *
 * It is asynchronous so that several nodes with a shared store can take the place of the one in memory.
 */
export interface Registry {
	/** A new visitor with a route that leads to them, or undefined when the server is full. */
	startSession(group: string, site?: Site): Promise<StartedSession | undefined>;
	/** A new route to the visitor, in the place of the old one. Undefined when the visitor is not known any more. */
	renewRoute(visitor: Peer): Promise<string | undefined>;
	/** Takes the route down. Who has come by it stays introduced. */
	closeRoute(visitor: Peer): Promise<void>;
	/**
	 * A new agent, introduced to the visitor the route leads to. A route that leads nowhere gets an answer of the same
	 * shape after the same work, with an id nobody has. Undefined when the server is full. `agent` is the id of who
	 * has signed in.
	 */
	join(
		group: string,
		route: string,
		agent?: string,
	): Promise<Joined | undefined>;
	/** Which version of the settings the visitor was given, and the agents introduced to them. */
	meetingOf(visitor: Peer): Promise<Meeting | undefined>;
	/** Forgets every peer of this agent. Returns them, with whom they were introduced to. */
	endAgent(group: string, agent: string): Promise<Ended[]>;
	/** Whose this bearer token is. */
	peerOf(manage: string): Promise<Peer | undefined>;
	/** A ticket that opens one socket for this peer once, within TICKET_LIFETIME_MS. */
	issueTicket(peer: Peer): Promise<string | undefined>;
	/** Uses the ticket up, whatever comes of it. True when it was good and made for this peer id. */
	redeemTicket(ticket: string, peerId: string): Promise<boolean>;
	/** Whether `from` may send to `to`: true only after an introduction. */
	areIntroduced(from: string, to: string): Promise<boolean>;
	/** The peer's socket is open: it is remembered for another PEER_LIFETIME_MS. */
	keep(peerId: string): Promise<void>;
	/** Forgets what has expired. Called every second. */
	sweep(): void;
}

export type Peer = { id: string; group: string; role: "visitor" | "agent" };

export type Site = "production" | "staging";

export type Meeting = {
	site: Site;
	agents: { peerId: string; agent: string }[];
};

export type Ended = { peerId: string; contacts: string[] };

export type Credentials = { peerId: string; ticket: string; manage: string };

export type StartedSession = Credentials & { route: string };

export type Joined = Credentials & { visitorPeerId: string };

export const ROUTE_LIFETIME_MS = 600_000;
export const TICKET_LIFETIME_MS = 30_000;
/** How long a peer is remembered after its socket was last seen: long enough to come back from a train's tunnel. */
export const PEER_LIFETIME_MS = 1_800_000;
export const MAX_JOINS_OF_ROUTE = 5;
