import type { GroupSettings } from "../policy/group-settings.ts";
import { MAX_LINKS } from "../policy/settings.ts";
import { isSame, type Merged } from "./save-section.ts";

export type Link = GroupSettings["links"][number];

/**
 * Brings together what two administrators did to the list at the same time, link by link. The same link changed by
 * both is a conflict; more than MAX_LINKS together is too many.
 */
export function mergeLinks(
	base: readonly Link[],
	mine: readonly Link[],
	theirs: readonly Link[],
): Merged<Link[]> {
	const merged = new Map<string, Link>();
	let conflict = false;
	for (const id of new Set([...theirs, ...mine].map(({ id }) => id))) {
		const [old, my, their] = [base, mine, theirs].map((list) =>
			list.find((link) => link.id === id),
		);
		const changedByMe = !isSame(my, old);
		if (changedByMe && !isSame(their, old) && !isSame(my, their))
			conflict = true;
		const link = changedByMe ? my : their;
		if (link !== undefined) merged.set(id, link);
	}
	const links = inOrder(merged, order(base, mine, theirs));
	if (links.length > MAX_LINKS) return { merged: links, problem: "full" };
	return conflict ? { merged: links, problem: "conflict" } : { merged: links };
}

/** My order if I have changed it, else theirs; what only the other one knows comes behind. */
function order(
	base: readonly Link[],
	mine: readonly Link[],
	theirs: readonly Link[],
): string[] {
	const ids = (links: readonly Link[]) => links.map(({ id }) => id);
	const known = ids(base).filter((id) => ids(mine).includes(id));
	const moved = !isSame(
		ids(mine).filter((id) => known.includes(id)),
		known,
	);
	return moved
		? [...ids(mine), ...ids(theirs)]
		: [...ids(theirs), ...ids(mine)];
}

function inOrder(
	links: ReadonlyMap<string, Link>,
	ids: readonly string[],
): Link[] {
	return [...new Set(ids)].flatMap((id) => links.get(id) ?? []);
}
