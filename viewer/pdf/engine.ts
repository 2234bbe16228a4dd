import { pdfjs } from "./pdfjs.ts";
import PdfWorker from "./worker.ts?worker&inline";

const PING_EVERY_MS = 1_000;
/** A worker that has not answered so many pings in a row is not slow, it hangs. */
const MISSED_PINGS = 8;

/** Started with the script, while the frame still waits for its port. */
const port = new PdfWorker();

export interface PdfEngine {
	readonly worker: pdfjs.PDFWorker;
	/** Ends the worker, whatever it is doing. */
	terminate(): void;
}

/**
 * Starts pdf.js's worker. `onHung` is called once when it does not answer any more: a few kilobytes of PDF can keep it
 * busy for minutes.
 */
export function startEngine(onHung: () => void): PdfEngine {
	const worker = pdfjs.PDFWorker.create({ port });
	let missed = 0;
	port.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
		if (data === "alive") missed = 0;
	});
	// Counted in ticks, not by the clock: a computer that was asleep has not hung.
	const watch = setInterval(() => {
		if (missed++ >= MISSED_PINGS) {
			terminate();
			onHung();
			return;
		}
		port.postMessage("alive?");
	}, PING_EVERY_MS);

	function terminate() {
		clearInterval(watch);
		port.terminate();
	}

	return { worker, terminate };
}
