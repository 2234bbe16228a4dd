import { ACCENT_SHADES, accentShades } from "../policy/accent.ts";

/**
 * Gives everything below `root` a company's colour (`#rrggbb`), or the product's own for null. Set property by
 * property: the frame's policy forbids styles that stand in the page.
 */
export function paintAccent(root: HTMLElement, accent: string | null) {
	const shades = accent === null ? undefined : accentShades(accent);
	for (const name of ACCENT_SHADES) {
		const property = `--docside-${name}`;
		const shade = shades?.[name];
		if (shade === undefined) root.style.removeProperty(property);
		else
			root.style.setProperty(
				property,
				`light-dark(${shade.light}, ${shade.dark})`,
			);
	}
}
