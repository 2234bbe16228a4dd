import { MAX_MAP_WIDTHS } from "../../../session/row-map.ts";
import type { Sizes } from "../reader/messages.ts";
import { createFieldParser } from "./field-parser.ts";
import { strayQuotesIn } from "./row-index.ts";

const SAMPLE_ROWS = 600;
const USUAL_PX = 112;
const CHAR_PX = 7.9;
const PADDING_PX = 22;
const MIN_CHARS = 5;
const MAX_CHARS = 42;

/** Characters that the first columns are wide, so that they fit what these rows hold. */
export function columnChars(sample: string, delimiter: string): number[] {
	const chars: number[] = [];
	const parser = createFieldParser(delimiter, MAX_CHARS, {
		onField(_row, column, text) {
			if (column >= MAX_MAP_WIDTHS) return true;
			chars[column] = Math.max(chars[column] ?? MIN_CHARS, text.length);
			return true;
		},
		onRow: (row) => row + 1 < SAMPLE_ROWS,
		isStray: strayQuotesIn(sample, delimiter),
	});
	parser.push(sample);
	parser.end();
	return chars;
}

/** The same as sizes of this many columns. */
export function columnSizes(chars: number[], columns: number): Sizes {
	const measured = chars.slice(0, columns);
	return {
		usual: USUAL_PX,
		index: Uint32Array.from(measured, (_, column) => column),
		size: Float32Array.from(measured, (n) =>
			Math.round(n * CHAR_PX + PADDING_PX),
		),
	};
}

/** A plain number, perhaps with a sign, separators, a currency or a percent sign. It is only set to the right. */
export function looksLikeNumber(text: string): boolean {
	if (text.length === 0 || text.length > 40) return false;
	return /^\s*[-+(]?\s*[$€£¥]?\s*\d[\d.,'\s]*(e[-+]?\d+)?\s*[%€£¥$)]?\s*$/i.test(
		text,
	);
}
