import type { DocumentView, ViewContext } from "../view.ts";
import { openReader } from "./reader/open-reader.ts";
import { showSheets } from "./show-sheets.ts";

/** Opens a workbook or a CSV. Resolves when its first rows are on the screen. */
export async function openSheetView(
	context: ViewContext,
): Promise<DocumentView> {
	const { source, open, on, password } = context;
	const close = new AbortController();
	const signal = AbortSignal.any([close.signal, context.signal]);
	return new Promise((resolve) => {
		let shown: ReturnType<typeof showSheets> | undefined;
		const reader = openReader({
			source,
			budget: open.budget,
			signal,
			password,
			failed: on.failed,
			watches: open.mode === "watcher",
			mapped: on.mapped,
			opened(summary, shapes, anew) {
				if (shown) {
					shown.grown(shapes, summary, anew);
					on.opened(summary);
					return;
				}
				shown = showSheets(
					{ ...context, signal },
					reader,
					shapes,
					summary,
					() => close.abort(),
				);
				void shown.painted.then(() => {
					if (!signal.aborted && shown)
						resolve({ ...shown.view, told: reader.told });
					// The last summary: it may have grown since.
					if (shown) on.opened(shown.summary());
				});
			},
		});
	});
}
