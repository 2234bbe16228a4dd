/** 20 MB over longer and slower paths: against the link's own rate and against every reference. */
import { MB } from "../../policy/settings.ts";
import type { Bench } from "./bench.ts";
import { bestWindow } from "./best-window.ts";
import { PATHS, TWENTY_MBIT } from "./path-shapes.ts";
import { rounds } from "./rounds.ts";
import { transfer } from "./transfer.ts";
import type { WayName } from "./way.ts";

const WAYS: readonly WayName[] = ["ours", "raw", "stock", "chunks"];
const WINDOWS_KIB = [128, 256, 512, 1_024, 2_048];
/** Some references take minutes here: what they have moved by then says how fast they are. */
const LIMIT_MS = 15_000;
const ROUNDS = 3;
const CSV_GOAL = 3;

export const paths: Bench = {
	name: "paths",
	async run({ world, report, runs, quick }) {
		const pair = await world.pair(2);
		const count = Math.min(runs, ROUNDS);
		for (const { name, shape, goal } of PATHS) {
			const task = {
				size: (quick ? 5 : 20) * MB,
				path: shape,
				limitMs: quick ? LIMIT_MS / 3 : LIMIT_MS,
			};
			const sample = { ...task, size: task.size / 4 };
			const windowBytes = await bestWindow(world, pair, sample, WINDOWS_KIB);
			report.note(`raw channel, ${name}: window ${windowBytes / 1_024} KiB`);
			const found = await rounds(count, WAYS, (way) =>
				transfer(world, pair, way, { ...task, windowBytes }),
			);
			const rate = (way: WayName) => found(way).map((moved) => moved.rate / MB);
			report.add({
				bench: `${name}, against the link (MB/s)`,
				ours: rate("ours"),
				reference: [linkRate(shape.rate)],
				better: "more",
				goal,
			});
			for (const way of WAYS) {
				if (way === "ours") continue;
				report.add({
					bench: `${name}, against ${way} (MB/s)`,
					ours: rate("ours"),
					reference: rate(way),
					better: "more",
					goal: 1,
				});
			}
		}
		const { name, shape } = TWENTY_MBIT;
		const csv = {
			size: (quick ? 5 : 20) * MB,
			path: shape,
			kind: "csv",
		} as const;
		const found = await rounds(count, ["ours"], (way) =>
			transfer(world, pair, way, csv),
		);
		report.add({
			bench: `${name}, a CSV, against the link (MB/s)`,
			ours: found("ours").map((moved) => moved.rate / MB),
			reference: [linkRate(shape.rate)],
			better: "more",
			goal: CSV_GOAL,
		});
	},
};

/** Bytes a millisecond as megabytes a second. */
const linkRate = (rate: number) => (rate * 1_000) / MB;
