import { render } from "preact";
import type { Words } from "../../words/words.ts";
import type { Summary } from "../port.ts";
import type { SheetShape } from "./reader/messages.ts";
import { SheetTabs } from "./SheetTabs.tsx";
import { PANEL_ID, type SheetPage } from "./sheet-page.ts";

/** Draws what stands below the grid: a workbook's tabs, or how many rows a CSV has. */
export function drawFoot(
	page: SheetPage,
	words: Words["viewer"],
	summary: Summary,
	sheets: SheetShape[],
	current: number,
	onShow: (sheet: number) => void,
): void {
	if (summary.kind === "csv") {
		const count = document.createElement("span");
		count.className = "count";
		count.textContent = words.rows(summary.rows, summary.complete);
		page.foot.replaceChildren(count);
		return;
	}
	page.panel.setAttribute("role", "tabpanel");
	render(
		<SheetTabs
			words={words}
			sheets={sheets}
			current={current}
			panel={PANEL_ID}
			onShow={onShow}
		/>,
		page.foot,
	);
}
