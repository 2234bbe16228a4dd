/** What twenty pages of a large PDF add to the memory of the watcher's browser: what they keep is bounded. */
import { readFileSync } from "node:fs";
import { MB } from "../../policy/settings.ts";
import type { Bench } from "./bench.ts";
import { rounds } from "./rounds.ts";
import { view, viewerFrame } from "./view.ts";
import type { Pair } from "./world.ts";

const PAGES = 20;
const GOAL_MB = 150;
/** A page that is not painted by then is not coming. */
const PAINTED_LIMIT_MS = 60_000;

export const memory: Bench = {
	name: "memory",
	async run({ world, report, runs, quick }) {
		if (process.platform !== "linux")
			return report.note("memory is counted on Linux only");
		const pair = await world.pair(2);
		const document = world.files.pdf(101, (quick ? 100 : 300) * MB);
		const onePage = { document: world.files.pdf(1, 0) };
		const count = Math.min(runs, 3);
		const found = await rounds(count, ["ours"], async () => {
			const idleMb = await view(world, pair, onePage, memoryMb);
			return view(world, pair, { document }, async () => {
				for (let page = 1; page <= PAGES; page++) await lookAt(pair, page);
				return (await memoryMb(pair)) - idleMb;
			});
		});
		report.add({
			bench: `memory of the watcher after ${PAGES} pages of ${Math.round(document.size / MB)} MB, above a frame with one page (MB)`,
			ours: found("ours"),
			reference: [GOAL_MB],
			better: "less",
			goal: 1,
		});
	},
};

/** Until the page is painted, as somebody waits who turns to it. */
async function lookAt(pair: Pair, page: number): Promise<void> {
	const frame = viewerFrame(pair);
	await pair.watcher.evaluate(
		(page) => window.bench.goTo({ kind: "pdf", page, x: 0, y: 792 }),
		page,
	);
	await frame.waitForSelector(
		`.page[data-page-number="${page}"][data-loaded="true"] canvas`,
		{ state: "attached", timeout: PAINTED_LIMIT_MS },
	);
}

/** Megabytes of all the processes of the watcher's browser; what several share counts in part for each. */
async function memoryMb({ watcher }: Pair): Promise<number> {
	const browser = watcher.context().browser();
	if (!browser) throw new Error("the page has no browser");
	await watcher.requestGC();
	const session = await browser.newBrowserCDPSession();
	const { processInfo } = await session.send("SystemInfo.getProcessInfo");
	await session.detach();
	const kb = processInfo.map(({ id }) => proportionalKb(id));
	return kb.reduce((sum, of) => sum + of, 0) / 1_024;
}

/** `Pss` of smaps_rollup: see proc_pid_smaps(5). */
function proportionalKb(pid: number): number {
	const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
	return Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1] ?? 0);
}
