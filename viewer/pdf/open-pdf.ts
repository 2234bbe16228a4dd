import type { ViewFailure } from "../port.ts";
import type { OpenView } from "../view.ts";
import { startEngine } from "./engine.ts";
import { loadPdf } from "./load-pdf.ts";
import { showPdf } from "./show-pdf.ts";

/** Opens a PDF with pdf.js: in a worker that can be ended at any time, reading only the ranges it needs. */
export const openPdf: OpenView = async (context) => {
	const { on, signal } = context;
	const engine = startEngine(() =>
		on.failed("hung", "pdf.js's worker does not answer"),
	);
	signal.addEventListener(
		"abort",
		() => {
			engine.terminate();
			// What pdf.js was still waiting for ends with its worker; nobody is to hear of it.
			window.addEventListener("unhandledrejection", (event) =>
				event.preventDefault(),
			);
		},
		{ once: true },
	);
	try {
		return await showPdf(await loadPdf(context, engine), context);
	} catch (error) {
		on.failed(failureOf(error), String(error));
		throw error;
	}
};

function failureOf(error: unknown): ViewFailure {
	// pdf.js has no name of its own for this: "unknown encryption method", "unsupported encryption algorithm", …
	return /encrypt|crypt filter/i.test(String(error)) ? "encrypted" : "damaged";
}
