import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { axeFindings } from "./axe.ts";
import { outOfReach } from "./reach.ts";
import { openRoom, type Room } from "./room.ts";
import { walk } from "./screens.ts";

let room: Room;
const findings = new Set<string>();
const lost = new Set<string>();

const long = Boolean(process.env.DOCSIDE_LONG);
/** Each width and each scheme once; with `--long` every pair. */
const VIEWS = [
	{ width: 1280, height: 800, colorScheme: "light" },
	{ width: 390, height: 844, colorScheme: "dark" },
	...(long
		? [
				{ width: 1280, height: 800, colorScheme: "dark" } as const,
				{ width: 390, height: 844, colorScheme: "light" } as const,
			]
		: []),
] as const;
/** 1280 × 1024 enlarged to 400 %, and a small phone. */
const NARROW = [
	{ width: 320, height: 256 },
	...(long ? [{ width: 320, height: 640 }] : []),
];

async function look(name: string, page: Page) {
	// A page behind another one draws nothing, so nothing on it comes to rest.
	await page.bringToFront();
	for (const { colorScheme, ...size } of VIEWS) {
		await page.setViewportSize(size);
		await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
		for (const finding of await axeFindings(page))
			findings.add(`${name}, ${colorScheme}, ${size.width} px: ${finding}`);
	}
	for (const size of NARROW) {
		await page.setViewportSize(size);
		for (const control of await outOfReach(page))
			lost.add(`${name}, ${size.width} × ${size.height}: ${control}`);
	}
	await page.setViewportSize({ width: 1280, height: 800 });
	await page.emulateMedia({ colorScheme: null, reducedMotion: null });
}

beforeAll(async () => {
	room = await openRoom();
});
afterAll(() => room?.close());

it("comes past every screen", async () => {
	await walk(room, look);
}, 900_000);

it("finds nothing to object to on any screen, light or dark, wide or narrow", () => {
	expect([...findings]).toEqual([]);
});

it("keeps every control within reach at 320 px, also where only 256 px are high", () => {
	expect([...lost]).toEqual([]);
});
