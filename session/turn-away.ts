import type { Link } from "./link.ts";

/**
 * For an end that finds the way back to a session which is over here, or which it has left: it is told so. Without a
 * word it would take the link for a broken one and come again and again.
 */
export function turnAway(link: Link): void {
	link.send({ type: "bye", why: "ended" });
	link.close();
}
