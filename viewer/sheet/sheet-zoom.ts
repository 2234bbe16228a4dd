const ZOOMS = [50, 67, 80, 90, 100, 110, 125, 150, 175, 200, 250, 300];
/** Turned this far, in CSS pixels, the wheel zooms by a step. */
const WHEEL_STEP_PX = 40;

/**
 * The zoom of this screen, in steps, also by the wheel: with Ctrl, or by a pinch on a touchpad. `zoomed` is called with
 * percent.
 */
export function createZoom(
	scroller: HTMLElement,
	signal: AbortSignal,
	zoomed: (percent: number) => void,
): (step: "in" | "out") => void {
	let zoom = 100;
	let wheeled = 0;

	function stepZoom(step: "in" | "out") {
		const next =
			step === "in"
				? ZOOMS.find((percent) => percent > zoom)
				: ZOOMS.findLast((percent) => percent < zoom);
		if (next === undefined) return;
		zoom = next;
		zoomed(zoom);
	}

	function onWheel(event: WheelEvent) {
		if (!event.ctrlKey) return;
		event.preventDefault();
		wheeled += event.deltaY;
		if (Math.abs(wheeled) < WHEEL_STEP_PX) return;
		stepZoom(wheeled < 0 ? "in" : "out");
		wheeled = 0;
	}

	scroller.addEventListener("wheel", onWheel, { signal, passive: false });
	return stepZoom;
}
