/** What a page of the bench does in a transfer: one end shares, the other fetches and looks at the clock. */
import type { DocumentKind } from "../../policy/kinds.ts";
import { chosenFile } from "./page-file.ts";
import type { Admission, OpenWay, Order, Way, WayName } from "./way.ts";
import { chunks } from "./way-chunks.ts";
import { ours } from "./way-ours.ts";
import { raw } from "./way-raw.ts";
import { stock } from "./way-stock.ts";

const WAYS: Readonly<Record<WayName, Way>> = { ours, stock, chunks, raw };

const ECHO_EVERY_MS = 50;
const IDLE_ECHOES = 20;
const LAST_ECHOES_MS = 3_000;

export type Fetched = {
	/** Until the last byte, or until the limit. */
	ms: number;
	bytes: number;
	/** Round trips of small messages before, and meanwhile; of those that were not back in the end, so far. */
	idleMs: number[];
	echoMs: number[];
	/** Tasks over 50 ms in this page meanwhile. */
	longTasksMs: number[];
};

export type FetchOrder = Order & {
	/** Whether small messages are sent meanwhile. */
	echoes: boolean;
	/** Stops the clock where a way would take minutes. */
	limitMs: number;
};

let stop = () => {};
let longTasks: number[] = [];

new PerformanceObserver((list) => {
	for (const { duration } of list.getEntries()) longTasks.push(duration);
}).observe({ type: "longtask" });

export const transferPage = {
	async share(
		way: WayName,
		admission: Admission,
		kind: DocumentKind,
	): Promise<void> {
		stop = await WAYS[way].share(admission, chosenFile(), kind);
	},
	/** From here on long tasks count. */
	clearLongTasks() {
		longTasks = [];
	},
	longTasks: () => longTasks,
	stopSharing: () => stop(),
	async fetch(
		way: WayName,
		admission: Admission,
		order: FetchOrder,
	): Promise<Fetched> {
		const open = await WAYS[way].dial(admission, order);
		const idleMs: number[] = [];
		while (order.echoes && idleMs.length < IDLE_ECHOES)
			idleMs.push(await timed(() => open.echo()));
		const sent: Echo[] = [];
		const sendEcho = () => sent.push(startEcho(open));
		const timer = order.echoes
			? setInterval(sendEcho, ECHO_EVERY_MS)
			: undefined;
		longTasks = [];
		const begun = performance.now();
		const late = await limited(open, order.limitMs);
		const ms = performance.now() - begun;
		const bytes = late ? open.received() : order.size;
		const longTasksMs = longTasks;
		clearInterval(timer);
		// Those that still stand in a queue count too: they are the slow ones.
		const back = Promise.all(sent.map((echo) => echo.back));
		await Promise.race([back, after(LAST_ECHOES_MS)]);
		const echoMs = sent.map((echo) => echo.ms());
		open.close();
		return { ms, bytes, idleMs, echoMs, longTasksMs };
	},
};

/** Fetches. True when the limit came first. */
function limited(open: OpenWay, limitMs: number): Promise<boolean> {
	return Promise.race([
		open.fetch().then(() => false),
		after(limitMs).then(() => true),
	]);
}

function after(ms: number): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve, ms));
}

type Echo = {
	back: Promise<void>;
	/** Its round trip, or how long it has been under way. */
	ms(): number;
};

function startEcho(open: OpenWay): Echo {
	const begun = performance.now();
	let tookMs: number | undefined;
	const back = open.echo().then(() => {
		tookMs = performance.now() - begun;
	});
	return { back, ms: () => tookMs ?? performance.now() - begun };
}

async function timed(act: () => Promise<void>): Promise<number> {
	const begun = performance.now();
	await act();
	return performance.now() - begun;
}
