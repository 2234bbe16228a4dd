/** What one person sees of a document, read from the sealed frame on their screen. */
import type { Frame } from "playwright-core";
import { expect } from "vitest";
import { type Person, patience } from "./room.ts";
import { button } from "./steps.ts";

const isPdf = (viewer: Frame) => viewer.url().includes("/pdf.html");

/** `of 12`, the names on the tabs, or `3,001 rows`. */
export async function partsOf(person: Person): Promise<string[]> {
	const viewer = await person.viewer();
	if (isPdf(viewer)) return viewer.locator(".count").allTextContents();
	const tabs = viewer.getByRole("tab");
	if ((await tabs.count()) > 0) return tabs.allTextContents();
	return viewer.locator(".sheet-foot").allTextContents();
}

/** The first words on the screen. */
export async function beginningOf(person: Person): Promise<string> {
	const viewer = await person.viewer();
	const first = isPdf(viewer)
		? viewer.locator(".textLayer span").first()
		: viewer.locator(".cell:not(.letter)").first();
	return (await first.textContent(patience)) ?? "";
}

/**
 * Where a person is, in the document's units: page and share of the page at the top of the window, or sheet and row.
 * Read from what is on the screen.
 */
export async function placeOf(person: Person): Promise<number> {
	const viewer = await person.viewer();
	return viewer.evaluate(() => {
		const scroller = document.querySelector(".pdf-scroller, .sheet-scroller");
		if (!scroller) return -1;
		const { top } = scroller.getBoundingClientRect();
		for (const page of scroller.querySelectorAll(".page")) {
			const box = page.getBoundingClientRect();
			if (box.bottom > top)
				return (
					Number(page.getAttribute("data-page-number")) +
					Math.max(0, top - box.top) / box.height
				);
		}
		const covered = scroller.querySelector(".sheet-top");
		const edge = covered?.getBoundingClientRect().bottom ?? top;
		for (const row of scroller.querySelectorAll(".sheet-rows [role=row]")) {
			const box = row.getBoundingClientRect();
			if (box.bottom > edge + 1)
				return (
					Number(row.getAttribute("aria-rowindex")) +
					Math.max(0, edge - box.top) / box.height
				);
		}
		return -1;
	});
}

/** Turns the wheel over the document, `times` notches. Resolves when the place has changed. */
export async function scroll(person: Person, times: number): Promise<void> {
	const before = await placeOf(person);
	const frame = person.frame().locator("iframe.sealed-frame");
	const box = await frame.boundingBox();
	if (!box) throw new Error("no document on the screen");
	await person.page.bringToFront();
	await person.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
	for (let i = 0; i < Math.abs(times); i++)
		await person.page.mouse.wheel(0, 240 * Math.sign(times));
	await expect.poll(() => placeOf(person), patience).not.toBe(before);
}

/** Shows a sheet by its tab, on this screen and by that on the other, too. */
export async function showSheet(
	person: Person,
	other: Person,
	name: string,
): Promise<void> {
	await (await person.viewer()).getByRole("tab", { name }).click(patience);
	await (await other.viewer())
		.getByRole("tab", { name, selected: true })
		.waitFor(patience);
}

/** Both screens come to rest on the same place of the document. */
export async function restTogether(
	one: Person,
	other: Person,
): Promise<number> {
	await expect
		.poll(async () => {
			const [a, b] = [await placeOf(one), await placeOf(other)];
			return Math.abs(a - b) < 0.02;
		}, patience)
		.toBe(true);
	return placeOf(one);
}

/** Types into the search of this screen, opening it first. */
export async function search(person: Person, query: string): Promise<void> {
	const viewer = await person.viewer();
	const box = viewer.getByRole("searchbox", { name: "Search in document" });
	if (!(await box.isVisible())) await button(viewer, "Search").click(patience);
	await box.fill(query, patience);
}

/** `3 of 12`, or what stands there instead. */
export async function searchStatus(person: Person): Promise<string> {
	const viewer = await person.viewer();
	const status = viewer.locator("#find-bar [role=status]");
	return (await status.allTextContents()).join();
}

/** The words of what has the focus in this person's panel. */
export function focused(person: Person): Promise<string> {
	return person
		.frame()
		.evaluate(() =>
			document.activeElement === document.body
				? ""
				: (document.activeElement?.textContent ?? ""),
		);
}

/** Whether a match is marked within this screen's window. */
export async function showsHit(person: Person): Promise<boolean> {
	const viewer = await person.viewer();
	return viewer.evaluate(() => {
		for (const hit of document.querySelectorAll(
			".page-overlay .hit, .sheet-scroller .hit",
		)) {
			const box = hit.getBoundingClientRect();
			if (box.width > 0 && box.bottom > 0 && box.top < innerHeight) return true;
		}
		return false;
	});
}
