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

export type LoadedPdf = {
	pdf: PdfDocument;
	/**
	 * Pages as the file counts them. A dynamic XFA form has one, which says "Please wait", and is laid out as many more;
	 * programs that do not know such forms count one.
	 */
	pagesInFile: number;
};

/**
 * Opens the document, asking for its password as often as it takes. Rejects with what pdf.js says of a damaged or
 * strangely encrypted one.
 */
export async function loadPdf(
	context: ViewContext,
	engine: PdfEngine,
): Promise<LoadedPdf> {
	let given: string | undefined;
	const task = startLoading(context, engine, true);
	task.onPassword = (use: (password: string) => void, reason: number) => {
		const wrong = reason === pdfjs.PasswordResponses.INCORRECT_PASSWORD;
		void context.password(wrong).then((password) => {
			given = password;
			use(password);
		});
	};
	const pdf = await task.promise;
	if (!pdf.isPureXfa) return { pdf, pagesInFile: pdf.numPages };
	const plainly = startLoading(context, engine, false, given);
	const pagesInFile = (await plainly.promise).numPages;
	await plainly.destroy();
	return { pdf, pagesInFile };
}

function startLoading(
	{ source, asset, on, signal }: ViewContext,
	engine: PdfEngine,
	enableXfa: boolean,
	password?: string,
) {
	const transport = new RangeTransport(source, (error) =>
		on.failed("gone", String(error)),
	);
	signal.addEventListener("abort", () => transport.abort(), { once: true });
	const size = isPhone() ? "phone" : "desktop";
	return pdfjs.getDocument({
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
		enableXfa,
		...(password !== undefined && { password }),
		maxImageSize: MAX_IMAGE_PIXELS[size],
		canvasMaxAreaInBytes: MAX_CANVAS_BYTES[size],
	});
}
