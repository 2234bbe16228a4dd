import { render } from "preact";
import type { Found, Place, SheetPlace } from "../../session/place.ts";
import { watchOwnMoves } from "../own-moves.ts";
import { watchOwnPointer } from "../own-pointer.ts";
import { createPointerMark } from "../pointer-mark.ts";
import type { Summary } from "../port.ts";
import type { DocumentView, ViewContext } from "../view.ts";
import { cellName } from "./grid/cell-name.ts";
import { copyCells } from "./grid/copy-cells.ts";
import { createGrid, type GridState } from "./grid/create-grid.ts";
import { type Cell, cellAfterKey } from "./grid/keys.ts";
import { createTiles } from "./grid/tiles.ts";
import type { SheetShape } from "./reader/messages.ts";
import { openReader, type SheetReader } from "./reader/open-reader.ts";
import { SheetTabs } from "./SheetTabs.tsx";
import { buildPage, PANEL_ID } from "./sheet-page.ts";

const ZOOMS = [50, 67, 80, 90, 100, 110, 125, 150, 175, 200, 250, 300];
/** Scrolling has come to rest. */
const RESTS_AFTER_MS = 160;
/** Opening waits this long for the first cells before it calls a grid painted. */
const FIRST_CELLS_MS = 3_000;

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
			opened(summary, shapes) {
				if (shown) {
					shown.grown(shapes, summary);
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
					if (!signal.aborted && shown) resolve(shown.view);
					// The last summary: it may have grown since.
					if (shown) on.opened(shown.summary());
				});
			},
		});
	});
}

function showSheets(
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
	let zoom = 100;
	/** Where each sheet was left. */
	const left = new Map<number, { place: SheetPlace; active: Cell }>();
	/** A place further on than the rows that have arrived. */
	let pending: SheetPlace | undefined;
	let hit: SheetPlace | null = null;
	let pointed: { at: SheetPlace; name: string } | undefined;
	let drawing = 0;
	let resting: ReturnType<typeof setTimeout> | undefined;
	let paint = () => {};
	const painted = new Promise<void>((resolve) => {
		paint = resolve;
	});

	const nothing: SheetShape = {
		name: "",
		sheet: 0,
		rows: 0,
		columns: 0,
		rowSizes: {
			usual: 24,
			index: new Uint32Array(0),
			size: new Float32Array(0),
		},
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
	const state: GridState = {
		shape: shapes[0] ?? nothing,
		scale: 1,
		active: { row: 0, column: 0 },
		hit: null,
	};
	const tiles = createTiles(reader.tile, () => {
		drawSoon();
		paint();
	});
	const grid = createGrid(page, tiles, state);
	const mark = createPointerMark();
	const spot = document.createElement("div");
	spot.className = "pointer-spot";
	const pointerLayer = document.createElement("div");
	pointerLayer.className = "pointer-layer";
	pointerLayer.append(spot);
	page.panel.append(pointerLayer);

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
			putPointer();
		});
	}

	/** Lays the sheet out anew, at a place. */
	function lay(at: SheetPlace) {
		moves.silently(() => grid.lay(at));
		putPointer();
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
		drawFoot();
		tellActive();
		if (isEmpty) paint();
		return true;
	}

	function firstCell(): Cell {
		const { rows, columns } = grid.surroundings();
		return {
			row: Math.max(0, rows.visible(0, 1)),
			column: Math.max(0, columns.visible(0, 1)),
		};
	}

	function drawFoot() {
		if (summary.kind === "csv") {
			const count = document.createElement("span");
			count.className = "count";
			count.textContent = words.viewer.rows(summary.rows, summary.complete);
			page.foot.replaceChildren(count);
			return;
		}
		page.panel.setAttribute("role", "tabpanel");
		render(
			<SheetTabs
				words={words.viewer}
				sheets={shapes}
				current={state.shape.sheet}
				panel={PANEL_ID}
				onShow={(sheet) => moves.own(() => showSheet(sheet))}
			/>,
			page.foot,
		);
	}

	/** Fills the line above the grid: the active cell's name, its whole text, its comment. */
	async function tellActive() {
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

	function activate(cell: Cell) {
		const { active } = state;
		if (active.row === cell.row && active.column === cell.column) return;
		state.active = cell;
		grid.draw();
		void tellActive();
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
			void tellActive();
		}
		drawSoon();
	}

	function putPointer() {
		if (!pointed) return;
		const where =
			pointed.at.sheet === state.shape.sheet ? grid.spot(pointed.at) : null;
		spot.hidden = where === null;
		if (where)
			spot.style.transform = `translate(${where.left}px, ${where.top}px)`;
	}

	function onScroll() {
		grid.follow();
		putPointer();
		clearTimeout(resting);
		resting = setTimeout(
			() => moves.silently(() => grid.settle()),
			RESTS_AFTER_MS,
		);
	}

	function onKeyDown(event: KeyboardEvent) {
		if (event.key === "Enter") {
			const { sheet } = state.shape;
			const link = tiles.cell({ sheet, ...state.active })?.link;
			if (link) on.follow(link);
			return;
		}
		const wanted = cellAfterKey(event, state.active, grid.surroundings());
		if (!wanted) return;
		event.preventDefault();
		state.active = grid.anchorOf(wanted);
		grid.reveal(state.active);
		grid.elementOf(state.active)?.focus({ preventScroll: true });
		void tellActive();
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
		if (link !== undefined) on.follow(link);
	}

	function setZoom(percent: number) {
		const at = grid.place();
		zoom = percent;
		state.scale = percent / 100;
		lay(at);
		on.shown({ zoom });
	}

	function stepZoom(step: "in" | "out") {
		const next =
			step === "in"
				? ZOOMS.find((percent) => percent > zoom)
				: ZOOMS.findLast((percent) => percent < zoom);
		if (next !== undefined) setZoom(next);
	}

	let wheeled = 0;
	/** With Ctrl, or by a pinch on a touchpad, the wheel zooms. */
	function onWheel(event: WheelEvent) {
		if (!event.ctrlKey) return;
		event.preventDefault();
		wheeled += event.deltaY;
		if (Math.abs(wheeled) < 40) return;
		stepZoom(wheeled < 0 ? "in" : "out");
		wheeled = 0;
	}

	page.scroller.addEventListener("scroll", onScroll, { signal, passive: true });
	page.scroller.addEventListener("keydown", onKeyDown, { signal });
	page.scroller.addEventListener("focusin", onFocusIn, { signal });
	page.scroller.addEventListener("click", onClick, { signal });
	page.scroller.addEventListener("wheel", onWheel, { signal, passive: false });
	page.scroller.addEventListener(
		"copy",
		(event) => copyCells(event, page.scroller),
		{ signal },
	);
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
		mark.hide();
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
		putPointer();
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
		point(at, name) {
			if (at?.kind !== "sheet") {
				pointed = undefined;
				mark.hide();
				return;
			}
			pointed = { at, name };
			mark.show(spot, { left: "0px", top: "0px" }, name);
			putPointer();
		},
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
		/** More rows of a CSV have arrived. */
		grown(newShapes: SheetShape[], newSummary: Summary) {
			shapes = newShapes;
			summary = newSummary;
			const shape = shapes.find(({ sheet }) => sheet === state.shape.sheet);
			if (!shape) return;
			const at = grid.place();
			const wasEmpty = state.shape.rows === 0;
			state.shape = shape;
			tiles.grown();
			if (wasEmpty) showSheet(shape.sheet);
			else lay(at);
			drawFoot();
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
