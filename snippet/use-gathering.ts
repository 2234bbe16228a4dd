import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { leaveDocument } from "../panel/leave-document.ts";
import { noticeSentence } from "../panel/notice-words.ts";
import { type Gathering, openGathering } from "../session/gathering.ts";
import type { GatheringState } from "../session/gathering-state.ts";
import type { DocsideEvent } from "../session/state.ts";
import { turnAway } from "../session/turn-away.ts";
import type { Words } from "../words/words.ts";
import { type SessionPicture, sessionPicture } from "./session-picture.ts";

export interface GatheringInPanel {
	gathering: Gathering | undefined;
	state: GatheringState | undefined;
	picture: SessionPicture;
	/** The latest sentence for the visitor. */
	sentence: string;
	tell(sentence: string): void;
	/** An agent has paired: the first begins a session, the others come into it. */
	admit(opening: Parameters<Gathering["add"]>[0]): void;
	/** Somebody who was in before comes over another link; `name` is the one they were known by. */
	readmit(opening: Parameters<Gathering["add"]>[0], name: string): void;
	/** Whoever is at this peer is no agent any more. */
	dismiss(peerId: string): void;
	/** What this page shared before it was loaded anew: it is to be chosen again. Empty: nothing. */
	shareAgain: string;
	dropShareAgain(): void;
	/** Back to before the session. */
	forget(): void;
}

/** The visitor's session with all their agents, as the panel's state. `onEvent` hears what integrators do. */
export function useGathering(options: {
	words: Words;
	onEvent(event: DocsideEvent): void;
}): GatheringInPanel {
	const [gathering, setGathering] = useState<Gathering>();
	const [state, setState] = useState<GatheringState>();
	const [sentence, tell] = useState("");
	const [shareAgain, setShareAgain] = useState("");
	const latest = useRef(options);
	latest.current = options;
	const current = useRef<Gathering | undefined>(undefined);

	const admit = useCallback((opening: Parameters<Gathering["add"]>[0]) => {
		if (!current.current || current.current.state.phase === "ended") {
			current.current = openGathering({
				changed(next) {
					if (next.phase !== "open" || !next.document) leaveDocument();
					setState(next);
				},
				event(event) {
					// A new document, or the end: what was said before is no news any more.
					const fresh = ["documentShared", "sessionend"].includes(event.event);
					if (fresh) {
						tell("");
						setShareAgain("");
					}
					latest.current.onEvent(event);
				},
				notice(notice, agent) {
					tell(noticeSentence(notice, agent, latest.current.words));
					if (notice.notice === "share-again") setShareAgain(notice.name);
				},
			});
			setGathering(current.current);
			setState(current.current.state);
			tell("");
		}
		current.current.add(opening);
	}, []);

	const readmit = useCallback<GatheringInPanel["readmit"]>((opening, name) => {
		const { link, peerId } = opening;
		const now = current.current;
		// Over is over, and who has left is not in.
		if (now?.state.phase === "ended") return turnAway(link);
		if (now?.resume(peerId, link)) return;
		if (name === "") return turnAway(link);
		admit({ ...opening, continued: { agent: name } });
	}, []);

	const forget = useCallback(() => {
		current.current = undefined;
		setGathering(undefined);
		setState(undefined);
		tell("");
	}, []);

	// Reload, navigation and a closed tab: the others are told at once, not after a silence.
	useEffect(() => {
		const leave = () => gathering?.leave();
		addEventListener("pagehide", leave);
		return () => removeEventListener("pagehide", leave);
	}, [gathering]);

	return {
		gathering,
		state,
		picture: sessionPicture(state, options.words),
		sentence,
		tell,
		admit,
		readmit,
		dismiss: useCallback(
			(peerId: string) => current.current?.dismiss(peerId),
			[],
		),
		shareAgain,
		dropShareAgain: () => setShareAgain(""),
		forget,
	};
}
