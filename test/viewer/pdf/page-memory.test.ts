import { afterEach, beforeEach, expect, it } from "vitest";
import { type BarePage, withBareBrowser } from "../../bare/browser.ts";
import { makeTextPdf } from "../../fixtures/make-pdf.ts";

const openBare = withBareBrowser();
let bare: BarePage;

beforeEach(async () => {
	bare = await openBare();
	await bare.open("statement.pdf", "pdf", makeTextPdf(12), "watcher");
	await bare.event("opened");
});
afterEach(() => bare.close());

async function goTo(page: number) {
	await bare.send({
		type: "place",
		place: { kind: "pdf", page, x: 0, y: 700 },
	});
	const frame = await bare.frame();
	await frame.waitForSelector(
		`.page[data-page-number="${page}"][data-loaded="true"] canvas`,
	);
	return frame;
}

it("keeps the canvases of pages that are seen and of the next, and paints the others again", async () => {
	for (let page = 1; page <= 8; page++) await goTo(page);
	const frame = await goTo(8);
	const painted = () =>
		frame
			.locator(".page:has(canvas)")
			.evaluateAll((pages) =>
				pages.map((page) => Number(page.getAttribute("data-page-number"))),
			);
	await expect.poll(painted).toContain(9);
	expect(Math.min(...(await painted()))).toBeGreaterThanOrEqual(7);
	expect(Math.max(...(await painted()))).toBeLessThanOrEqual(10);
	await goTo(2);
	expect(bare.complaints).toEqual([]);
});

it("frees in its worker what has been copied", async () => {
	await goTo(1);
	const [worker] = bare.page.workers();
	const left = await worker?.evaluate(() => {
		const sent = new Uint8Array([1, 2, 3]);
		const own = new Uint8Array([4, 5, 6]);
		self.dispatchEvent(new MessageEvent("message", { data: { chunk: sent } }));
		const copy = new Uint8Array(6);
		copy.set(sent, 0);
		copy.set(own, 3);
		return { copy: [...copy], sent: sent.length, own: own.length };
	});
	expect(left).toEqual({ copy: [1, 2, 3, 4, 5, 6], sent: 0, own: 3 });
});
