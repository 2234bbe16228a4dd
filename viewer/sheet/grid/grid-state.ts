import type { SheetShape } from "../reader/messages.ts";
import type { Cell } from "./keys.ts";

/** What the grid shows; its owner changes it, and then lays or draws. */
export type GridState = {
	shape: SheetShape;
	scale: number;
	active: Cell;
	/** The match that is shown. */
	hit: Cell | null;
};
