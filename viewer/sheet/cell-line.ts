import { cellName } from "./grid/cell-name.ts";
import type { Grid } from "./grid/create-grid.ts";
import type { GridState } from "./grid/grid-state.ts";
import type { Tiles } from "./grid/tiles.ts";
import type { SheetReader } from "./reader/open-reader.ts";
import type { SheetPage } from "./sheet-page.ts";

/** The line above the grid: the active cell's name, its whole text, its comment. */
export function createCellLine(
	page: SheetPage,
	reader: SheetReader,
	tiles: Tiles,
	state: GridState,
	grid: Grid,
) {
	async function tell() {
		const { active, shape } = state;
		const { name, text } = page.line;
		for (const row of page.rows.querySelectorAll(".row.current"))
			row.classList.remove("current");
		grid.elementOf(active)?.closest(".row")?.classList.add("current");
		if (shape.rows === 0) {
			name.textContent = "";
			text.textContent = "";
			return;
		}
		name.textContent = cellName(active.row, active.column);
		const whole = await reader.text({ sheet: shape.sheet, ...active });
		if (state.active !== active || state.shape.sheet !== shape.sheet) return;
		text.textContent = whole;
		const note = tiles.cell({ sheet: shape.sheet, ...active })?.note;
		if (note === undefined) return;
		const quiet = document.createElement("span");
		quiet.className = "cell-note";
		quiet.textContent = note;
		text.append(quiet);
	}

	return { tell };
}
