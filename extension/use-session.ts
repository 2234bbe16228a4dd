import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { leaveDocument } from "../panel/leave-document.ts";
import { noticeSentence } from "../panel/notice-words.ts";
import type { LinkRule } from "../policy/rules.ts";
import type { SharingRules } from "../policy/settings.ts";
import type { PairedLink } from "../session/introduce.ts";
import {
	openSession,
	type Session,
	type SessionOptions,
} from "../session/session.ts";
import type { SessionEvent, SessionState } from "../session/state.ts";
import type { Words } from "../words/words.ts";

export type SessionOpening = {
	link: PairedLink;
	rules: SharingRules;
	links: readonly LinkRule[];
	agentName?: string | undefined;
	redial?: SessionOptions["redial"];
	continued?: SessionOptions["continued"];
};

export type OpenSession = Extract<SessionState, { phase: "open" }>;

export interface SessionInPanel {
	session: Session | undefined;
	state: SessionState | undefined;
	/** The latest sentence for this person. */
	sentence: string;
	tell(sentence: string): void;
	begin(opening: SessionOpening): void;
	/** Back to before the session. */
	forget(): void;
}

/** The agent's session as the panel's state. `onEvent` hears what integrators do. */
export function useSession(options: {
	words: Words;
	onEvent(event: SessionEvent): void;
}): SessionInPanel {
	const [session, setSession] = useState<Session>();
	const [state, setState] = useState<SessionState>();
	const [sentence, tell] = useState("");
	const latest = useRef(options);
	latest.current = options;

	const begin = useCallback((opening: SessionOpening) => {
		const opened = openSession({
			...opening,
			role: "agent",
			on: {
				changed(next) {
					if (next.phase !== "open" || !next.document) leaveDocument();
					setState(next);
				},
				event(event) {
					// A new document, or the end: what was said before is no news any more.
					const fresh = ["documentShared", "sessionend"].includes(event.event);
					if (fresh) tell("");
					latest.current.onEvent(event);
				},
				notice(notice) {
					const { words } = latest.current;
					tell(noticeSentence(notice, words.agent.visitor, words));
				},
			},
		});
		setSession(opened);
		setState(opened.state);
		tell("");
	}, []);

	const forget = useCallback(() => {
		setSession(undefined);
		setState(undefined);
		tell("");
	}, []);

	// Reload, navigation and a closed tab: the other side is told at once, not after a silence.
	useEffect(() => {
		const leave = () => session?.leave();
		addEventListener("pagehide", leave);
		return () => removeEventListener("pagehide", leave);
	}, [session]);

	return { session, state, sentence, tell, begin, forget };
}
