/**
 * The page of `npm run corpus`: a chosen file is checked by its content and opened in the sealed viewer, as both panels
 * do before anything is shared, and what a person would see is kept as one result.
 */

import { checkFile } from "../../panel/chosen-file.ts";
import { openSealedFrame, type ViewerEvent } from "../../panel/sealed-frame.ts";
import { DOCUMENT_KINDS } from "../../policy/kinds.ts";
import type { DocumentSource } from "../../session/source.ts";
import type { Summary } from "../../viewer/port.ts";
import { wordsFor } from "../../words/words.ts";
import { fillWindow } from "../bare/fill-window.ts";

export type Opened = {
	result: "opens" | "password" | "refused" | "error";
	detail: string;
	/** From the choice of the file until its first page or rows are painted, or the answer is known. */
	ms: number;
};

declare global {
	interface Window {
		/** Set when the page is ready. The file is the one chosen in the page's input. */
		openChosen: () => Promise<Opened>;
	}
}

const LANG = "en";
const BUDGET = { inflatedBytes: 512 * 1_048_576, cells: 5_000_000 };
const words = wordsFor(LANG);

window.openChosen = async () => {
	const file = document.querySelector("input")?.files?.[0];
	if (file === undefined) throw new Error("no file was chosen");
	const started = performance.now();
	const checked = await checkFile(file, DOCUMENT_KINDS, words);
	const found = checked.ok
		? await show(checked.source)
		: ({ result: "refused", detail: checked.why } as const);
	return { ...found, ms: Math.round(performance.now() - started) };
};

function show(source: DocumentSource): Promise<Omit<Opened, "ms">> {
	return new Promise((resolve) => {
		const here = new URL("./", location.href).href;
		const frame = openSealedFrame({
			source,
			folders: { pages: here, files: here },
			open: { mode: "preview", lang: LANG, other: "", budget: BUDGET },
			on(event) {
				const found = resultOf(event);
				if (found === undefined) return;
				frame.close();
				source.close();
				resolve(found);
			},
		});
		fillWindow(frame.element);
	});
}

/** Undefined while it is not known yet. */
function resultOf(event: ViewerEvent): Omit<Opened, "ms"> | undefined {
	switch (event.type) {
		case "locked":
			return { result: "password", detail: "" };
		case "failed":
			return {
				result: event.failure === "unsupported" ? "refused" : "error",
				detail: words.failure[event.failure],
			};
		case "opened": {
			const { summary } = event;
			// The rows of a long CSV are counted while the first ones are on the screen.
			if (summary.kind === "csv" && !summary.complete) return undefined;
			return { result: "opens", detail: describe(summary) };
		}
		default:
			return undefined;
	}
}

function describe(summary: Summary): string {
	switch (summary.kind) {
		case "pdf":
			return `pages=${summary.pages}`;
		case "excel":
			return `sheets=${JSON.stringify(summary.sheets)};hidden=${summary.hidden}`;
		case "csv":
			return `rows=${summary.rows};cols=${summary.columns};delimiter=${JSON.stringify(summary.delimiter)};encoding=${summary.encoding}`;
		default:
			return summary satisfies never;
	}
}
