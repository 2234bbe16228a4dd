/** pdf.js and its viewer components, in the order they need: the second reads the first from `globalThis.pdfjsLib`. */
import * as pdfjs from "pdfjs-dist/legacy/build/pdf.mjs";
import {
	EventBus,
	PDFFindController,
	PDFLinkService,
	PDFViewer,
} from "pdfjs-dist/legacy/web/pdf_viewer.mjs";

export type PdfViewer = PDFViewer;
export { EventBus, PDFFindController, PDFLinkService, PDFViewer, pdfjs };
