import type { CellLooks } from "./cell-looks.ts";
import {
	frozenHeight,
	frozenWidth,
	type GridLayout,
	heightOf,
	visibleIn,
} from "./grid-layout.ts";
import { createRowBox, fillRow, placeRow, type RowBox } from "./row-box.ts";

/** The rows that are in the page: letters and frozen rows in `top`, and in `layer` a pool of those that scroll. */
export function createRowPool(
	top: HTMLElement,
	layer: HTMLElement,
	layout: GridLayout,
	looks: CellLooks,
) {
	const letters = createRowBox(true);
	top.append(letters.element);
	const frozenBoxes = new Map<number, RowBox>();
	const boxes = new Map<number, RowBox>();
	const spare: RowBox[] = [];

	/** Pixels of what stays at the side: the head and the frozen columns. */
	const sideWidth = () => layout.headWidth + Math.round(frozenWidth(layout));

	/** Draws these rows, and the frozen ones, in these columns: those that scroll and those that do not. */
	function draw(drawn: number[], scrolling: number[], fixed: number[]) {
		drawTop(scrolling, fixed);
		drawRows(drawn, scrolling, fixed);
	}

	function drawTop(scrolling: number[], fixed: number[]) {
		placeRow(
			letters,
			-1,
			0,
			layout.lettersHeight,
			layout.headWidth,
			sideWidth(),
			false,
		);
		fillRow(letters, scrolling, fixed, looks.letter);
		const frozen = visibleIn(layout.rows, 0, layout.frozenRows);
		for (const [row, box] of frozenBoxes)
			if (!frozen.includes(row)) {
				box.element.remove();
				frozenBoxes.delete(row);
			}
		for (const row of frozen) {
			const box = frozenBoxes.get(row) ?? createRowBox(false);
			if (!frozenBoxes.has(row)) {
				frozenBoxes.set(row, box);
				top.append(box.element);
			}
			const y = layout.lettersHeight + Math.round(layout.rows.offset(row));
			drawRow(box, row, y, scrolling, fixed);
		}
		top.style.height = `${layout.lettersHeight + Math.round(frozenHeight(layout))}px`;
		top.style.width = "100%";
	}

	function drawRow(
		box: RowBox,
		row: number,
		y: number,
		scrolling: number[],
		fixed: number[],
	) {
		box.element.classList.toggle("header-row", looks.isHeader(row));
		placeRow(
			box,
			row,
			y,
			heightOf(layout, row),
			layout.headWidth,
			sideWidth(),
			looks.isTall(row),
		);
		fillRow(box, scrolling, fixed, looks.cell);
	}

	function drawRows(drawn: number[], scrolling: number[], fixed: number[]) {
		const wanted = new Set(drawn);
		for (const [row, box] of boxes)
			if (!wanted.has(row)) {
				boxes.delete(row);
				spare.push(box);
			}
		let next: Element | null = null;
		for (const row of drawn.reverse()) {
			let box = boxes.get(row);
			if (!box) {
				box = spare.pop() ?? createRowBox(false);
				boxes.set(row, box);
			}
			if (
				box.element.parentElement !== layer ||
				box.element.nextElementSibling !== next
			)
				layer.insertBefore(box.element, next);
			next = box.element;
			const y =
				layout.lettersHeight +
				Math.round(layout.down.origin + layout.rows.offset(row));
			drawRow(box, row, y, scrolling, fixed);
		}
		// What waits to be used again is out of the page, so that nobody reads it.
		for (const box of spare) box.element.remove();
	}

	return {
		draw,
		/** The box of a row that is drawn. */
		boxOf: (row: number) =>
			row < layout.frozenRows ? frozenBoxes.get(row) : boxes.get(row),
	};
}
