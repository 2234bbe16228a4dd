/** One document shared between the two pages of a pair, until the watcher's viewer has painted it. */
import { setTimeout } from "node:timers/promises";
import type { Frame } from "playwright-core";
import type { DiskFile } from "./disk-files.ts";
import type { Reading } from "./page-view.ts";
import type { PathShape } from "./udp-path.ts";
import type { Pair, World } from "./world.ts";

export type ViewTask = {
	document: DiskFile;
	reading?: Reading;
	path?: PathShape | null;
};

/** A whole file over a bad path takes minutes: that it took longer than this is enough to know. */
const LIMIT_MS = 60_000;

/** Opens the view, looks at it, and closes it. Returns milliseconds from Share to the first page, and what was seen. */
export async function view<Seen>(
	world: World,
	pair: Pair,
	task: ViewTask,
	look: (pair: Pair, openedMs: number) => Promise<Seen>,
): Promise<Seen> {
	const { document, reading = "ours", path = null } = task;
	const { sharer, watcher } = pair;
	await world.lead(pair, path);
	const admission = await world.admit("ours");
	try {
		await sharer.setInputFiles("input", document.path);
		await sharer.evaluate(
			([admission, kind, reading]) =>
				window.bench.offerDocument(admission, kind, reading),
			[admission.sharer, document.kind, reading] as const,
		);
		await watcher.evaluate(
			([admission, peerId, reading]) =>
				window.bench.joinSharer(admission, peerId, reading),
			[admission.watcher, admission.sharer.peerId, reading] as const,
		);
		const pressedAt = await sharer.evaluate(() => window.bench.pressShare());
		const opened = watcher
			.evaluate(() => window.bench.whenOpened())
			.catch(() => Number.POSITIVE_INFINITY);
		const limit = new AbortController();
		const { signal } = limit;
		const openedAt = await Promise.race([
			opened,
			setTimeout(LIMIT_MS, pressedAt + LIMIT_MS, { signal }).catch(() => 0),
		]);
		limit.abort();
		return await look(pair, openedAt - pressedAt);
	} finally {
		for (const page of [watcher, sharer])
			await page.evaluate(() => window.bench.closeView());
	}
}

/** Where the watcher's document is shown, while a view is open. */
export function viewerFrame({ watcher }: Pair): Frame {
	const frame = watcher
		.frames()
		.find((frame) => frame.url().includes("/viewer/"));
	if (!frame) throw new Error("the viewer has no frame");
	return frame;
}

export const openedMs = async (_: Pair, ms: number) => ms;
