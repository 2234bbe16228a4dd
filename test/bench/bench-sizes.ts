/** Whole files of several sizes, directly: against stock PeerJS, chunks with acknowledgements, and the raw channel. */
import { MB } from "../../policy/settings.ts";
import type { Bench } from "./bench.ts";
import { bestWindow } from "./best-window.ts";
import { rounds } from "./rounds.ts";
import { transfer } from "./transfer.ts";
import type { WayName } from "./way.ts";

const WAYS: readonly WayName[] = ["ours", "raw", "stock", "chunks"];
const WINDOWS_KIB = [128, 256, 512, 1_024];

/** How many times faster than stock PeerJS it should be, by megabytes. */
const STOCK_GOALS: Readonly<Record<string, Readonly<Record<number, number>>>> =
	{
		"one browser": { 5: 15, 20: 5, 100: 2 },
		"two browsers": { 100: 1.5 },
	};
const RAW_GOAL = 0.9;
/** The largest takes as long as all others together. */
const LARGE_MB = 300;
const LARGE_ROUNDS = 2;

export const sizes = (browsers: 1 | 2): Bench => ({
	name: browsers === 1 ? "one-browser" : "two-browsers",
	async run({ world, report, runs, quick }) {
		const where = browsers === 1 ? "one browser" : "two browsers";
		const pair = await world.pair(browsers);
		const sample = { size: 20 * MB };
		const windowBytes = await bestWindow(world, pair, sample, WINDOWS_KIB);
		report.note(`raw channel, ${where}: window ${windowBytes / 1_024} KiB`);
		for (const mb of quick ? [1, 5, 20] : [1, 5, 20, 100, LARGE_MB]) {
			const count = mb < LARGE_MB ? runs : Math.min(runs, LARGE_ROUNDS);
			const found = await rounds(count, WAYS, (way) =>
				transfer(world, pair, way, { size: mb * MB, windowBytes }),
			);
			const ms = (way: WayName) => found(way).map((moved) => moved.ms);
			for (const way of WAYS) {
				if (way === "ours") continue;
				report.add({
					bench: `${mb} MB, ${where}, against ${way} (ms)`,
					ours: ms("ours"),
					reference: ms(way),
					better: "less",
					goal: goalOf(where, mb, way),
				});
			}
		}
	},
});

function goalOf(where: string, mb: number, way: WayName): number | undefined {
	if (way === "raw") return mb >= 5 ? RAW_GOAL : undefined;
	return way === "stock" ? STOCK_GOALS[where]?.[mb] : undefined;
}
