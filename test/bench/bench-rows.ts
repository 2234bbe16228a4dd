/** From Share to the first rows of a CSV, and from a move to the last row to that row. */
import { MB } from "../../policy/settings.ts";
import type { Bench } from "./bench.ts";
import { rounds } from "./rounds.ts";
import { view, viewerFrame } from "./view.ts";
import type { Pair } from "./world.ts";

const ROW_BYTES = 100;
/** At most 1.3 times the time of a small file. */
const SMALL_GOAL = 1 / 1.3;
/** The last row takes at most three times as long as the first. */
const LAST_ROW_GOAL = 1 / 3;
const LAST_ROW_LIMIT_MS = 60_000;

export const rows: Bench = {
	name: "rows",
	async run({ world, report, runs, quick }) {
		const pair = await world.pair(2);
		const large = (quick ? 20 : 100) * MB;
		const found = await rounds(runs, ["small", "large"], (name) => {
			const csvBytes = name === "small" ? MB : large;
			const last = Math.floor(csvBytes / ROW_BYTES) - 1;
			return view(
				world,
				pair,
				{ document: world.files.csv(csvBytes) },
				(pair, ms) => lookAtLastRow(pair, ms, last),
			);
		});
		const first = found("large").map(({ firstMs }) => firstMs);
		report.add({
			bench: `first rows of ${large / MB} MB, against 1 MB (ms)`,
			ours: first,
			reference: found("small").map(({ firstMs }) => firstMs),
			better: "less",
			goal: SMALL_GOAL,
		});
		report.add({
			bench: `last row of ${large / MB} MB, against its first (ms)`,
			ours: found("large").map(({ lastMs }) => lastMs),
			reference: first,
			better: "less",
			goal: LAST_ROW_GOAL,
		});
	},
};

async function lookAtLastRow(pair: Pair, firstMs: number, row: number) {
	const frame = viewerFrame(pair);
	const movedAt = await pair.watcher.evaluate(
		(row) => window.bench.goTo({ kind: "sheet", sheet: 0, row, column: 0 }),
		row,
	);
	const seen = await frame.waitForFunction(
		(text) =>
			document.body.textContent?.includes(text) &&
			performance.timeOrigin + performance.now(),
		`${row}customer`,
		{ timeout: LAST_ROW_LIMIT_MS },
	);
	const seenAt = Number(await seen.jsonValue());
	return { firstMs, lastMs: seenAt - movedAt };
}
