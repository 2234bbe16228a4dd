import type { Words } from "../../words/words.ts";
import type { GridParts } from "./grid/create-grid.ts";
import "./sheet.css";

export const PANEL_ID = "sheet-panel";

export type SheetPage = GridParts & {
	/** Name of the active cell, and its whole text. */
	line: { name: HTMLElement; text: HTMLElement };
	/** Around the grid; it holds the other person's pointer, too. */
	panel: HTMLElement;
	/** Said in place of a grid without cells. */
	empty: HTMLElement;
	foot: HTMLElement;
};

/** Builds the page of a sheet: the line of the active cell, the grid, and a foot for tabs or the count of rows. */
export function buildPage(
	root: HTMLElement,
	words: Words["viewer"],
	name: string,
): SheetPage {
	const page = element("div", "sheet-page");
	const line = element("div", "cell-line");
	const cellName = element("span", "cell-name");
	const text = element("span", "cell-text");
	text.dir = "auto";
	line.append(cellName, text);
	const panel = element("div", "sheet-panel");
	panel.id = PANEL_ID;
	// A sheet is laid out from the left, whatever the language around it.
	panel.dir = "ltr";
	const scroller = element("div", "sheet-scroller");
	scroller.setAttribute("role", "grid");
	scroller.setAttribute("aria-readonly", "true");
	scroller.setAttribute("aria-label", words.grid(name));
	const sizer = element("div", "sheet-sizer");
	const top = element("div", "sheet-top");
	const rows = element("div", "sheet-rows");
	for (const part of [sizer, top, rows])
		part.setAttribute("role", "presentation");
	sizer.append(top, rows);
	scroller.append(sizer);
	const empty = element("p", "sheet-empty");
	empty.textContent = words.emptySheet;
	empty.hidden = true;
	panel.append(scroller, empty);
	const foot = element("div", "sheet-foot");
	page.append(line, panel, foot);
	root.replaceChildren(page);
	return {
		line: { name: cellName, text },
		panel,
		empty,
		foot,
		scroller,
		sizer,
		top,
		rows,
	};
}

function element(tag: "div" | "span" | "p", className: string): HTMLElement {
	const made = document.createElement(tag);
	made.className = className;
	return made;
}
