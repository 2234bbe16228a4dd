import {
	CELL_NUMBER,
	type CellAt,
	FULL_TEXT_CHARS,
	TILE_COLUMNS,
	TILE_ROWS,
	TILE_TEXT_CHARS,
	type Tile,
} from "../reader/messages.ts";
import { looksLikeNumber } from "./first-rows.ts";
import { type CsvFile, readRows } from "./read-rows.ts";

/** The tile whose first cell is at this one. */
export async function readTile(
	file: CsvFile,
	{ sheet, row, column }: CellAt,
): Promise<Tile> {
	await file.confirm(row, row + TILE_ROWS);
	const { index } = file;
	const texts = new Array<string>(TILE_ROWS * TILE_COLUMNS).fill("");
	const kinds = new Uint8Array(texts.length);
	const until = Math.min(row + TILE_ROWS, index.rows);
	const whole = file.complete || until < index.rows;
	let last = row - 1;
	if (row < until)
		await readRows(file, row, until, TILE_TEXT_CHARS, (r, c, text) => {
			last = r;
			if (r < row || c < column || c >= column + TILE_COLUMNS) return true;
			const at = (r - row) * TILE_COLUMNS + c - column;
			texts[at] = text;
			if (looksLikeNumber(text)) kinds[at] = CELL_NUMBER;
			// What lies to the right of the last row's cells may be long.
			return r + 1 < until || c + 1 < column + TILE_COLUMNS;
		});
	// There are fewer rows than was told.
	if (index === file.index && last < until - 1) file.contradict();
	// The rows have turned out to be others meanwhile.
	if (index !== file.index) return readTile(file, { sheet, row, column });
	return { texts, kinds, links: [], notes: [], complete: whole };
}

/** One cell's whole text. */
export async function readText(
	file: CsvFile,
	{ row, column }: CellAt,
): Promise<string> {
	await file.confirm(row, row + 1);
	let answer = "";
	if (row < file.index.rows)
		await readRows(file, row, row + 1, FULL_TEXT_CHARS, (r, c, field) => {
			if (r === row && c === column) answer = field;
			return r < row || c < column;
		});
	return answer;
}
