import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type {
	FrameContext,
	FrameContextObject,
	PartialResults,
} from "axe-core";
import type { Frame, Page } from "playwright-core";
import { steady } from "./steady.ts";

/** What axe-core says is wrong, one line an element. */
export async function axeFindings(page: Page): Promise<string[]> {
	await steady(page);
	const partial = await runIn(page.mainFrame(), undefined);
	const violations = await page
		.mainFrame()
		.evaluate(
			async ([results, options]) =>
				(await window.axe.finishRun(results, options)).violations,
			[partial, OPTIONS] as const,
		);
	return violations.flatMap(({ id, help, nodes }) =>
		nodes.map(
			({ target, failureSummary }) =>
				`${id} (${help}) at ${target.join(" ")}: ${failureSummary?.replace(/\s+/g, " ")}`,
		),
	);
}

const OPTIONS = {
	runOnly: [
		"wcag2a",
		"wcag2aa",
		"wcag21a",
		"wcag21aa",
		"wcag22aa",
		"best-practice",
	],
};

const source = await readFile(
	createRequire(import.meta.url).resolve("axe-core/axe.min.js"),
	"utf8",
);

/** Runs in a frame and in those below it, each by itself: no frame of ours lets another one speak to it. */
async function runIn(
	frame: Frame,
	context: FrameContextObject | undefined,
): Promise<PartialResults> {
	if (!(await frame.evaluate(() => "axe" in window)))
		await frame.evaluate(source);
	const frames: FrameContext[] = await frame.evaluate(
		([context, options]) =>
			window.axe.utils.getFrameContexts(context ?? document, options),
		[context, OPTIONS] as const,
	);
	const own = await frame.evaluate(
		([context, options]) => window.axe.runPartial(context ?? document, options),
		[context, OPTIONS] as const,
	);
	const results: PartialResults = [own];
	for (const { frameSelector, frameContext } of frames) {
		const handle = await frame.evaluateHandle(
			(selector) => window.axe.utils.shadowSelect(selector),
			frameSelector,
		);
		const inner = await handle.asElement()?.contentFrame();
		if (inner) results.push(...(await runIn(inner, frameContext)));
		else results.push(null);
	}
	return results;
}

declare global {
	interface Window {
		axe: typeof import("axe-core");
	}
}
