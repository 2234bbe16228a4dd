/** From Share to the first page on the watcher's screen: large files, long paths, and other ways to read. */
import { MB } from "../../policy/settings.ts";
import type { Bench } from "./bench.ts";
import type { DiskFile, PdfBuild } from "./disk-files.ts";
import type { Reading } from "./page-view.ts";
import {
	FAR,
	HUNDRED_MBIT,
	SECOND_GENERATION,
	TWENTY_MBIT,
	TWO_MEGABYTES,
} from "./path-shapes.ts";
import { rounds } from "./rounds.ts";
import { openedMs, view } from "./view.ts";

/** At most 1.3 times the time of a small file. */
const SMALL_GOAL = 1 / 1.3;
/** A page tree is read in one piece only where it stands in one. */
const LONG_BUILDS: readonly { build: PdfBuild; goal: number }[] = [
	{ build: "scattered", goal: 10 },
	{ build: "linearized", goal: 15 },
	{ build: "object-streams", goal: 15 },
];
/** What is promised to whoever is on 2G. */
const SECOND_GENERATION_LIMIT_MS = 8_000;
/** Transferring all of it first takes a minute. */
const WHOLE_ROUNDS = 2;

export const firstPage: Bench = {
	name: "first-page",
	async run({ world, report, runs, quick }) {
		const pair = await world.pair(2);
		const { pdf } = world.files;
		const manyPages = pdf(1_158, 4.7 * MB);
		const large = pdf(101, (quick ? 100 : 300) * MB);
		const direct: Readonly<Record<string, DiskFile>> = {
			"1 MB": pdf(4, MB),
			"1,158 pages": manyPages,
			"the largest": large,
		};
		const found = await rounds(runs, Object.keys(direct), (name) => {
			const document = direct[name] ?? large;
			return view(world, pair, { document }, openedMs);
		});
		for (const name of ["1,158 pages", "the largest"])
			report.add({
				bench: `first page, loopback: ${name}, against 1 MB (ms)`,
				ours: found(name),
				reference: found("1 MB"),
				better: "less",
				goal: name === "the largest" ? SMALL_GOAL : undefined,
			});

		const slow = await rounds(Math.min(runs, 3), ["1 MB"], () =>
			view(
				world,
				pair,
				{ document: pdf(4, MB), path: SECOND_GENERATION.shape },
				openedMs,
			),
		);
		report.add({
			bench: `first page, ${SECOND_GENERATION.name}: 1 MB, against 8 s (ms)`,
			ours: slow("1 MB"),
			reference: [SECOND_GENERATION_LIMIT_MS],
			better: "less",
			goal: 1,
		});

		const longBytes = (quick ? 40 : 170) * MB;
		const cases = [
			{
				what: "20 MB",
				document: pdf(21, 20 * MB),
				path: TWO_MEGABYTES,
				goal: 5,
			},
			{ what: "1,158 pages", document: manyPages, path: TWENTY_MBIT },
			{ what: "1,158 pages", document: manyPages, path: HUNDRED_MBIT },
			...LONG_BUILDS.map(({ build, goal }) => ({
				what: `1,500 pages, ${build}`,
				document: pdf(1_500, longBytes, build),
				path: FAR,
				goal,
			})),
		];
		for (const { what, document, path, goal } of cases) {
			const others: Reading[] = ["whole", "plain"];
			const count = Math.min(runs, WHOLE_ROUNDS);
			const { name, shape } = path;
			const found = await rounds(count, ["ours", ...others], (reading) =>
				view(world, pair, { document, reading, path: shape }, openedMs),
			);
			for (const reading of others)
				report.add({
					bench: `first page, ${name}: ${what}, against ${reading} (ms)`,
					ours: found("ours"),
					reference: found(reading),
					better: "less",
					goal: reading === "whole" ? goal : 1,
				});
		}
	},
};
