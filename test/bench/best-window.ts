/** The window with which a raw channel is fastest here and now: the ceiling that ours is held against. */
import { type TransferTask, transfer } from "./transfer.ts";
import type { Pair, World } from "./world.ts";

const KIB = 1_024;

/** Bytes. Each window is tried twice, in turn; its better try counts. */
export async function bestWindow(
	world: World,
	pair: Pair,
	task: TransferTask,
	windowsKib: readonly number[],
): Promise<number> {
	const best = new Map<number, number>();
	for (let round = 0; round < 2; round++)
		for (const kib of windowsKib) {
			const windowBytes = kib * KIB;
			const { rate } = await transfer(world, pair, "raw", {
				...task,
				windowBytes,
			});
			best.set(windowBytes, Math.max(rate, best.get(windowBytes) ?? 0));
		}
	const [fastest] = [...best].toSorted(([, one], [, two]) => two - one);
	return fastest?.[0] ?? 256 * KIB;
}
