import type { Sizes } from "../reader/messages.ts";
import { createFieldParser } from "./field-parser.ts";
import { strayQuotesIn } from "./row-index.ts";

const SAMPLE_ROWS = 600;
/** Only so many columns are measured; the others are as wide as usual. */
const MEASURED_COLUMNS = 2_000;
const USUAL_PX = 112;
const CHAR_PX = 7.9;
const PADDING_PX = 22;
const MIN_CHARS = 5;
const MAX_CHARS = 42;

/** Widths of the columns that fit what the first rows hold. */
export function columnSizes(
	sample: string,
	delimiter: string,
	columns: number,
): Sizes {
	const measured = Math.min(columns, MEASURED_COLUMNS);
	const chars = new Uint16Array(measured).fill(MIN_CHARS);
	const parser = createFieldParser(delimiter, MAX_CHARS, {
		onField(_row, column, text) {
			if (column < measured && text.length > (chars[column] ?? 0))
				chars[column] = text.length;
			return true;
		},
		onRow: (row) => row + 1 < SAMPLE_ROWS,
		isStray: strayQuotesIn(sample, delimiter),
	});
	parser.push(sample);
	parser.end();
	return {
		usual: USUAL_PX,
		index: Uint32Array.from(chars, (_, column) => column),
		size: Float32Array.from(chars, (n) => Math.round(n * CHAR_PX + PADDING_PX)),
	};
}

/** A plain number, perhaps with a sign, separators, a currency or a percent sign. It is only set to the right. */
export function looksLikeNumber(text: string): boolean {
	if (text.length === 0 || text.length > 40) return false;
	return /^\s*[-+(]?\s*[$€£¥]?\s*\d[\d.,'\s]*(e[-+]?\d+)?\s*[%€£¥$)]?\s*$/i.test(
		text,
	);
}
