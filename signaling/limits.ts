import type { Rate } from "./rate-limit.ts";

/** What one address, one agent or one socket may do. A company's visitors may share one address. */
export type Limits = {
	/** Files of the snippet, an address. */
	files: Rate;
	/** Calls of the JSON API, an address. */
	calls: Rate;
	/** Sessions begun and routes renewed, an address. */
	sessions: Rate;
	/** Joins tried, an address. */
	joins: Rate;
	/** Joins tried, an agent: guessing a route must not pay. */
	joinsOfAgent: Rate;
	/** Invitations of agents tried, an address. */
	redeems: Rate;
	/** Agents' sign-ins with their company, an address: a whole company may begin its day at one. */
	companySignIns: Rate;
	/** Administrators' sign-ins and set-ups tried, an address. */
	signIns: Rate;
	/** Administrators' sign-ins tried, a name: guessing a password must not pay from many addresses either. */
	signInsOfName: Rate;
	/** Sockets opened, an address. */
	sockets: Rate;
	/** Messages of one socket: a dial is an offer and up to some dozens of candidates. */
	messages: Rate;
	/** Bytes of the messages of one socket. */
	messageBytes: Rate;
	openSocketsOfAddress: number;
	openSockets: number;
};

export const DEFAULT_LIMITS: Limits = {
	files: { burst: 2_000, perSecond: 50 },
	calls: { burst: 120, perSecond: 5 },
	sessions: { burst: 30, perSecond: 0.5 },
	joins: { burst: 30, perSecond: 0.5 },
	joinsOfAgent: { burst: 10, perSecond: 10 / 60 },
	redeems: { burst: 10, perSecond: 10 / 60 },
	companySignIns: { burst: 60, perSecond: 1 },
	signIns: { burst: 10, perSecond: 10 / 60 },
	signInsOfName: { burst: 5, perSecond: 1 / 60 },
	sockets: { burst: 60, perSecond: 2 },
	messages: { burst: 300, perSecond: 30 },
	messageBytes: { burst: 1_048_576, perSecond: 65_536 },
	openSocketsOfAddress: 500,
	openSockets: 20_000,
};
