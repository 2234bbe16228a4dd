import { useRef, useState } from "preact/hooks";
import type { PairedLink } from "../session/introduce.ts";
import { JoinError, type JoinFailure, joinVisitor } from "../session/join.ts";

export interface JoinInPanel {
	joining: boolean;
	failure: JoinFailure | undefined;
	join(key: string): Promise<void>;
	/** Ends the attempt, or the link that came of it. */
	leave(): void;
}

/** Joining by key, one attempt at a time. */
export function useJoin(options: {
	server: string | undefined;
	signIn: string;
	onJoined(link: PairedLink): void;
	onRevoked(): void;
}): JoinInPanel {
	const { server, signIn, onJoined } = options;
	// The newest one: a session outlives many renders.
	const latest = useRef(options);
	latest.current = options;
	const [joining, setJoining] = useState(false);
	const [failure, setFailure] = useState<JoinFailure>();
	const attempt = useRef<AbortController | null>(null);

	async function join(key: string) {
		if (server === undefined) return setFailure("sign-in");
		attempt.current?.abort();
		const stop = new AbortController();
		attempt.current = stop;
		setJoining(true);
		setFailure(undefined);
		try {
			onJoined(
				await joinVisitor({
					server,
					signIn,
					key,
					signal: stop.signal,
					onRevoked: () => latest.current.onRevoked(),
				}),
			);
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
		join,
		leave() {
			attempt.current?.abort();
			attempt.current = null;
			setJoining(false);
			setFailure(undefined);
		},
	};
}
