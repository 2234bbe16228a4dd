import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Frame } from "playwright-core";

const source = readFileSync(
	createRequire(import.meta.url).resolve("axe-core/axe.min.js"),
	"utf8",
);

type AxeAnswer = { violations: { id: string; nodes: { html: string }[] }[] };

/** What axe-core finds wrong with the page of a frame, one line each: rule and element. */
export async function violations(frame: Frame): Promise<string[]> {
	await frame.evaluate(source);
	const answer: AxeAnswer = await frame.evaluate(
		// It would fetch the style sheet, which the frame may not.
		"axe.run(document, { preload: false })",
	);
	return answer.violations.flatMap(({ id, nodes }) =>
		nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`),
	);
}
