import { render } from "preact";
import type { Found, Place, SheetPlace } from "../../session/place.ts";
import { watchOwnMoves } from "../own-moves.ts";
import { watchOwnPointer } from "../own-pointer.ts";
import type { Summary } from "../port.ts";
import type { DocumentView, ViewContext } from "../view.ts";
import { createCellLine } from "./cell-line.ts";
import { createGrid } from "./grid/create-grid.ts";
import type { GridState } from "./grid/grid-state.ts";
import type { Cell } from "./grid/keys.ts";
import { createTiles } from "./grid/tiles.ts";
import { createOtherPointer } from "./other-pointer.ts";
import type { SheetShape } from "./reader/messages.ts";
import type { SheetReader } from "./reader/open-reader.ts";
import { drawFoot } from "./sheet-foot.tsx";
import { buildPage } from "./sheet-page.ts";
import { createZoom } from "./sheet-zoom.ts";
import { watchCells } from "./watch-cells.ts";

/** Scrolling has come to rest. */
const RESTS_AFTER_MS = 160;
/** Opening waits this long for the first cells before it calls a grid painted. */
const FIRST_CELLS_MS = 3_000;
/** In a workbook whose sheets are all hidden. */
const NO_SHEET: SheetShape = {
	name: "",
	sheet: 0,
	rows: 0,
	columns: 0,
	rowSizes: { usual: 24, index: new Uint32Array(0), size: new Float32Array(0) },
	columnSizes: {
		usual: 80,
		index: new Uint32Array(0),
		size: new Float32Array(0),
	},
	frozenRows: 0,
	frozenColumns: 0,
	headerRow: false,
	spills: false,
	merges: new Uint32Array(0),
};

/**
 * Shows an opened document: one sheet at a time, where its own person or the other one is. `painted` resolves when the
 * first cells are on the screen; `stop` ends everything.
 */
