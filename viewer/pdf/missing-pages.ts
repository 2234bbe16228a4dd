import type { PdfDocument } from "./load-pdf.ts";
import type { PdfViewer } from "./pdfjs.ts";

/**
 * A page that a damaged file names and does not have: pdf.js leaves it white, as if it were an empty one. `sentence`
 * stands on it instead. As an attribute, because pdf.js takes away every child of a page when the zoom changes.
 */
export function markMissingPages(
	pdf: PdfDocument,
	viewer: PdfViewer,
	sentence: string,
): void {
	const getPage = pdf.getPage.bind(pdf);
	pdf.getPage = (page) => {
		const asked = getPage(page);
		asked.catch(() => {
			const div: HTMLElement | undefined = viewer.getPageView(page - 1)?.div;
			if (div) div.dataset.missing = sentence;
		});
		return asked;
	};
}
