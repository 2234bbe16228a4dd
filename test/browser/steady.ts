import type { Page } from "playwright-core";
import { vi } from "vitest";
import { PATIENCE } from "./room.ts";

/** Resolves when nothing on the page fades, moves or grows any more, in any frame of it. */
export async function steady(page: Page): Promise<void> {
	let before = "";
	await vi.waitFor(
		async () => {
			const now = (await Promise.all(page.frames().map(lookOf))).join();
			const same = now === before;
			before = now;
			if (!same) throw new Error("the page is still moving");
		},
		{ timeout: PATIENCE, interval: 120 },
	);
}

/** Sizes and places of what is in a frame, as a text. A frame that goes away while it is asked has none. */
function lookOf(frame: ReturnType<Page["frames"]>[number]): Promise<string> {
	return frame
		.evaluate(() => {
			const busy = document
				.getAnimations()
				.filter(({ playState }) => playState === "running").length;
			const boxes = [...document.querySelectorAll("body *")].map((element) => {
				const { x, y, width, height } = element.getBoundingClientRect();
				return [x, y, width, height].map(Math.round).join(" ");
			});
			const drawn = document.querySelectorAll("canvas").length;
			return `${innerWidth}×${innerHeight} ${busy} ${drawn} ${boxes.join()}`;
		})
		.catch(() => "");
}
