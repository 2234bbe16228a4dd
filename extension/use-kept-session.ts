import { useEffect, useState } from "preact/hooks";
import type { AgentWayBack } from "../session/way-back.ts";
import { forgetSession, keepSession, keptSession } from "./kept-session.ts";

/** The visitor's page may have gone for good meanwhile; then nobody waits for it longer than this. */
const GIVE_UP_MS = 30_000;

export interface KeptSession {
	/** The page was in this session before it was loaded anew; null when it was in none, undefined while that is not known. */
	wayBack: AgentWayBack | null | undefined;
	/** Kept until it is forgotten, so that the page can be loaded anew. */
	keep(wayBack: AgentWayBack): void;
	forget(): void;
}

/** The session of a tab, across page loads. `onGivenUp` is called when the way back was tried for long enough. */
export function useKeptSession(
	tab: number | undefined,
	onGivenUp: () => void,
): KeptSession {
	const [wayBack, setWayBack] = useState<AgentWayBack | null>();

	useEffect(() => {
		if (tab === undefined) return;
		let current = true;
		void keptSession(tab).then((kept) => {
			if (current) setWayBack(kept ?? null);
		});
		return () => {
			current = false;
		};
	}, [tab]);

	const forget = () => {
		setWayBack(null);
		if (tab !== undefined) void forgetSession(tab);
	};
	useEffect(() => {
		if (!wayBack) return;
		const timer = setTimeout(() => {
			forget();
			onGivenUp();
		}, GIVE_UP_MS);
		return () => clearTimeout(timer);
	}, [wayBack]);

	return {
		wayBack,
		keep(next) {
			setWayBack(null);
			if (tab !== undefined) void keepSession(tab, next);
		},
		forget,
	};
}
