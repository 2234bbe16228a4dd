import type { Frame } from "playwright-core";
import { beforeAll, beforeEach, expect, it } from "vitest";
import type { PdfPlace } from "../../../session/place.ts";
import { type BarePage, withBareBrowser } from "../../bare/browser.ts";
import { makePdf } from "../../fixtures/make-pdf.ts";

const openBare = withBareBrowser();
let bare: BarePage;
let frame: Frame;

/** Pages of every size and turn, so that no page is where the first one's size would put it. */
const mixed = makePdf(
	Array.from({ length: 20 }, (_, index) => ({
		lines: [`Page ${index + 1}`],
		width: 500 + (index % 3) * 100,
		height: 600 + (index % 4) * 150,
		rotate: ([0, 90, 0, 270] as const)[index % 4] ?? 0,
	})),
);

beforeAll(async () => {
	bare = await openBare();
});
beforeEach(async () => {
	await bare.open("mixed.pdf", "pdf", mixed, "sharer");
	await bare.event("opened");
	frame = await bare.frame();
});

const places = async () =>
	(await bare.events()).flatMap((event) =>
		event.type === "place" ? [event.place] : [],
	);
const scrollTop = () =>
	frame.evaluate(() => document.querySelector(".pdf-scroller")?.scrollTop ?? 0);
/** Waits until nothing scrolls and everything that was going to be said has been said. */
async function settled() {
	let before = -1;
	for (let now = await scrollTop(); now !== before; now = await scrollTop()) {
		before = now;
		await bare.page.waitForTimeout(150);
	}
}

/** Where the view is, asked by moving it by nothing: one px down and back, as a person. */
async function placeNow(): Promise<PdfPlace> {
	await bare.forget();
	await bare.page.mouse.move(600, 400);
	await bare.page.mouse.wheel(0, 2);
	await bare.event("place");
	await settled();
	await bare.page.mouse.wheel(0, -2);
	await settled();
	const place = (await places()).at(-1);
	if (place?.kind !== "pdf") throw new Error("no place");
	return place;
}

it("reports this person's scrolling, at most every 50 ms, and the end of it", async () => {
	await bare.page.mouse.move(600, 400);
	const started = Date.now();
	for (let turn = 0; turn < 10; turn++) await bare.page.mouse.wheel(0, 120);
	await settled();
	const reported = await places();
	expect(reported.length).toBeGreaterThan(0);
	expect(reported.length).toBeLessThan((Date.now() - started) / 50 + 2);
	const last = reported.at(-1);
	const now = await placeNow();
	expect(last).toMatchObject({ kind: "pdf", page: now.page });
	expect(Math.abs((last as PdfPlace).y - now.y)).toBeLessThan(1);
});

it("goes where the other person is, and does not echo it", async () => {
	await bare.send({
		type: "place",
		place: { kind: "pdf", page: 14, x: 0, y: 400 },
	});
	await expect
		.poll(() => frame.getByRole("spinbutton", { name: "Page" }).inputValue())
		.toBe("14");
	await settled();
	expect(await places()).toEqual([]);
});

it.each([
	{ page: 1, x: 0, y: 300, down: "y" },
	{ page: 7, x: 0, y: 300, down: "y" },
	// Turned to the right, its x goes down; to the left, up.
	{ page: 14, x: 200, y: 0, down: "x" },
	{ page: 16, x: 300, y: 1_050, down: "x" },
] as const)(
	"reaches a place on page $page within a point",
	async ({ page, x, y, down }) => {
		await bare.send({ type: "place", place: { kind: "pdf", page, x, y } });
		await settled();
		const now = await placeNow();
		expect(now.page).toBe(page);
		expect(Math.abs(now[down] - { x, y }[down])).toBeLessThan(1);
	},
);

it("keeps the place when it is zoomed, and does not report that", async () => {
	await bare.send({
		type: "place",
		place: { kind: "pdf", page: 9, x: 0, y: 350 },
	});
	await settled();
	for (const name of ["Zoom in", "Zoom in", "Zoom out", "Zoom in"])
		await frame.getByRole("button", { name }).click();
	await settled();
	expect(await places()).toEqual([]);
	const now = await placeNow();
	expect(now.page).toBe(9);
	expect(Math.abs(now.y - 350)).toBeLessThan(1);
});

