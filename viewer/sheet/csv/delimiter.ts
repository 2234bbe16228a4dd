import { createFieldParser } from "./field-parser.ts";
import { strayQuotesIn } from "./row-index.ts";

/** The rarer in a text, the earlier: of two that cut equally well the first is meant. */
export const DELIMITERS = ["\t", "|", ";", ","] as const;
export type Delimiter = (typeof DELIMITERS)[number];

const SAMPLE_ROWS = 100;

/**
 * Guesses what stands between the fields, from the first rows: the delimiter that cuts most rows into the same number
 * of fields, and of two that do so equally the one that makes more. Decimal commas make rows of unequal length beside
 * semicolons, and quotes are honoured, so neither misleads. `prefer` wins wherever it cuts at all (a .tsv's tab).
 *
 * `isWhole`: the text is the whole file, so its last row counts; otherwise it is cut off and does not.
 */
export function guessDelimiter(
	text: string,
	isWhole: boolean,
	prefer?: Delimiter,
): Delimiter {
	let best: { delimiter: Delimiter; score: number } = {
		delimiter: prefer ?? ",",
		score: 0,
	};
	for (const delimiter of DELIMITERS) {
		const counts = fieldCounts(text, delimiter, isWhole);
		const score = scoreOf(counts);
		if (score > 0 && delimiter === prefer) return delimiter;
		if (score > best.score) best = { delimiter, score };
	}
	return best.delimiter;
}

/** Fields in each row of the sample; empty lines are left out. */
function fieldCounts(
	text: string,
	delimiter: string,
	isWhole: boolean,
): number[] {
	const counts: number[] = [];
	let fields = 0;
	let chars = 0;
	const parser = createFieldParser(delimiter, 1, {
		onField(_row, _column, field) {
			fields += 1;
			chars += field.length;
			return true;
		},
		onRow() {
			if (fields > 1 || chars > 0) counts.push(fields);
			fields = 0;
			chars = 0;
			return counts.length < SAMPLE_ROWS;
		},
		isStray: strayQuotesIn(text, delimiter),
	});
	parser.push(text);
	// Of a cut-off text the last row is no witness, unless it is the only one.
	if (isWhole || counts.length === 0) parser.end();
	return counts;
}

/** 0: it never cuts. Otherwise how many of the rows agree, then how many fields they have. */
function scoreOf(counts: number[]): number {
	const tally = new Map<number, number>();
	for (const count of counts) tally.set(count, (tally.get(count) ?? 0) + 1);
	let best = 0;
	for (const [fields, rows] of tally) {
		if (fields < 2) continue;
		const agreement = rows / counts.length;
		best = Math.max(best, agreement * (2 + Math.log2(fields)));
	}
	return best;
}
