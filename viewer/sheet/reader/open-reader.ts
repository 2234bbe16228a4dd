import type { Find, Found, SheetPlace } from "../../../session/place.ts";
import type { RowMap } from "../../../session/row-map.ts";
import type { DocumentSource } from "../../../session/source.ts";
import type { Summary, ViewFailure } from "../../port.ts";
import CsvWorker from "../csv/csv.worker.ts?worker&inline";
import WorkbookWorker from "../workbook/workbook.worker.ts?worker&inline";
import type {
	CellAt,
	FromReader,
	SheetShape,
	Tile,
	ToReader,
} from "./messages.ts";

/** A worker that has work, has its bytes, and has said nothing for this long is stopped. */
const HUNG_AFTER_TICKS = 8;
const TICK_MS = 1_000;

export type ReaderOptions = {
	source: DocumentSource;
	budget: { inflatedBytes: number; cells: number };
	signal: AbortSignal;
	/** Somebody else has the document, and tells where the rows of a CSV begin. */
	watches: boolean;
	/** Again as a CSV grows. `anew`: its rows are others than was said. */
	opened(summary: Summary, shapes: SheetShape[], anew: boolean): void;
	/** Where the rows of a CSV begin, for those who watch it. */
	mapped(map: RowMap): void;
	failed(failure: ViewFailure, detail: string): void;
	password(wrong: boolean): Promise<string>;
};

/** The main thread's hold on the worker that has the document. */
export interface SheetReader {
	tile(at: CellAt): Promise<Tile>;
	text(at: CellAt): Promise<string>;
	/** To a watcher's CSV: where its rows begin, as the sharer tells. */
	told(map: RowMap): void;
	/** A new search replaces the one before. */
	find(find: Find, from: SheetPlace, report: (found: Found) => void): void;
}

/** Opens the document in a worker of its own, answers what it wants to read, and stops it when it hangs or at the end. */
export function openReader(options: ReaderOptions): SheetReader {
	const { source, budget, signal, watches } = options;
	const worker = source.kind === "csv" ? new CsvWorker() : new WorkbookWorker();
	const tiles = new Map<number, (tile: Tile) => void>();
	const texts = new Map<number, (text: string) => void>();
	let report: ((found: Found) => void) | undefined;
	let lastId = 0;
	let findId = 0;
	let opening = true;
	let searching = false;
	/** Reads that the source has not answered: a slow source is no hang. */
	let reading = 0;
	let asking = false;
	let quietTicks = 0;

	const post = (message: ToReader, transfer: Transferable[] = []) =>
		worker.postMessage(message, transfer);

	const watch = setInterval(() => {
		const atWork = opening || searching || tiles.size > 0 || texts.size > 0;
		const idle = !atWork || reading > 0 || asking;
		quietTicks = idle ? 0 : quietTicks + 1;
		// Counted in ticks, not by the clock: a computer that slept has not hung.
		if (quietTicks > HUNG_AFTER_TICKS) fail("hung", "the worker is silent");
	}, TICK_MS);

	function stop() {
		clearInterval(watch);
		worker.terminate();
	}

	function fail(failure: ViewFailure, detail: string) {
		stop();
		if (!signal.aborted) options.failed(failure, detail);
	}

	async function answerRead(id: number, start: number, end: number) {
		reading += 1;
		try {
			const bytes = await source.read(start, end, signal);
			quietTicks = 0;
			post({ type: "bytes", id, bytes }, [bytes.buffer]);
		} catch {
			if (!signal.aborted) post({ type: "bytes", id, bytes: null });
		} finally {
			reading -= 1;
		}
	}

	async function askPassword(wrong: boolean) {
		asking = true;
		const password = await options.password(wrong);
		asking = false;
		post({ type: "password", password });
	}

	worker.onmessage = ({ data }: MessageEvent<FromReader>) => {
		quietTicks = 0;
		switch (data.type) {
			case "read":
				void answerRead(data.id, data.start, data.end);
				return;
			case "alive":
				return;
			case "opened":
				opening = false;
				options.opened(data.summary, data.shapes, data.anew ?? false);
				return;
			case "mapped":
				options.mapped(data.map);
				return;
			case "locked":
				void askPassword(data.wrong);
				return;
			case "failed":
				fail(data.failure, data.detail);
				return;
			case "tile":
				tiles.get(data.id)?.(data.tile);
				tiles.delete(data.id);
				return;
			case "text":
				texts.get(data.id)?.(data.text);
				texts.delete(data.id);
				return;
			case "found":
				if (data.id !== findId) return;
				searching = data.found.status === "searching";
				report?.(data.found);
				return;
			default:
				data satisfies never;
		}
	};
	worker.onerror = (event) => fail("damaged", event.message ?? "worker error");
	signal.addEventListener("abort", stop, { once: true });
	const { name, size } = source;
	post({ type: "open", name, size, budget, watches });

	return {
		tile: (at) =>
			new Promise((resolve) => {
				const id = ++lastId;
				tiles.set(id, resolve);
				post({ type: "tile", id, ...at });
			}),
		text: (at) =>
			new Promise((resolve) => {
				const id = ++lastId;
				texts.set(id, resolve);
				post({ type: "text", id, ...at });
			}),
		told: (map) => post({ type: "rows", map }),
		find(find, from, newReport) {
			findId = ++lastId;
			report = newReport;
			searching = find.query !== "";
			post({ type: "find", id: findId, find, from });
		},
	};
}