export function showSheets(
	context: ViewContext,
	reader: SheetReader,
	firstShapes: SheetShape[],
	firstSummary: Summary,
	stop: () => void,
) {
	const { open, words, root, on, signal } = context;
	const page = buildPage(root, words.viewer, open.name);
	let shapes = firstShapes;
	let summary = firstSummary;
	/** Where each sheet was left. */
	const left = new Map<number, { place: SheetPlace; active: Cell }>();
	/** A place further on than the rows that have arrived. */
	let pending: SheetPlace | undefined;
	let hit: SheetPlace | null = null;
	let drawing = 0;
	let resting: ReturnType<typeof setTimeout> | undefined;
	let paint = () => {};
	const painted = new Promise<void>((resolve) => {
		paint = resolve;
	});

	const state: GridState = {
		shape: shapes[0] ?? NO_SHEET,
		scale: 1,
		active: { row: 0, column: 0 },
		hit: null,
	};
	const tiles = createTiles(reader.tile, () => {
		drawSoon();
		paint();
	});
	const grid = createGrid(page, tiles, state);
	const pointer = createOtherPointer(page.panel, (at) =>
		at.sheet === state.shape.sheet ? grid.spot(at) : null,
	);
	const line = createCellLine(page, reader, tiles, state, grid);

	let lastPlace = "";
	const moves = watchOwnMoves(
		page.scroller,
		() => {
			// It hears of a scroll before the grid does.
			grid.follow();
			const at = grid.place();
			const text = JSON.stringify(at);
			if (text === lastPlace) return;
			lastPlace = text;
			pending = undefined;
			on.moved(at);
		},
		signal,
	);

	function drawSoon() {
		if (drawing !== 0 || signal.aborted) return;
		drawing = requestAnimationFrame(() => {
			drawing = 0;
			grid.draw();
			pointer.put();
		});
	}

	/** Lays the sheet out anew, at a place. */
	function lay(at: SheetPlace) {
		moves.silently(() => grid.lay(at));
		pointer.put();
	}

	const start = (sheet: number): SheetPlace => ({
		kind: "sheet",
		sheet,
		row: 0,
		column: 0,
	});

	/** Shows a sheet where it was left, or at a place. Returns false for one that is hidden or not there. */
	function showSheet(sheet: number, at?: SheetPlace): boolean {
		const shape = shapes.find((one) => one.sheet === sheet);
		if (!shape) return false;
		if (shape !== state.shape)
			left.set(state.shape.sheet, {
				place: grid.place(),
				active: state.active,
			});
		const before = left.get(sheet);
		state.shape = shape;
		state.active = grid.anchorOf(before?.active ?? firstCell());
		state.hit = hit?.sheet === sheet ? hit : null;
		const isEmpty = shape.rows === 0;
		page.empty.hidden = !isEmpty;
		page.scroller.hidden = isEmpty;
		page.panel.setAttribute("aria-labelledby", `tab-${sheet}`);
		lay(at ?? before?.place ?? start(sheet));
		drawFoot(page, words.viewer, summary, shapes, state.shape.sheet, showOwn);
		void line.tell();
		if (isEmpty) paint();
		return true;
	}

	/** Shows a sheet as this person's own move. */
	const showOwn = (sheet: number) => moves.own(() => showSheet(sheet));

	function firstCell(): Cell {
		const { rows, columns } = grid.surroundings();
		return {
			row: Math.max(0, rows.visible(0, 1)),
			column: Math.max(0, columns.visible(0, 1)),
		};
	}

	function showHit(next: SheetPlace | null) {
		const moved = next && !isSame(next, hit);
		hit = next;
		state.hit = null;
		if (next && moved && next.sheet !== state.shape.sheet)
			showSheet(next.sheet);
		if (next?.sheet === state.shape.sheet) {
			state.hit = next;
			state.active = grid.anchorOf({ row: next.row, column: next.column });
			state.hit = { ...next, ...state.active };
			if (moved) moves.silently(() => grid.reveal(state.active, true));
			void line.tell();
		}
		drawSoon();
	}

	function onScroll() {
		grid.follow();
		pointer.put();
		clearTimeout(resting);
		resting = setTimeout(
			() => moves.silently(() => grid.settle()),
			RESTS_AFTER_MS,
		);
	}

	const stepZoom = createZoom(page.scroller, signal, (percent) => {
		const at = grid.place();
		state.scale = percent / 100;
		lay(at);
		on.shown({ zoom: percent });
	});

	page.scroller.addEventListener("scroll", onScroll, { signal, passive: true });
	watchCells(page.scroller, {
		state,
		tiles,
		grid,
		signal,
		activated: () => void line.tell(),
		follow: on.follow,
	});
	watchOwnPointer(page.scroller, {
		locate: grid.locate,
		pointed: on.pointed,
		signal,
	});
	const resized = new ResizeObserver(() => lay(grid.place()));
	signal.addEventListener("abort", () => {
		resized.disconnect();
		clearTimeout(resting);
		cancelAnimationFrame(drawing);
		pointer.point(null, "");
	});

	showSheet(state.shape.sheet);
	if (shapes.length === 0) {
		page.empty.hidden = false;
		page.scroller.hidden = true;
		paint();
	}
	resized.observe(page.scroller);
	setTimeout(() => paint(), FIRST_CELLS_MS);

	function goTo(place: Place) {
		if (place.kind !== "sheet") return;
		const shape = shapes.find(({ sheet }) => sheet === place.sheet);
		if (!shape) return;
		pending = place.row >= shape.rows ? place : undefined;
		if (place.sheet === state.shape.sheet)
			moves.silently(() => grid.goTo(place));
		else showSheet(place.sheet, place);
		lastPlace = JSON.stringify(grid.place());
		pointer.put();
	}

	const view: DocumentView = {
		goTo,
		search(find, report) {
			if (find.query === "") showHit(null);
			reader.find(find, grid.place(), (found) => {
				showHit(hitOf(found));
				report(found);
			});
			if (find.query === "")
				report({ status: "done", total: 0, index: 0, hit: null });
		},
		showHit: (found) => showHit(found && hitOf(found)),
		point: (at, name) => pointer.point(at?.kind === "sheet" ? at : null, name),
		zoom: stepZoom,
		close() {
			stop();
			render(null, page.foot);
			root.replaceChildren();
		},
	};

	return {
		view,
		painted,
		summary: () => summary,
		/** More rows of a CSV have arrived. `anew`: they are others than was said. */
		grown(newShapes: SheetShape[], newSummary: Summary, anew: boolean) {
			shapes = newShapes;
			summary = newSummary;
			const shape = shapes.find(({ sheet }) => sheet === state.shape.sheet);
			if (!shape) return;
			const at = grid.place();
			const wasEmpty = state.shape.rows === 0;
			state.shape = shape;
			tiles.grown(anew);
			if (wasEmpty) showSheet(shape.sheet);
			else lay(at);
			drawFoot(page, words.viewer, summary, shapes, state.shape.sheet, showOwn);
			if (pending && pending.row < shape.rows) goTo(pending);
		},
	};
}

function hitOf({ hit }: Found): SheetPlace | null {
	return hit?.kind === "sheet" ? hit : null;
}

function isSame(a: SheetPlace, b: SheetPlace | null): boolean {
	return (
		b !== null &&
		a.sheet === b.sheet &&
		a.row === b.row &&
		a.column === b.column
	);
}
