/** Takes the pictures of `npm run screens`; no test of the product, so it only runs when it is asked for. */
import { mkdir, rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openRoom, type Room } from "./room.ts";
import { walk } from "./screens.ts";
import { pointAt } from "./screens-of-documents.ts";
import { steady } from "./steady.ts";

const FOLDER = fileURLToPath(new URL("../output/screens/", import.meta.url));
const SIZES = {
	desktop: { width: 1280, height: 800 },
	phone: { width: 390, height: 844 },
};
const asked = Boolean(process.env.DOCSIDE_SCREENS);
let room: Room;
let taken = 0;

async function take(name: string, page: Page) {
	await page.bringToFront();
	for (const [size, viewport] of Object.entries(SIZES))
		for (const colorScheme of ["light", "dark"] as const) {
			await page.setViewportSize(viewport);
			await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
			await steady(page);
			// The other person's pointer is shown for a moment only.
			if (name === "visitor-sees-pdf") await pointAt(room.agent);
			await page.screenshot({
				path: `${FOLDER}${name}-${size}-${colorScheme}.png`,
			});
			taken += 1;
		}
	await page.setViewportSize(SIZES.desktop);
	await page.emulateMedia({ colorScheme: null, forcedColors: "active" });
	await steady(page);
	await page.screenshot({ path: `${FOLDER}${name}-forced-colours.png` });
	await page.emulateMedia({ forcedColors: null, reducedMotion: null });
}

beforeAll(async () => {
	if (!asked) return;
	await rm(FOLDER, { recursive: true, force: true });
	await mkdir(FOLDER, { recursive: true });
	room = await openRoom();
});
afterAll(() => room?.close());

it.runIf(asked)(
	"takes every screen, on a desktop and on a phone, light and dark",
	async () => {
		await walk(room, take);
		expect(taken).toBeGreaterThan(100);
	},
	600_000,
);
