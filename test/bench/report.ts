/** What a bench found: a JSON line each on standard output, and a table for people on standard error. */
import { median, quantile, rounded } from "./numbers.ts";

export type Finding = {
	/** What was measured and against what, with its unit: `5 MB, one browser: stock PeerJS (ms)`. */
	bench: string;
	ours: readonly number[];
	reference: readonly number[];
	/** Whether less is better, as of a time, or more, as of a rate. */
	better: "less" | "more";
	/** What the ratio should be at least. */
	goal?: number | undefined;
};

type Row = { bench: string; ours: number; reference: number; ratio: number };

export interface Report {
	add(finding: Finding): void;
	/** Something that people should know when they read the figures. */
	note(sentence: string): void;
	/** The whole table. */
	finish(): void;
}

export function createReport(): Report {
	const rows: (Row & { spread: Spreads; goal: number | undefined })[] = [];
	return {
		add({ bench, better, goal, ...values }) {
			const ours = median(values.ours);
			const reference = median(values.reference);
			const ratio = better === "less" ? reference / ours : ours / reference;
			const row = {
				bench,
				ours: rounded(ours),
				reference: rounded(reference),
				ratio: rounded(ratio),
				spread: {
					ours: spreadOf(values.ours),
					reference: spreadOf(values.reference),
				},
			};
			rows.push({ ...row, goal });
			process.stdout.write(`${JSON.stringify(row)}\n`);
			process.stderr.write(`  ${lineOf({ ...row, goal })}\n`);
		},
		note(sentence) {
			process.stderr.write(`${sentence}\n`);
		},
		finish() {
			process.stderr.write(`\n${HEAD}\n`);
			for (const row of rows) process.stderr.write(`${lineOf(row)}\n`);
		},
	};
}

type Spreads = { ours: [number, number]; reference: [number, number] };

/** The tenth and the ninetieth percentile. */
function spreadOf(values: readonly number[]): [number, number] {
	return [rounded(quantile(values, 0.1)), rounded(quantile(values, 0.9))];
}

const HEAD = columns("", "ours", "reference", "ratio", "goal", "p10–p90");

function lineOf(row: Row & { spread: Spreads; goal: number | undefined }) {
	const { ours, reference } = row.spread;
	const goal =
		row.goal === undefined
			? ""
			: `${rounded(row.goal)} ${row.ratio >= row.goal ? "yes" : "no"}`;
	return columns(
		row.bench,
		String(row.ours),
		String(row.reference),
		`${row.ratio}×`,
		goal,
		`${ours.join("–")} / ${reference.join("–")}`,
	);
}

function columns(name: string, ...values: string[]): string {
	const [ours = "", reference = "", ratio = "", goal = "", spread = ""] =
		values;
	return [
		name.padEnd(58),
		ours.padStart(8),
		reference.padStart(10),
		ratio.padStart(8),
		goal.padStart(10),
		`  ${spread}`,
	].join("");
}
