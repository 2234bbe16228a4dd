import { useEffect, useRef } from "preact/hooks";
import type { JoinFailure } from "../session/join.ts";
import { type JoinOptions, useJoin } from "./use-join.ts";
import { useKeptSession } from "./use-kept-session.ts";
import type { ViewerPage } from "./use-page.ts";

export interface WayIn {
	joining: boolean;
	failure: JoinFailure | undefined;
	/** Back into the session that this page was in before it was loaded anew. */
	goingBack: boolean;
	join(key: string): Promise<void>;
	/** Ends the attempt, or the link that came of it, and the way back. */
	leave(): void;
}

/** Into a session: by a key that the agent types, and by itself where a secure page shows one or was in one. */
export function useWayIn(
	options: JoinOptions & {
		page: ViewerPage;
		/** No session is on the screen, not even one that has ended. */
		free: boolean;
	},
): WayIn {
	const { page, free, server } = options;
	const join = useJoin({
		...options,
		onJoined(joined, again) {
			kept.keep(joined.wayBack);
			options.onJoined(joined, again);
		},
	});
	const kept = useKeptSession(page.tab, join.leave);
	const mayBe = free && server !== undefined && page.secure !== false;
	const ready = mayBe && page.secure === true;

	// The page shows the key: nothing to type, nothing to press.
	const tried = useRef<string | null>(null);
	const autoKey = ready && kept.wayBack === null ? page.key : null;
	useEffect(() => {
		if (!autoKey || !page.shown || tried.current === autoKey) return;
		tried.current = autoKey;
		void join.join(autoKey);
	});

	// The page was loaded anew in the middle of a session: back into it.
	const back = ready ? kept.wayBack : null;
	useEffect(() => {
		if (back) void join.rejoin(back);
	}, [back]);
	useEffect(() => {
		if (back && join.failure) kept.forget();
	}, [join.failure]);

	return {
		joining: join.joining,
		failure: join.failure,
		goingBack: mayBe && Boolean(kept.wayBack),
		join: join.join,
		leave() {
			join.leave();
			kept.forget();
		},
	};
}
