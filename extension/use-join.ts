import { useRef, useState } from "preact/hooks";
import type { AgentSettings } from "../policy/settings.ts";
import type { PairedLink } from "../session/introduce.ts";
import {
	type AgentOptions,
	JoinError,
	type JoinedVisitor,
	type JoinFailure,
	joinVisitor,
	rejoinVisitor,
} from "../session/join.ts";
import { agentSettings } from "../session/signaling-api.ts";
import type { AgentWayBack } from "../session/way-back.ts";

export type Joined = JoinedVisitor & {
	/** The draft's rules and links, where the visitor is on a staging page. */
	staged: AgentSettings | undefined;
};

export type JoinOptions = {
	/** Undefined while the agent is not signed in. */
	server: string | undefined;
	signIn: string;
	/** `again`: the page was loaded anew in the middle of a session. */
	onJoined(joined: Joined, again: boolean): void;
	onRevoked(): void;
};

export interface JoinInPanel {
	joining: boolean;
	failure: JoinFailure | undefined;
	join(key: string): Promise<void>;
	/** Back into the session that this page was in before it was loaded anew. */
	rejoin(wayBack: AgentWayBack): Promise<void>;
	/** Ends the attempt, or the link that came of it. */
	leave(): void;
}

/** Joining, one attempt at a time. */
export function useJoin(options: JoinOptions): JoinInPanel {
	const { server, signIn, onJoined } = options;
	// The newest one: a session outlives many renders.
	const latest = useRef(options);
	latest.current = options;
	const [joining, setJoining] = useState(false);
	const [failure, setFailure] = useState<JoinFailure>();
	const attempt = useRef<AbortController | null>(null);

	async function attemptTo(
		find: (as: AgentOptions) => Promise<JoinedVisitor>,
		again: boolean,
	) {
		if (server === undefined) return setFailure("sign-in");
		attempt.current?.abort();
		const stop = new AbortController();
		attempt.current = stop;
		setJoining(true);
		setFailure(undefined);
		const onRevoked = () => latest.current.onRevoked();
		try {
			const as = { server, signIn, signal: stop.signal, onRevoked };
			const joined = await find(as);
			const staged = await stagedSettings(joined.link, as);
			onJoined({ ...joined, staged }, again);
		} catch (error) {
			if (attempt.current !== stop) return;
			setFailure(error instanceof JoinError ? error.failure : "offline");
		} finally {
			if (attempt.current === stop) setJoining(false);
		}
	}

	return {
		joining,
		failure: failure === "cancelled" ? undefined : failure,
		join: (key) => attemptTo((as) => joinVisitor({ ...as, key }), false),
		rejoin: (wayBack) => attemptTo((as) => rejoinVisitor(as, wayBack), true),
		leave() {
			attempt.current?.abort();
			attempt.current = null;
			setJoining(false);
			setFailure(undefined);
		},
	};
}

/** What both ends go by on a staging page. A server that cannot say leaves the agent outside: the two would disagree. */
async function stagedSettings(
	link: PairedLink,
	{ server, signIn }: AgentOptions,
): Promise<AgentSettings | undefined> {
	if (link.theirs.site !== "staging") return undefined;
	try {
		return await agentSettings(server, signIn, "staging");
	} catch (error) {
		link.close();
		throw error;
	}
}
