import type { ViewContext } from "../view.ts";
import { binaryDataFactory } from "./binary-data.ts";
import type { PdfEngine } from "./engine.ts";
import { pdfjs } from "./pdfjs.ts";
import { RANGE_BYTES, RangeTransport } from "./range-transport.ts";

/** An image with more pixels is not drawn: it would take half a gigabyte. */
const MAX_IMAGE_PIXELS = { desktop: 2 ** 27, phone: 2 ** 25 };
const MAX_CANVAS_BYTES = { desktop: 2 ** 28, phone: 2 ** 26 };

export type PdfDocument = pdfjs.PDFDocumentProxy;
export type PdfPage = pdfjs.PDFPageProxy;

/** Whether memory is scarce: a phone's browser ends a page that takes too much. */
export const isPhone = (): boolean =>
	matchMedia("(pointer: coarse) and (max-width: 900px)").matches;

/**
 * Opens the document, asking for its password as often as it takes. Rejects with what pdf.js says of a damaged or
 * strangely encrypted one.
 */
export async function loadPdf(
	{ source, asset, password, on, signal }: ViewContext,
	engine: PdfEngine,
): Promise<PdfDocument> {
	const transport = new RangeTransport(source, (error) =>
		on.failed("gone", String(error)),
	);
	const size = isPhone() ? "phone" : "desktop";
	const task = pdfjs.getDocument({
		range: transport,
		worker: engine.worker,
		rangeChunkSize: RANGE_BYTES,
		disableAutoFetch: true,
		disableStream: true,
		verbosity: pdfjs.VerbosityLevel.ERRORS,
		BinaryDataFactory: binaryDataFactory(asset),
		// The folders are not addresses: they only have to be there, and end in a slash, for pdf.js to ask.
		cMapUrl: "cmaps/",
		standardFontDataUrl: "standard_fonts/",
		wasmUrl: "wasm/",
		useWorkerFetch: false,
		// The standard fonts come from our files, the same on both screens.
		useSystemFonts: false,
		enableXfa: true,
		maxImageSize: MAX_IMAGE_PIXELS[size],
		canvasMaxAreaInBytes: MAX_CANVAS_BYTES[size],
	});
	signal.addEventListener("abort", () => transport.abort(), { once: true });
	task.onPassword = (use: (password: string) => void, reason: number) => {
		const wrong = reason === pdfjs.PasswordResponses.INCORRECT_PASSWORD;
		void password(wrong).then(use);
	};
	return task.promise;
}
