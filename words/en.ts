/**
 * Every sentence a person can meet, in English. Screens, tests, screen readers and trainers find things by these
 * names, so the names of controls are fixed (features.md); other languages translate this object.
 */

const bytesFormat = new Intl.NumberFormat("en", { maximumFractionDigits: 1 });
const countFormat = new Intl.NumberFormat("en");

/** A size as people read it: 1 MB is 1,048,576 bytes. */
function size(bytes: number): string {
	if (bytes < 1024) return `${bytes} bytes`;
	if (bytes < 1_048_576) return `${bytesFormat.format(bytes / 1024)} KB`;
	if (bytes < 1_073_741_824)
		return `${bytesFormat.format(bytes / 1_048_576)} MB`;
	return `${bytesFormat.format(bytes / 1_073_741_824)} GB`;
}

const ALLOWED = "PDF, Excel (.xls, .xlsx) and CSV (.csv, .tsv)";

export const en = {
	size,
	count: (n: number) => countFormat.format(n),

	/** The document's own controls, inside the sealed frame. */
	viewer: {
		toolbar: "Document",
		search: "Search",
		searchIn: "Search in document",
		matchCase: "Match case",
		wholeWords: "Whole words",
		nextMatch: "Next match",
		previousMatch: "Previous match",
		closeSearch: "Close search",
		matches: (index: number, total: number) =>
			`${countFormat.format(index)} of ${countFormat.format(total)}`,
		searching: "Searching…",
		noMatches: "No matches",
		noText: "No text in this document",
		zoomIn: "Zoom in",
		zoomOut: "Zoom out",
		zoomLevel: (percent: number) => `${percent} %`,
		previousPage: "Previous page",
		nextPage: "Next page",
		page: "Page",
		ofPages: (n: number) => `of ${countFormat.format(n)}`,
		pageRegion: (page: number) => `Page ${page}`,
		sheets: "Sheets",
		rows: (n: number, complete: boolean) =>
			complete
				? `${countFormat.format(n)} rows`
				: `${countFormat.format(n)} rows so far`,
		grid: (name: string) => `Cells of ${name}`,
		emptySheet: "This sheet is empty.",
		opening: "Opening…",
		password: "Document password",
		passwordOpen: "Open",
		passwordNeeded: "This document is protected by a password.",
		passwordStays: "The password stays on this device. It is sent to nobody.",
		passwordWrong: "That password does not open the document. Try again.",
		linkTitle: "Open this link?",
		linkOpen: "Open link",
		linkCancel: "Stay here",
		pointsHere: (name: string) => `${name} points here`,
	},

	/** Why a document cannot be shown. */
	failure: {
		damaged:
			"This document is damaged and cannot be opened. Try saving it again in the program it comes from.",
		unsupported: `This kind of file cannot be shared. Allowed: ${ALLOWED}.`,
		"too-complex":
			"This workbook is too large to show once unpacked. Save the sheet you need as a file of its own, or as CSV.",
		encrypted:
			"This document is encrypted in a way that cannot be opened here. Save a copy without a password and choose that.",
		hung: "This document did not open in time and was stopped. The session goes on.",
		gone: "The document can no longer be read. It was changed or moved. Choose it again.",
	},
};

export type Words = typeof en;
