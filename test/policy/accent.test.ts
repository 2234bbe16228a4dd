import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { accentShades, THEMES, wordsOn } from "../../policy/accent.ts";
import { contrast } from "../../policy/contrast.ts";

const colours = fc
	.integer({ min: 0, max: 0xffffff })
	.map((n) => `#${n.toString(16).padStart(6, "0")}`);
const themes = ["light", "dark"] as const;

describe("the shades of any accent colour", () => {
	it("keep what is written and what is pressed apart from its ground", () => {
		fc.assert(
			fc.property(colours, (accent) => {
				const shades = accentShades(accent);
				for (const theme of themes) {
					const { grounds, quiet } = THEMES[theme];
					const of = (name: keyof typeof shades) => shades[name][theme];
					const words = of("on-accent");
					expect(contrast(words, of("accent"))).toBeGreaterThanOrEqual(4.5);
					expect(contrast(words, of("accent-hover"))).toBeGreaterThanOrEqual(
						4.5,
					);
					const soft = of("accent-soft");
					expect(contrast(quiet, soft)).toBeGreaterThanOrEqual(4.5);
					for (const ground of [...grounds, soft])
						expect(contrast(of("accent-text"), ground)).toBeGreaterThanOrEqual(
							4.5,
						);
					for (const ground of grounds)
						expect(contrast(of("accent-line"), ground)).toBeGreaterThanOrEqual(
							3,
						);
				}
			}),
			{ examples: [["#ffe600"], ["#000000"], ["#ffffff"], ["#767676"]] },
		);
	});

	it("leave a colour that needs nothing as it is", () => {
		const shades = accentShades("#0b5cad");
		expect(shades.accent.light).toBe("#0b5cad");
		expect(shades["accent-text"].light).toBe("#0b5cad");
		expect(shades["on-accent"].light).toBe("#ffffff");
	});

	it("write dark on a light one, and darken it where it is written itself", () => {
		const shades = accentShades("#ffe600");
		expect(shades.accent).toEqual({ light: "#ffe600", dark: "#ffe600" });
		expect(wordsOn("#ffe600")).toBe("#14202c");
		expect(shades["accent-text"].light).not.toBe("#ffe600");
		expect(shades["accent-text"].dark).toBe("#ffe600");
	});
});

it("knows the grounds and the palest words of look/tokens.css", () => {
	const css = readFileSync("look/tokens.css", "utf8");
	const token = (name: string) => {
		const [, light, dark] =
			new RegExp(`--docside-${name}: light-dark\\((#\\w+), (#\\w+)\\)`).exec(
				css,
			) ?? [];
		return { light, dark };
	};
	for (const theme of themes) {
		expect(THEMES[theme].grounds).toEqual([
			token("ground")[theme],
			token("raised")[theme],
		]);
		expect(THEMES[theme].quiet).toBe(token("quiet")[theme]);
	}
});
