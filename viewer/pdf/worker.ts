/**
 * pdf.js's worker, as one classic script: an opaque origin cannot start a module worker from a blob. It also answers
 * the watchdog's pings, whatever pdf.js is waiting for, so that a slow network is never taken for a hang.
 */
import "./free-copied.ts";
import "pdfjs-dist/legacy/build/pdf.worker.mjs";

self.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
	if (data === "alive?") self.postMessage("alive");
});
