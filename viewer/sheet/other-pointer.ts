import type { SheetPlace } from "../../session/place.ts";
import { createPointerMark } from "../pointer-mark.ts";

/** The other person's pointer over the grid. `spotOf` says where a place is in the window; null out of sight. */
export function createOtherPointer(
	panel: HTMLElement,
	spotOf: (at: SheetPlace) => { left: number; top: number } | null,
) {
	const mark = createPointerMark();
	const spot = document.createElement("div");
	spot.className = "pointer-spot";
	const layer = document.createElement("div");
	layer.className = "pointer-layer";
	layer.append(spot);
	panel.append(layer);
	let pointed: SheetPlace | undefined;

	/** Puts it where its place is now: after every scroll. */
	function put() {
		if (!pointed) return;
		const where = spotOf(pointed);
		spot.hidden = where === null;
		if (where)
			spot.style.transform = `translate(${where.left}px, ${where.top}px)`;
	}

	return {
		put,
		/** Shows it; null hides it. */
		point(at: SheetPlace | null, name: string) {
			pointed = at ?? undefined;
			if (!at) {
				mark.hide();
				return;
			}
			mark.show(spot, { left: "0px", top: "0px" }, name);
			put();
		},
	};
}
