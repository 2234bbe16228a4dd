import { contrast, LEAST_CONTRAST } from "./contrast.ts";

/** A colour in the light theme and in the dark one, as `#rrggbb`. */
export type Shade = { light: string; dark: string };

/** What is made of one accent colour: custom properties of look/tokens.css, each with `--docside-` before it. */
export const ACCENT_SHADES = [
	"accent",
	"accent-hover",
	"on-accent",
	"accent-line",
	"accent-text",
	"accent-soft",
] as const;

export type AccentShades = Record<(typeof ACCENT_SHADES)[number], Shade>;

type Theme = {
	/** What words and buttons stand on: look/tokens.css, `ground` and `raised`. */
	grounds: readonly [string, string];
	/** The palest words. */
	quiet: string;
	/** Where a colour goes that does not stand out. */
	away: string;
	/** How much of the accent its soft shade has at most. */
	soft: number;
};

/** The colours that look/tokens.css gives the two themes. */
export const THEMES: Readonly<Record<keyof Shade, Theme>> = {
	light: {
		grounds: ["#ffffff", "#f5f7f9"],
		quiet: "#4b5a69",
		away: "#000000",
		soft: 0.14,
	},
	dark: {
		grounds: ["#16191d", "#1f2429"],
		quiet: "#a9b6c3",
		away: "#ffffff",
		soft: 0.16,
	},
};

/** The least contrast of a control with what is around it: WCAG 2.2, success criterion 1.4.11. */
const LEAST_EDGE = 3;

/** Shades of an accent colour (`#rrggbb`) that can be read and seen in both themes, whatever the colour. */
export function accentShades(accent: string): AccentShades {
	const light = shadesIn(THEMES.light, accent);
	// In the light theme the colour is what the company chose; on a dark ground a dark one would not be seen.
	const dark = shadesIn(THEMES.dark, visibleOn(THEMES.dark, accent));
	const both = (name: keyof AccentShades): Shade => ({
		light: light[name],
		dark: dark[name],
	});
	return {
		accent: both("accent"),
		"accent-hover": both("accent-hover"),
		"on-accent": both("on-accent"),
		"accent-line": both("accent-line"),
		"accent-text": both("accent-text"),
		"accent-soft": both("accent-soft"),
	};
}

function shadesIn(
	theme: Theme,
	accent: string,
): Record<keyof AccentShades, string> {
	const [ground] = theme.grounds;
	const words = wordsOn(accent);
	const soft = fade(theme.soft, (share) => {
		const mixed = mix(ground, accent, share);
		return contrast(theme.quiet, mixed) >= LEAST_CONTRAST ? mixed : undefined;
	});
	const text = fade(1, (share) => {
		const shade = mix(theme.away, accent, share);
		return isOn([...theme.grounds, soft ?? ground], shade, LEAST_CONTRAST)
			? shade
			: undefined;
	});
	return {
		accent,
		// Away from the words on it, so that they only get clearer.
		"accent-hover": mix(
			accent,
			words === "#ffffff" ? "#000000" : "#ffffff",
			0.14,
		),
		"on-accent": words,
		"accent-line": isOn(theme.grounds, accent, LEAST_EDGE)
			? accent
			: (text ?? theme.away),
		"accent-text": text ?? theme.away,
		"accent-soft": soft ?? ground,
	};
}

/** White words where they can be read, dark ones where not. Black always can where white cannot. */
export function wordsOn(colour: string): string {
	const readable = ["#ffffff", "#14202c"].find(
		(words) => contrast(words, colour) >= LEAST_CONTRAST,
	);
	return readable ?? "#000000";
}

function visibleOn({ grounds, away }: Theme, accent: string): string {
	const seen = fade(1, (share) => {
		const shade = mix(away, accent, share);
		return isOn(grounds, shade, LEAST_EDGE) ? shade : undefined;
	});
	return seen ?? away;
}

function isOn(grounds: readonly string[], shade: string, least: number) {
	return grounds.every((ground) => contrast(ground, shade) >= least);
}

/** The first that is good, from the given share down to none in steps too small to see. */
function fade(
	from: number,
	shadeAt: (share: number) => string | undefined,
): string | undefined {
	for (let share = from; share >= 0; share -= 0.02) {
		const shade = shadeAt(share);
		if (shade !== undefined) return shade;
	}
	return undefined;
}

/** `share` of the second colour, the rest of the first. */
function mix(one: string, other: string, share: number): string {
	const parts = [1, 3, 5].map((at) => {
		const [a, b] = [one, other].map((colour) =>
			Number.parseInt(colour.slice(at, at + 2), 16),
		);
		return Math.round((a ?? 0) * (1 - share) + (b ?? 0) * share)
			.toString(16)
			.padStart(2, "0");
	});
	return `#${parts.join("")}`;
}
