/**
 * Copying several cells gives what a spreadsheet gives: tabs between cells, line breaks between rows. Within one cell the
 * browser's own copy is right.
 */
export function copyCells(event: ClipboardEvent, grid: HTMLElement): void {
	const selection = document.getSelection();
	if (!selection || selection.rangeCount === 0 || selection.isCollapsed) return;
	const range = selection.getRangeAt(0);
	const lines: string[] = [];
	let cells = 0;
	for (const row of grid.querySelectorAll(".row:not(.letters)")) {
		if (!range.intersectsNode(row)) continue;
		const inside = [...row.querySelectorAll(".cell")].filter((cell) =>
			range.intersectsNode(cell),
		);
		cells += inside.length;
		if (inside.length > 0)
			lines.push(inside.map((cell) => cell.textContent ?? "").join("\t"));
	}
	if (cells < 2) return;
	event.clipboardData?.setData("text/plain", lines.join("\n"));
	event.preventDefault();
}
