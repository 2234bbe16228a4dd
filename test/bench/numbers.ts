/** The value below which this share of them lies, between two of them where it falls there. Of none: not a number. */
export function quantile(values: readonly number[], share: number): number {
	const sorted = values.toSorted((one, two) => one - two);
	const at = share * (sorted.length - 1);
	const below = sorted[Math.floor(at)] ?? Number.NaN;
	const above = sorted[Math.ceil(at)] ?? Number.NaN;
	return below + (above - below) * (at - Math.floor(at));
}

export const median = (values: readonly number[]) => quantile(values, 0.5);

/** Three figures that count. */
export const rounded = (value: number) => Number(value.toPrecision(3));
