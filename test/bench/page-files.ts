/** Files that the pages make themselves, so that nothing has to be handed over. */

const PIECE_BYTES = 65_536;

/** Bytes that no deflating makes smaller: the same piece comes again only beyond its window of 32 KiB. */
export function noiseFile(size: number): File {
	const piece = crypto.getRandomValues(new Uint8Array(PIECE_BYTES));
	return new File(repeated(piece, size), "bench.pdf");
}

/** Rows of 100 bytes: `number,customer,date,note`. */
export function csvFile(size: number): File {
	const parts: BlobPart[] = ["number,customer,date,note\n".padStart(100)];
	const rows = Math.floor(size / 100) - 1;
	for (let from = 1; from <= rows; from += PIECE_BYTES) {
		const lines: string[] = [];
		for (let row = from; row < Math.min(from + PIECE_BYTES, rows + 1); row++)
			lines.push(
				`${row},customer ${(row * 7_919) % 99_991},2026-${(row % 12) + 1}-${(row % 28) + 1},${(row * 137) % 100_003} paid`.padEnd(
					99,
				),
			);
		parts.push(`${lines.join("\n")}\n`);
	}
	const file = new File(parts, "bench.csv");
	const rest = size - file.size;
	return rest > 0 ? new File([file, " ".repeat(rest)], file.name) : file;
}

function repeated(piece: Uint8Array<ArrayBuffer>, size: number): BlobPart[] {
	const parts: BlobPart[] = [];
	for (let left = size; left > 0; left -= piece.length)
		parts.push(left < piece.length ? piece.subarray(0, left) : piece);
	return parts;
}

/** Bytes that the driver's server has under this key, or so many that nothing makes smaller: a picture's. */
export type GivenPart = { key: string } | { noise: number };

export async function givenFile(
	parts: readonly GivenPart[],
	name: string,
): Promise<File> {
	const piece = crypto.getRandomValues(new Uint8Array(PIECE_BYTES));
	const pieces: BlobPart[] = [];
	for (const part of parts) {
		if ("noise" in part) pieces.push(...repeated(piece, part.noise));
		else
			pieces.push(await fetch(`given/${part.key}`).then((got) => got.blob()));
	}
	return new File(pieces, name);
}
