/** Runs the benches, one after the other: JSON lines on standard output, a table for people on standard error. */
import { loadavg } from "node:os";
import type { Bench } from "./bench.ts";
import { firstPage } from "./bench-first-page.ts";
import { memory } from "./bench-memory.ts";
import { messages } from "./bench-messages.ts";
import { paths } from "./bench-paths.ts";
import { rows } from "./bench-rows.ts";
import { sizes } from "./bench-sizes.ts";
import { readOptions } from "./options.ts";
import { createReport } from "./report.ts";
import { openWorld } from "./world.ts";

const BENCHES: readonly Bench[] = [
	sizes(1),
	sizes(2),
	paths,
	messages,
	firstPage,
	rows,
	memory,
];

const options = readOptions(process.argv.slice(2));
const { only = "" } = options;
const wanted = BENCHES.filter(({ name }) => name.startsWith(only));
if (wanted.length === 0)
	throw new Error(
		`There is no bench "${only}". There are ${BENCHES.map(({ name }) => name).join(", ")}.`,
	);
const report = createReport();
const world = await openWorld();
try {
	for (const bench of wanted) {
		const [load = 0] = loadavg();
		report.note(`${bench.name} (load of this machine ${load.toFixed(1)})`);
		await bench.run({ ...options, world, report });
	}
	report.finish();
} finally {
	await world.close();
}
