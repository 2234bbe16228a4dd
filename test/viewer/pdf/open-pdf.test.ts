import { afterEach, beforeEach, expect, it } from "vitest";
import { type BarePage, withBareBrowser } from "../../bare/browser.ts";
import {
	makeHangingPdf,
	makePdf,
	makePdfParts,
	makeTextPdf,
} from "../../fixtures/make-pdf.ts";

const openBare = withBareBrowser();
let bare: BarePage;

beforeEach(async () => {
	bare = await openBare();
});
afterEach(() => bare.close());

it("opens a document, counts its pages and paints the first", async () => {
	await bare.open("statement.pdf", "pdf", makeTextPdf(12));
	const { summary } = await bare.event("opened");
	expect(summary).toEqual({ kind: "pdf", pages: 12 });
	const frame = await bare.frame();
	const page = frame.getByRole("region", { name: "Page 1", exact: true });
	expect(await page.locator("canvas").count()).toBe(1);
	await page.getByText("Statement of account").waitFor();
	const field = frame.getByRole("spinbutton", { name: "Page" });
	expect(await field.getAttribute("aria-valuetext")).toBe("1 of 12");
	expect(bare.complaints).toEqual([]);
});

it("says that a damaged file is damaged, and shows nothing of it", async () => {
	const noise = Uint8Array.from({ length: 5_000 }, (_, i) => (i * 7919) % 251);
	await bare.open("damaged.pdf", "pdf", noise);
	expect(await bare.event("failed")).toMatchObject({ failure: "damaged" });
	const frame = await bare.frame();
	expect(await frame.locator(".document > *").count()).toBe(0);
});

it("ends a document that hangs, while the page stays alive", async () => {
	await bare.open("hang.pdf", "pdf", makeHangingPdf());
	const started = Date.now();
	expect(await bare.event("failed")).toMatchObject({ failure: "hung" });
	expect(Date.now() - started).toBeLessThan(15_000);
});

it("shows the first page of a large file after less than 5 % of it", async () => {
	const pages = Array.from({ length: 150 }, (_, index) => ({
		lines: [`Scan ${index + 1}`],
		pictureBytes: 800_000,
	}));
	const parts = makePdfParts(pages);
	await bare.open("scans.pdf", "pdf", parts);
	await bare.event("opened");
	const moved = (await bare.reads()).reduce((sum, [a, b]) => sum + b - a, 0);
	expect(moved).toBeLessThan(0.05 * 150 * 800_000);
	const read = (await bare.reads()).length;
	console.info(`moved ${moved} bytes in ${read} reads`);
});

it("frees everything when it is closed: frame and worker are gone", async () => {
	await bare.open("statement.pdf", "pdf", makeTextPdf(3));
	await bare.event("opened");
	const workers = () => bare.page.workers().length;
	expect(workers()).toBe(1);
	await bare.closeDocument();
	await expect.poll(workers, { timeout: 10_000 }).toBe(0);
	expect(bare.page.frames()).toHaveLength(1);
});

it("asks before a link is followed, and shows where it leads", async () => {
	const address = "https://example.com/terms?of=use";
	await bare.open("link.pdf", "pdf", makePdf([{ link: address }]));
	await bare.event("opened");
	const frame = await bare.frame();
	const press = () => frame.locator(".annotationLayer a").click();
	await press();
	const dialog = frame.getByRole("dialog", { name: "Open this link?" });
	await dialog.getByText(address).waitFor();
	await dialog.getByRole("button", { name: "Stay here" }).click();
	await dialog.waitFor({ state: "detached" });
	expect((await bare.events()).map(({ type }) => type)).not.toContain("follow");

	await press();
	await dialog.getByRole("button", { name: "Open link" }).click();
	expect(await bare.event("follow")).toEqual({ type: "follow", url: address });
	expect(frame.url()).toContain("viewer/pdf.html");
});

it("does not offer links that are no web address", async () => {
	const page = { link: "javascript:alert(1)", lines: ["x"] };
	await bare.open("script.pdf", "pdf", makePdf([page]));
	await bare.event("opened");
	const frame = await bare.frame();
	await frame.locator(".textLayer").first().waitFor();
	expect(await frame.locator("a[href^=javascript]").count()).toBe(0);
});

it("passes Escape on when nothing in the frame wants it", async () => {
	await bare.open("statement.pdf", "pdf", makeTextPdf(1));
	await bare.event("opened");
	const frame = await bare.frame();
	await frame.getByRole("region", { name: "statement.pdf" }).press("Escape");
	await bare.event("escape");
});
