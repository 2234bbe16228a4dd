import type { Place } from "../session/place.ts";
import { atMostEvery } from "./own-moves.ts";

const REPORT_EVERY_MS = 50;
/** A finger that rests this long points; before that it may be the beginning of a scroll. */
const LONG_PRESS_MS = 450;
/** A resting finger trembles this much, in CSS px. */
const LONG_PRESS_SLACK_PX = 10;

export type OwnPointerOptions = {
	/** The place of the document under a point of the window, in CSS px; null between pages. */
	locate(clientX: number, clientY: number): Place | null;
	/** Called at most every 50 ms; null when this person points nowhere any more. */
	pointed(at: Place | null): void;
	signal: AbortSignal;
};

/** Follows this person's pointer over the document: a mouse or pen as it hovers, a finger while it is held down. */
export function watchOwnPointer(
	area: HTMLElement,
	{ locate, pointed, signal }: OwnPointerOptions,
): void {
	let at: Place | null = null;
	let press: ReturnType<typeof setTimeout> | undefined;
	let pressing = false;
	let from = { x: 0, y: 0 };
	const report = atMostEvery(REPORT_EVERY_MS, () => pointed(at), signal);

	const point = (next: Place | null) => {
		if (next === null && at === null) return;
		at = next;
		report();
	};
	const lift = () => {
		clearTimeout(press);
		pressing = false;
		point(null);
	};

	area.addEventListener(
		"pointerdown",
		(event) => {
			if (event.pointerType !== "touch" || !event.isPrimary) return;
			from = { x: event.clientX, y: event.clientY };
			clearTimeout(press);
			press = setTimeout(() => {
				pressing = true;
				point(locate(from.x, from.y));
			}, LONG_PRESS_MS);
		},
		{ signal },
	);
	area.addEventListener(
		"pointermove",
		({ pointerType, clientX, clientY, isTrusted }) => {
			if (!isTrusted) return;
			if (pointerType !== "touch" || pressing) {
				point(locate(clientX, clientY));
				return;
			}
			const far = Math.hypot(clientX - from.x, clientY - from.y);
			if (far > LONG_PRESS_SLACK_PX) clearTimeout(press);
		},
		{ signal },
	);
	area.addEventListener(
		"pointerleave",
		({ pointerType }) => pointerType !== "touch" && point(null),
		{ signal },
	);
	for (const type of ["pointerup", "pointercancel"] as const)
		area.addEventListener(
			type,
			({ pointerType }) => pointerType === "touch" && lift(),
			{ signal },
		);
	signal.addEventListener("abort", () => clearTimeout(press), { once: true });
}
