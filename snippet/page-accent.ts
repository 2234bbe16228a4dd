import { contrast, LEAST_CONTRAST } from "../policy/contrast.ts";

/**
 * The colour that the page sets as `--docside-accent` on the tag or anything above it; null for none. One that words
 * in white could not be read on is not taken, and is said on the console.
 */
export function pageAccent(tag: Element): string | null {
	const colour = getComputedStyle(tag)
		.getPropertyValue("--docside-accent")
		.trim();
	if (!/^#[0-9a-f]{6}$/i.test(colour)) return null;
	const found = contrast(colour, "#ffffff");
	if (found >= LEAST_CONTRAST) return colour;
	console.warn(
		`Docside: --docside-accent ${colour} has a contrast of ${found.toFixed(1)} to white; it needs ${LEAST_CONTRAST}. It is not used.`,
	);
	return null;
}
