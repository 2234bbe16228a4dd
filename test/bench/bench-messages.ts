/** A small message there and back while a large file moves, and the tasks that hold up either page meanwhile. */
import { MB } from "../../policy/settings.ts";
import type { Bench } from "./bench.ts";
import { median, quantile } from "./numbers.ts";
import { PATHS } from "./path-shapes.ts";
import { rounds } from "./rounds.ts";
import { type Transferred, transfer } from "./transfer.ts";
import type { PathShape } from "./udp-path.ts";
import type { WayName } from "./way.ts";

const WAYS: readonly WayName[] = ["ours", "stock"];
const LIMIT_MS = 15_000;
const LONG_TASK_MS = 50;

type Case = { where: string; path: PathShape | null; slowerMs: number };

export const messages: Bench = {
	name: "messages",
	async run({ world, report, runs, quick }) {
		const pair = await world.pair(1);
		const direct: Case = { where: "loopback", path: null, slowerMs: 10 };
		const led = PATHS.map(
			({ name, shape }): Case => ({ where: name, path: shape, slowerMs: 40 }),
		);
		for (const { where, path, slowerMs } of [direct, ...led]) {
			const size = (quick ? 20 : 100) * MB;
			const limitMs = quick ? LIMIT_MS / 3 : LIMIT_MS;
			const count = path ? Math.min(runs, 2) : runs;
			const found = await rounds(count, WAYS, (way) =>
				transfer(world, pair, way, { size, path, echoes: true, limitMs }),
			);
			const all = (way: WayName, what: "idleMs" | "echoMs") =>
				found(way).flatMap((moved) => moved[what]);
			const idle = all("ours", "idleMs");
			const meanwhile = all("ours", "echoMs");
			const allowed = median(idle) + slowerMs;
			report.add({
				bench: `small message in a transfer, ${where}, against stock (ms)`,
				ours: meanwhile,
				reference: all("stock", "echoMs"),
				better: "less",
			});
			report.add({
				bench: `the same against its idle time + ${slowerMs} ms (ms)`,
				ours: meanwhile,
				reference: idle.map((ms) => ms + slowerMs),
				better: "less",
				goal: 1,
			});
			report.add({
				bench: "the slowest of a hundred against 4 times that (ms)",
				ours: [quantile(meanwhile, 0.99)],
				reference: [4 * allowed],
				better: "less",
				goal: 1,
			});
			if (path) continue;
			report.add({
				bench: "longest task in either page, against 50 ms (ms)",
				ours: found("ours").map(longestTask),
				reference: [LONG_TASK_MS],
				better: "less",
				goal: 1,
			});
			report.add({
				bench: "the same, against stock (ms)",
				ours: found("ours").map(longestTask),
				reference: found("stock").map(longestTask),
				better: "less",
			});
		}
	},
};

/** The browser tells only of those over 50 ms: without any, 50 is said. */
function longestTask({ longTasksMs, sharerLongTasksMs }: Transferred): number {
	return Math.max(LONG_TASK_MS, ...longTasksMs, ...sharerLongTasksMs);
}
