import type { RowMap } from "../../../session/row-map.ts";
import type { Encoding } from "./encoding.ts";
import type { CsvFile } from "./read-rows.ts";
import type { RowIndex } from "./row-index.ts";
import { isAsTold, readRowMap } from "./told-rows.ts";

/** A sharer whose viewer counts rows tells every second; one that says nothing for so long will not. */
const PATIENCE_MS = 5_000;

/** What a watcher's CSV does with what the sharer tells of its rows. */
export interface TrustedRows {
	/** The sharer tells. */
	told(map: RowMap): void;
	/** Holds these rows against the bytes, where they are told ones. Resolves when `file.index` can be gone by. */
	confirm(from: number, until: number): Promise<void>;
	/** Told rows are not there. */
	contradict(): void;
}

export type TrustOptions = {
	file: CsvFile;
	/** What this end knows by itself of the first rows. */
	own: RowIndex;
	/** As its first bytes say. */
	encoding: Encoding;
	/** Code units of the file. */
	units: number;
	on: {
		/** `file` goes by what is told now: no need to read on. */
		trusted(map: RowMap): void;
		/** `file` goes by its own index again: what was told is wrong. */
		distrusted(): void;
		/** Nothing is told. */
		silent(): void;
	};
};

/**
 * Goes by the rows that are told instead of reading a whole file, as long as they agree with the bytes. The first
 * contradiction ends it for good.
 */
export function trustRows(options: TrustOptions): TrustedRows {
	const { file, own, encoding, units, on } = options;
	const { delimiter } = file;
	let trusted: RowIndex | undefined;
	/** Stretches that have been confirmed. */
	let confirmed = new Set<number>();
	let isOver = false;
	let patience = setTimeout(on.silent, PATIENCE_MS);

	function distrust() {
		if (isOver) return;
		isOver = true;
		clearTimeout(patience);
		file.index = own;
		file.complete = false;
		trusted = undefined;
		on.distrusted();
	}

	async function confirm(from: number, until: number): Promise<void> {
		const index = trusted;
		if (!index) return;
		const end = Math.min(until, index.rows);
		for (
			let slot = Math.floor(from / index.step);
			slot * index.step < end;
			slot++
		) {
			if (confirmed.has(slot)) continue;
			const isRight = await isAsTold(index, slot, file);
			// Something else was told, or found out, meanwhile.
			if (index !== trusted) return confirm(from, until);
			if (!isRight) return distrust();
			confirmed.add(slot);
		}
	}

	return {
		told(map) {
			// What this end has read to its end itself needs nobody's word.
			if (isOver || (file.complete && !trusted)) return;
			const index = readRowMap(map, own, { delimiter, encoding, units });
			if (!index) return distrust();
			clearTimeout(patience);
			if (!map.complete) patience = setTimeout(on.silent, PATIENCE_MS);
			// This end knows more itself.
			if (index.rows < file.index.rows) return;
			trusted = index;
			confirmed = new Set();
			file.index = index;
			file.complete = map.complete;
			file.label = map.encoding;
			on.trusted(map);
		},
		confirm,
		contradict() {
			if (trusted) distrust();
		},
	};
}
