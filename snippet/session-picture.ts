import type { DocumentPicture } from "../session/gathered-document.ts";
import type {
	GatheringState,
	Member,
	OpenRequest,
} from "../session/gathering-state.ts";
import type { Words } from "../words/words.ts";
import { membersOf, namesOf } from "./guests.ts";

/** What the visitor's screens show of a session, worked out from its state. */
export type SessionPicture = {
	/** While somebody is in. */
	open: Extract<GatheringState, { phase: "open" }> | undefined;
	isOver: boolean;
	/** Who is in. */
	guests: Member[];
	/** All of them by name: "Ana and Ben". */
	agents: string;
	/** Who asks to be let in: one at a time. */
	joining: Member | undefined;
	shared: DocumentPicture | undefined;
	request: OpenRequest | undefined;
};

export function sessionPicture(
	state: GatheringState | undefined,
	words: Words,
): SessionPicture {
	const open = state?.phase === "open" ? state : undefined;
	const guests = membersOf(state, "open");
	return {
		open,
		isOver: state?.phase === "ended",
		guests,
		agents: namesOf(guests, words),
		joining: membersOf(state, "asking")[0],
		shared: open?.document ?? undefined,
		request: open?.request ?? undefined,
	};
}
