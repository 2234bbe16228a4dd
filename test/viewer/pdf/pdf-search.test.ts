import type { Frame } from "playwright-core";
import { beforeAll, expect, it } from "vitest";
import {
	type BarePage,
	type Mode,
	withBareBrowser,
} from "../../bare/browser.ts";
import { makePdf } from "../../fixtures/make-pdf.ts";

const openBare = withBareBrowser();
let bare: BarePage;
let frame: Frame;

/** "Rent" twelve times over six pages, once as "rent" and once as "Rental". */
const rents = makePdf(
	Array.from({ length: 6 }, (_, index) => ({
		lines: [
			`Page ${index + 1}`,
			"Rent of a flat",
			index === 2 ? "rent again" : index === 4 ? "Rental car" : "Rent again",
		],
	})),
);

beforeAll(async () => {
	bare = await openBare();
});

async function open(mode: Mode, bytes = rents) {
	await bare.open("rents.pdf", "pdf", bytes, mode);
	await bare.event("opened");
	frame = await bare.frame();
}
const status = () => frame.locator(".find-bar [role=status]");
const says = (text: string) =>
	status().getByText(text, { exact: true }).waitFor();
const box = () => frame.getByRole("searchbox", { name: "Search in document" });
async function search(query: string) {
	await frame.getByRole("button", { name: "Search", exact: true }).click();
	await box().fill(query);
}

it("counts the matches and goes from one to the next and back, around the end", async () => {
	await open("preview");
	await search("rent");
	await says("1 of 12");
	await box().press("Enter");
	await box().press("Enter");
	await says("3 of 12");
	await box().press("Shift+Enter");
	await says("2 of 12");
	await frame.getByRole("button", { name: "Previous match" }).click();
	await frame.getByRole("button", { name: "Previous match" }).click();
	await says("12 of 12");
	await frame.getByRole("button", { name: "Next match" }).click();
	await says("1 of 12");
	expect(await frame.locator(".page-overlay .hit").count()).toBe(1);
});

it("minds case and whole words when asked to", async () => {
	await open("preview");
	await search("Rent");
	await says("1 of 12");
	await frame.getByRole("checkbox", { name: "Match case" }).check();
	await says("1 of 11");
	await frame.getByRole("checkbox", { name: "Whole words" }).check();
	await says("1 of 10");
	await box().fill("no such thing");
	await says("No matches");
});

it("says so when a document has no text", async () => {
	await open("preview", makePdf([{ pictureBytes: 50_000 }, {}]));
	await search("rent");
	await says("No text in this document");
});

it("begins with the page on screen", async () => {
	await open("preview");
	const field = frame.getByRole("spinbutton", { name: "Page" });
	await field.fill("4");
	await field.press("Enter");
	await search("rent");
	await says("7 of 12");
});

it("marks exactly the words that match", async () => {
	await open("preview");
	await search("flat");
	await says("1 of 6");
	const hit = await frame.locator(".page-overlay .hit").boundingBox();
	const word = await frame
		.locator(".textLayer .highlight")
		.first()
		.boundingBox();
	if (!hit || !word) throw new Error("nothing is marked");
	expect(Math.abs(hit.x + 2 - word.x)).toBeLessThan(3);
	expect(Math.abs(hit.width - 4 - word.width)).toBeLessThan(4);
	expect(
		Math.abs(hit.y + hit.height / 2 - (word.y + word.height / 2)),
	).toBeLessThan(6);
});

it("keeps a search in the preview to itself", async () => {
	await open("preview");
	await search("rent");
	await says("1 of 12");
	const types = (await bare.events()).map(({ type }) => type);
	expect(types).not.toContain("find");
	expect(types).not.toContain("found");
});

it("tells the other person what the sharer looks for and finds", async () => {
	await open("sharer");
	await search("rent");
	const { find } = await bare.event("find");
	expect(find).toMatchObject({ query: "rent", index: 0 });
	const { found } = await bare.event("found", (e) => e.found.status === "done");
	expect(found).toMatchObject({ total: 12, index: 1, hit: { page: 1 } });
	await bare.forget();
	await box().press("Escape");
	expect((await bare.event("find")).find.query).toBe("");
	expect(await box().count()).toBe(0);
});

it("runs the other person's search and answers with the match in points of its page", async () => {
	await open("sharer");
	const find = { query: "Rent", matchCase: true, wholeWords: true, index: 9 };
	await bare.send({ type: "find", find });
	const { found } = await bare.event("found", (e) => e.found.status === "done");
	expect(found).toMatchObject({ total: 10, index: 9, hit: { page: 6 } });
	if (found.hit?.kind !== "pdf") throw new Error("no hit");
	const [left, bottom, right, top] = found.hit.rects[0] ?? [0, 0, 0, 0];
	// Line two of page six: its base line is at 792 - 72 - 18.
	expect(left).toBeCloseTo(56, 0);
	expect(right).toBeGreaterThan(75);
	expect(right).toBeLessThan(90);
	expect(bottom).toBeLessThan(702);
	expect(top).toBeGreaterThan(705);
	expect(await box().inputValue()).toBe("Rent");
	expect((await bare.events()).map(({ type }) => type)).not.toContain("find");
});

it("asks the sharer and shows what it finds, without reading the document", async () => {
	await open("watcher");
	await search("rent");
	const { find } = await bare.event("find");
	expect(find).toMatchObject({ query: "rent", index: 0 });
	await bare.send({
		type: "found",
		found: {
			status: "done",
			total: 12,
			index: 5,
			hit: { kind: "pdf", page: 3, rects: [[56, 698, 80, 712]] },
		},
	});
	await says("5 of 12");
	await frame.locator(".page-overlay .hit").waitFor();
	await expect
		.poll(() => frame.getByRole("spinbutton", { name: "Page" }).inputValue())
		.toBe("3");
	await bare.forget();
	await box().press("Enter");
	expect((await bare.event("find")).find.index).toBe(6);
	expect((await bare.events()).map(({ type }) => type)).not.toContain("place");
});

it("opens by Ctrl+F, and gives the focus back when it is closed", async () => {
	await open("preview");
	await frame.getByRole("region", { name: "rents.pdf" }).focus();
	await bare.page.keyboard.press("Control+f");
	await box().waitFor();
	expect(
		await box().evaluate((input) => input === document.activeElement),
	).toBe(true);
	await bare.page.keyboard.press("Escape");
	const back = await frame.evaluate(() => document.activeElement?.className);
	expect(back).toBe("pdf-scroller");
});
