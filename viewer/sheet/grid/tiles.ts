import {
	type CellAt,
	TILE_COLUMNS,
	TILE_ROWS,
	type Tile,
} from "../reader/messages.ts";

const MAX_TILES = 80;
/** Asked for at once. What is no longer on the screen when its turn comes is never asked for. */
const MAX_ASKED = 3;

export type CellView = {
	text: string;
	kind: number;
	link: string | undefined;
	note: string | undefined;
};

export interface Tiles {
	/** A cell, or undefined while its tile is on its way. */
	cell(at: CellAt): CellView | undefined;
	/** Asks for the tiles that cover these rows and columns (ends exclusive), and forgets earlier wishes. */
	want(sheet: number, areas: Area[]): void;
	/** Rows have been added: tiles that ended early are asked for again, or `all` of them. */
	grown(all: boolean): void;
}

export type Area = {
	top: number;
	bottom: number;
	left: number;
	right: number;
};

/** Keeps the tiles near the screen. `arrived` is called when there is more to draw. */
export function createTiles(
	load: (at: CellAt) => Promise<Tile>,
	arrived: () => void,
): Tiles {
	const tiles = new Map<string, { tile: Tile; stale: boolean }>();
	const asked = new Set<string>();
	let wanted: [string, CellAt][] = [];

	function ask() {
		for (const [key, at] of wanted) {
			if (asked.size === MAX_ASKED) return;
			const known = tiles.get(key);
			if (asked.has(key) || (known && !known.stale)) continue;
			asked.add(key);
			void load(at).then((tile) => {
				asked.delete(key);
				tiles.delete(key);
				tiles.set(key, { tile, stale: false });
				const oldest = tiles.keys().next().value;
				if (tiles.size > MAX_TILES && oldest !== undefined)
					tiles.delete(oldest);
				arrived();
				ask();
			});
		}
	}

	return {
		cell({ sheet, row, column }) {
			const key = keyOf(sheet, row, column);
			const tile = tiles.get(key)?.tile;
			if (!tile) return undefined;
			const offset = (row % TILE_ROWS) * TILE_COLUMNS + (column % TILE_COLUMNS);
			return {
				text: tile.texts[offset] ?? "",
				kind: tile.kinds[offset] ?? 0,
				link: at(tile.links, offset),
				note: at(tile.notes, offset),
			};
		},
		want(sheet, areas) {
			const next = new Map<string, CellAt>();
			for (const { top, bottom, left, right } of areas)
				for (let row = floor(top, TILE_ROWS); row < bottom; row += TILE_ROWS)
					for (
						let column = floor(left, TILE_COLUMNS);
						column < right;
						column += TILE_COLUMNS
					)
						next.set(keyOf(sheet, row, column), { sheet, row, column });
			wanted = [...next];
			// What is on the screen is the last to be forgotten.
			for (const [key] of wanted) {
				const known = tiles.get(key);
				if (!known) continue;
				tiles.delete(key);
				tiles.set(key, known);
			}
			ask();
		},
		grown(all) {
			if (all) tiles.clear();
			for (const known of tiles.values())
				if (!known.tile.complete) known.stale = true;
			ask();
		},
	};
}

const floor = (value: number, step: number) => value - (value % step);

function keyOf(sheet: number, row: number, column: number): string {
	return `${sheet}/${Math.floor(row / TILE_ROWS)}/${Math.floor(column / TILE_COLUMNS)}`;
}

/** Links and comments are few: a list is searched, and mostly it is empty. */
function at(list: [number, string][], offset: number): string | undefined {
	if (list.length === 0) return undefined;
	return list.find(([where]) => where === offset)?.[1];
}
