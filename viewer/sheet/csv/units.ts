import type { Units } from "./row-index.ts";

/** Turns bytes into units across pieces: UTF-16 is read two bytes at a time. */
export function createUnits(
	stride: 1 | 2,
	isBigEndian: boolean,
): (piece: Uint8Array) => Units {
	let odd: number | undefined;
	return (piece: Uint8Array) => {
		if (stride === 1) return piece;
		const carried = odd === undefined ? 0 : 1;
		const length = (piece.length + carried) >> 1;
		const units = new Uint16Array(length);
		const byte = (at: number) =>
			(carried && at === 0 ? odd : piece[at - carried]) ?? 0;
		for (let i = 0; i < length; i++) {
			const a = byte(i * 2);
			const b = byte(i * 2 + 1);
			units[i] = isBigEndian ? (a << 8) | b : (b << 8) | a;
		}
		odd =
			(piece.length + carried) % 2 === 1 ? piece[piece.length - 1] : undefined;
		return units;
	};
}
