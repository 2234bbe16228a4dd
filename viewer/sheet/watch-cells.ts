import { copyCells } from "./grid/copy-cells.ts";
import type { Grid } from "./grid/create-grid.ts";
import type { GridState } from "./grid/grid-state.ts";
import { type Cell, cellAfterKey } from "./grid/keys.ts";
import type { Tiles } from "./grid/tiles.ts";

type CellsOptions = {
	state: GridState;
	tiles: Tiles;
	grid: Grid;
	signal: AbortSignal;
	/** Another cell is the active one. */
	activated(): void;
	/** A link was pressed, or Enter on its cell. */
	follow(link: string): void;
};

/** What a person does to cells: goes to them by keys or a press, follows their links, copies them. */
export function watchCells(
	scroller: HTMLElement,
	{ state, tiles, grid, signal, activated, follow }: CellsOptions,
): void {
	function activate(cell: Cell) {
		const { active } = state;
		if (active.row === cell.row && active.column === cell.column) return;
		state.active = cell;
		grid.draw();
		activated();
	}

	function onKeyDown(event: KeyboardEvent) {
		if (event.key === "Enter") {
			const { sheet } = state.shape;
			const link = tiles.cell({ sheet, ...state.active })?.link;
			if (link) follow(link);
			return;
		}
		const wanted = cellAfterKey(event, state.active, grid.surroundings());
		if (!wanted) return;
		event.preventDefault();
		state.active = grid.anchorOf(wanted);
		grid.reveal(state.active);
		grid.elementOf(state.active)?.focus({ preventScroll: true });
		activated();
	}

	/** A cell that was pressed, or that the browser gave the focus. */
	function onFocusIn({ target }: FocusEvent) {
		if (!(target instanceof HTMLElement)) return;
		const { column } = target.dataset;
		const row = target.closest(".row")?.getAttribute("aria-rowindex");
		if (column === undefined || !row) return;
		activate({ row: Number(row) - 1, column: Number(column) });
	}

	function onClick({ target }: MouseEvent) {
		const link =
			target instanceof HTMLElement ? target.dataset.link : undefined;
		if (link !== undefined) follow(link);
	}

	scroller.addEventListener("keydown", onKeyDown, { signal });
	scroller.addEventListener("focusin", onFocusIn, { signal });
	scroller.addEventListener("click", onClick, { signal });
	scroller.addEventListener("copy", (event) => copyCells(event, scroller), {
		signal,
	});
}
