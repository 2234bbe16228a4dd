/** What the visitor is told of the agents, all together and one by one. */
import type { Somebody } from "../panel/presence-words.ts";
import { maySave, mayShareFiles } from "../policy/rules.ts";
import type { DocumentPicture } from "../session/gathered-document.ts";
import type { GatheringState, Member } from "../session/gathering-state.ts";
import type { Words } from "../words/words.ts";

/** Those who are in, or those who ask to be. */
export function membersOf(
	state: GatheringState | undefined,
	phase: Member["phase"],
): Member[] {
	if (!state || state.phase === "ended") return [];
	return state.members.filter((member) => member.phase === phase);
}

/** How each of them is. */
export function peopleOf(members: readonly Member[]): Somebody[] {
	return members.map(({ agent, presence }) => ({
		name: agent ?? "",
		presence,
	}));
}

/** "Ana and Ben". */
export function namesOf(members: readonly Member[], words: Words): string {
	return words.people(members.map(({ agent }) => agent ?? ""));
}

/** What one more agent will have on their screen as soon as they are in. */
export function seenBy(
	{ agent, rules }: Member,
	shared: DocumentPicture,
	words: Words,
): string | undefined {
	if (!mayShareFiles(rules, "visitor")) return undefined;
	const own = shared.sharedBy === "visitor" && shared.savable;
	const say = words.visitor;
	return own && maySave(rules, "visitor")
		? say.willSave(agent ?? "", shared.name)
		: say.willSee(agent ?? "", shared.name);
}

/** What the visitor's document will be to the agents: what is said beside Share. */
export function previewNotes(guests: readonly Member[], words: Words) {
	const say = words.visitor;
	const watchers = guests.filter(({ rules }) =>
		mayShareFiles(rules, "visitor"),
	);
	const savers = watchers.filter(({ rules }) => maySave(rules, "visitor"));
	return {
		savable: say.mayBeSaved(namesOf(savers, words)),
		viewOnly: say.viewOnlyBody(namesOf(watchers, words)),
	};
}
