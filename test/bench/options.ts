/** What was asked for on the command line. */
export type BenchOptions = {
	/** Rounds of each comparison. */
	runs: number;
	/** Less of everything, for a look within minutes. */
	quick: boolean;
	/** Only benches whose name begins with this. */
	only: string | undefined;
};

/** Throws an Error with a sentence. */
export function readOptions(given: readonly string[]): BenchOptions {
	const options: BenchOptions = { runs: 0, quick: false, only: undefined };
	const rest = [...given];
	for (let name = rest.shift(); name !== undefined; name = rest.shift()) {
		if (name === "--quick") options.quick = true;
		else if (name === "--runs") options.runs = Number(rest.shift());
		else if (name === "--only") options.only = rest.shift();
		else throw new Error(`There is no option ${name}. ${USAGE}`);
	}
	if (!given.includes("--runs")) options.runs = options.quick ? 3 : 5;
	if (!Number.isInteger(options.runs) || options.runs < 1)
		throw new Error(`How many runs? ${USAGE}`);
	return options;
}

const USAGE = "Usage: npm run bench -- [--quick] [--runs N] [--only NAME]";