it("zooms where the mouse is with Ctrl and the wheel, and stays there", async () => {
	const word = frame.getByText("Page 1", { exact: true });
	const before = await word.boundingBox();
	if (!before) throw new Error("no text");
	await bare.page.mouse.move(before.x + 4, before.y + 4);
	await bare.page.keyboard.down("Control");
	for (let turn = 0; turn < 3; turn++) await bare.page.mouse.wheel(0, -100);
	await bare.page.keyboard.up("Control");
	await settled();
	await bare.page.waitForTimeout(600);
	const after = await word.boundingBox();
	if (!after) throw new Error("no text");
	expect(after.width).toBeGreaterThan(before.width * 1.5);
	expect(Math.abs(after.y + 4 - (before.y + 4))).toBeLessThan(30);
	expect(await places()).toEqual([]);
});

it("keeps the place when the window is resized or turned", async () => {
	await bare.send({
		type: "place",
		place: { kind: "pdf", page: 9, x: 0, y: 350 },
	});
	await settled();
	await bare.page.setViewportSize({ width: 390, height: 844 });
	await settled();
	await bare.page.setViewportSize({ width: 844, height: 390 });
	await settled();
	await bare.page.setViewportSize({ width: 1280, height: 800 });
	await settled();
	expect(await places()).toEqual([]);
	const now = await placeNow();
	expect(now.page).toBe(9);
	expect(Math.abs(now.y - 350)).toBeLessThan(1);
});

it("counts a page button, a page number and the keyboard as this person's moves", async () => {
	await frame.getByRole("button", { name: "Next page" }).click();
	await bare.event(
		"place",
		({ place }) => place.kind === "pdf" && place.page === 2,
	);
	const field = frame.getByRole("spinbutton", { name: "Page" });
	await field.fill("12");
	await field.press("Enter");
	await bare.event(
		"place",
		({ place }) => place.kind === "pdf" && place.page === 12,
	);
	await settled();
	await bare.forget();
	await frame.getByRole("region", { name: "mixed.pdf" }).focus();
	await bare.page.keyboard.press("PageDown");
	await bare.event("place");
});

it("tells where the preview was left once it is shared", async () => {
	await bare.open("mixed.pdf", "pdf", mixed, "preview");
	await bare.event("opened");
	frame = await bare.frame();
	await frame.getByRole("button", { name: "Next page" }).click();
	await settled();
	expect(await places()).toEqual([]);
	await bare.send({ type: "mode", mode: "sharer", other: "Ana" });
	const { place } = await bare.event("place");
	expect(place).toMatchObject({ page: 2 });
});

it("points where this person's mouse is, and shows the other's pointer at its place", async () => {
	const box = await frame
		.getByRole("region", { name: "Page 1", exact: true })
		.boundingBox();
	if (!box) throw new Error("no page");
	await bare.page.mouse.move(box.x + box.width / 2, box.y + 300);
	const { at } = await bare.event("pointer", (event) => event.at !== null);
	if (at?.kind !== "pdf") throw new Error("no place");
	expect(at.page).toBe(1);
	expect(at.x).toBeCloseTo(250, 0);

	for (const zoom of ["Zoom in", "Zoom out"]) {
		await frame.getByRole("button", { name: zoom }).click();
		await bare.send({ type: "pointer", at });
		const page = await frame
			.getByRole("region", { name: "Page 1", exact: true })
			.boundingBox();
		const mark = await frame.locator(".pointer-mark").boundingBox();
		if (!page || !mark) throw new Error("no pointer");
		const scale = page.width / 500;
		expect(Math.abs(mark.x - (page.x + at.x * scale))).toBeLessThan(3);
		expect(Math.abs(mark.y - (page.y + (600 - at.y) * scale))).toBeLessThan(3);
	}
	await frame.getByText("Ana").waitFor({ state: "detached", timeout: 5_000 });
});
