import { contrast, LEAST_CONTRAST } from "../policy/contrast.ts";

/**
 * The colour that the page sets as `--docside-accent` on the tag or anything above it; null for none. The frame makes
 * shades of it that can be read; where white words could not be read on it, the console says that they are dark.
 */
export function pageAccent(tag: Element): string | null {
	const colour = getComputedStyle(tag)
		.getPropertyValue("--docside-accent")
		.trim();
	if (!/^#[0-9a-f]{6}$/i.test(colour)) return null;
	const found = contrast(colour, "#ffffff");
	if (found < LEAST_CONTRAST)
		console.warn(
			`Docside: --docside-accent ${colour} has a contrast of ${found.toFixed(1)} to white, less than ${LEAST_CONTRAST}. Words on it are written dark.`,
		);
	return colour;
}
