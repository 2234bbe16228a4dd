/** How a cell is to look; compared with how it looks, so that the page is only touched where it differs. */
export type CellLook = {
	text: string;
	/** Classes beside `cell`. */
	kind: string;
	left: number;
	width: number;
	/** Of a merged cell; the others are as high as their row. */
	height: number | undefined;
	role: "gridcell" | "columnheader";
	id: string | undefined;
	labelledBy: string | undefined;
	link: string | undefined;
	note: string | undefined;
	/** Merged columns and rows. */
	span: [number, number];
	active: boolean;
};

type CellBox = { element: HTMLElement; look: CellLook | undefined };

/** One row of the page's pool: its header, cells that stay at the side, and cells that scroll. */
export type RowBox = {
	element: HTMLElement;
	side: HTMLElement;
	head: HTMLElement;
	row: number;
	cells: Map<number, CellBox>;
	sideCells: Map<number, CellBox>;
	spare: CellBox[];
	placed: string;
};

export function createRowBox(isLetters: boolean): RowBox {
	const element = document.createElement("div");
	element.className = isLetters ? "row letters" : "row";
	element.setAttribute("role", "row");
	const side = document.createElement("div");
	side.className = "side";
	side.setAttribute("role", "presentation");
	const head = document.createElement("div");
	head.className = isLetters ? "corner" : "row-head";
	if (!isLetters) head.setAttribute("role", "rowheader");
	side.append(head);
	element.append(side);
	return {
		element,
		side,
		head,
		row: -1,
		cells: new Map(),
		sideCells: new Map(),
		spare: [],
		placed: "",
	};
}

/** Puts a row where it belongs. `row` -1 is the row of letters. */
export function placeRow(
	box: RowBox,
	row: number,
	top: number,
	height: number,
	headWidth: number,
	sideWidth: number,
	isTall: boolean,
): void {
	const placed = [row, top, height, headWidth, sideWidth, isTall].join();
	if (box.placed === placed) return;
	box.placed = placed;
	box.row = row;
	const { style, classList } = box.element;
	style.top = `${top}px`;
	style.height = `${height}px`;
	style.lineHeight = `${height}px`;
	classList.toggle("tall", isTall);
	box.side.style.width = `${sideWidth}px`;
	box.head.style.width = `${headWidth}px`;
	if (row < 0) return;
	box.element.setAttribute("aria-rowindex", String(row + 1));
	box.head.textContent = String(row + 1);
}

/** Draws the cells of a row: `columns` that scroll and `sideColumns` that do not, ascending. */
export function fillRow(
	box: RowBox,
	columns: readonly number[],
	sideColumns: readonly number[],
	look: (row: number, column: number) => CellLook | undefined,
): void {
	fill(box, box.element, box.cells, columns, look);
	fill(box, box.side, box.sideCells, sideColumns, look);
}

function fill(
	box: RowBox,
	parent: HTMLElement,
	cells: Map<number, CellBox>,
	columns: readonly number[],
	look: (row: number, column: number) => CellLook | undefined,
) {
	const looks = new Map<number, CellLook>();
	for (const column of columns) {
		const wanted = look(box.row, column);
		if (wanted) looks.set(column, wanted);
	}
	for (const [column, cell] of cells)
		if (!looks.has(column)) {
			cells.delete(column);
			cell.element.remove();
			box.spare.push(cell);
		}
	// From the end, so that each new cell finds the one it stands before: order in the page is order on the screen.
	let next: HTMLElement | null = null;
	for (const column of [...looks.keys()].reverse()) {
		const wanted = looks.get(column);
		if (!wanted) continue;
		let cell = cells.get(column);
		if (!cell) {
			cell = box.spare.pop() ?? createCell();
			cells.set(column, cell);
			parent.insertBefore(cell.element, next);
			cell.element.setAttribute("aria-colindex", String(column + 1));
			cell.element.dataset.column = String(column);
		}
		drawCell(cell, wanted);
		next = cell.element;
	}
}

function createCell(): CellBox {
	const element = document.createElement("div");
	return { element, look: undefined };
}

function drawCell(cell: CellBox, look: CellLook) {
	const { element, look: old } = cell;
	cell.look = look;
	if (old?.left !== look.left) element.style.left = `${look.left}px`;
	if (old?.width !== look.width) element.style.width = `${look.width}px`;
	if (old?.height !== look.height)
		element.style.height = look.height === undefined ? "" : `${look.height}px`;
	if (old?.kind !== look.kind) element.className = `cell ${look.kind}`;
	if (old?.text !== look.text || old.link !== look.link)
		drawText(element, look);
	if (old?.role !== look.role) element.setAttribute("role", look.role);
	if (old?.id !== look.id) set(element, "id", look.id);
	if (old?.labelledBy !== look.labelledBy)
		set(element, "aria-labelledby", look.labelledBy);
	if (old?.note !== look.note) {
		set(element, "title", look.note);
		set(element, "aria-description", look.note);
	}
	if (old?.span[0] !== look.span[0])
		set(element, "aria-colspan", spanOf(look.span[0]));
	if (old?.span[1] !== look.span[1])
		set(element, "aria-rowspan", spanOf(look.span[1]));
	if (old?.active !== look.active || old.role !== look.role)
		set(element, "tabindex", tabIndexOf(look));
}

function drawText(element: HTMLElement, look: CellLook) {
	if (look.link === undefined) {
		element.textContent = look.text;
		return;
	}
	const link = document.createElement("span");
	link.className = "link";
	link.setAttribute("role", "link");
	link.textContent = look.text;
	link.dataset.link = look.link;
	element.replaceChildren(link);
}

const spanOf = (span: number) => (span > 1 ? String(span) : undefined);

/** Letters cannot be gone to; every other cell can be pressed, and one is reached by Tab. */
function tabIndexOf(look: CellLook): string | undefined {
	if (look.id?.startsWith("letter-")) return undefined;
	return look.active ? "0" : "-1";
}

function set(element: HTMLElement, name: string, value: string | undefined) {
	if (value === undefined) element.removeAttribute(name);
	else element.setAttribute(name, value);
}
