/** PDFs for the bench, in parts: text, and pictures as sizes that the page fills with noise. */
import { makePdfParts, type PdfPageSpec } from "../fixtures/make-pdf.ts";
import type { Document } from "./page-view.ts";
import type { World } from "./world.ts";

/** `pages` pages of text; all but the first carry a picture, so that the file has about `bytes`. */
export function pdfOf(world: World, pages: number, bytes: number): Document {
	const pictureBytes = Math.floor(bytes / Math.max(1, pages - 1)) - 400;
	const specs = Array.from({ length: pages }, (_, index): PdfPageSpec => {
		const lines = [`Page ${index + 1} of ${pages}`, "Balance 2,834.17"];
		return index === 0 || pictureBytes < 1_000
			? { lines }
			: { lines, pictureBytes };
	});
	return {
		pdf: makePdfParts(specs).map((part) =>
			"zeros" in part ? { noise: part.zeros } : { key: world.give(part) },
		),
	};
}
