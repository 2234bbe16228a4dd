/** One transfer between the two pages of a pair. */
import type { DocumentKind } from "../../policy/kinds.ts";
import type { Fetched } from "./page-transfer.ts";
import type { PathShape } from "./udp-path.ts";
import type { WayName } from "./way.ts";
import type { Pair, World } from "./world.ts";

export type TransferTask = {
	/** Bytes. */
	size: number;
	kind?: DocumentKind;
	/** For the raw channel. */
	windowBytes?: number;
	echoes?: boolean;
	path?: PathShape | null;
	limitMs?: number;
};

export type Transferred = Fetched & {
	/** Tasks over 50 ms in the sharer's page. */
	sharerLongTasksMs: number[];
	/** Bytes a second. */
	rate: number;
};

const LIMIT_MS = 120_000;

export async function transfer(
	world: World,
	pair: Pair,
	way: WayName,
	task: TransferTask,
): Promise<Transferred> {
	const { size, kind = "pdf", path = null } = task;
	await world.lead(pair, path);
	const admission = await world.admit(way);
	const { path: file } =
		kind === "csv" ? world.files.csv(size) : world.files.noise(size);
	await pair.sharer.setInputFiles("input", file);
	await pair.sharer.evaluate(
		([way, admission, kind]) => window.bench.share(way, admission, kind),
		[way, admission.sharer, kind] as const,
	);
	await pair.sharer.evaluate(() => window.bench.clearLongTasks());
	const order = {
		peerId: admission.sharer.peerId,
		kind,
		size,
		windowBytes: task.windowBytes ?? 0,
		echoes: task.echoes ?? false,
		limitMs: task.limitMs ?? LIMIT_MS,
	};
	const fetched = await pair.watcher.evaluate(
		([way, admission, order]) => window.bench.fetch(way, admission, order),
		[way, admission.watcher, order] as const,
	);
	const sharerLongTasksMs = await pair.sharer.evaluate(() =>
		window.bench.longTasks(),
	);
	await pair.sharer.evaluate(() => window.bench.stopSharing());
	const rate = (fetched.bytes / fetched.ms) * 1_000;
	return { ...fetched, sharerLongTasksMs, rate };
}
