import type { Frame } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type BarePage, withBareBrowser } from "../bare/browser.ts";
import { makePdf, makeTextPdf } from "../fixtures/make-pdf.ts";
import { violations } from "./axe.ts";

const openBare = withBareBrowser();

describe.each(["light", "dark"] as const)("in the %s", (colorScheme) => {
	describe.each([1280, 390, 320])("at %i px", (width) => {
		let bare: BarePage;
		let frame: Frame;
		beforeAll(async () => {
			const viewport = { width, height: width < 400 ? 844 : 800 };
			bare = await openBare({ colorScheme, viewport });
			const linked = makePdf([
				{ lines: ["Rent", "Rent"], link: "https://example.com/a?b=c" },
				{ lines: ["Rent"] },
			]);
			await bare.open("statement.pdf", "pdf", linked);
			await bare.event("opened");
			frame = await bare.frame();
		});
		afterAll(() => bare.close());

		it("is accessible with a document and its search open", async () => {
			await frame.getByRole("button", { name: "Search", exact: true }).click();
			await frame.getByRole("searchbox").fill("rent");
			await frame.getByText("1 of 3").waitFor();
			expect(await violations(frame)).toEqual([]);
		});

		it("is accessible while it shows where a link leads", async () => {
			await frame.locator(".annotationLayer a").focus();
			await bare.page.keyboard.press("Enter");
			await frame.getByRole("dialog").waitFor();
			expect(await violations(frame)).toEqual([]);
			await bare.page.keyboard.press("Escape");
			await frame.getByRole("dialog").waitFor({ state: "detached" });
			expect((await bare.events()).map(({ type }) => type)).not.toContain(
				"escape",
			);
		});

		it("has every control on the screen, at least 44 px large", async () => {
			for (const name of [
				"Previous page",
				"Next page",
				"Zoom out",
				"Zoom in",
				"Search",
				"Previous match",
				"Next match",
				"Close search",
			]) {
				const button = frame.getByRole("button", { name, exact: true });
				const box = await button.boundingBox();
				expect(box?.width, name).toBeGreaterThanOrEqual(44);
				expect(box?.height, name).toBeGreaterThanOrEqual(44);
				expect(box?.x, name).toBeGreaterThanOrEqual(0);
				expect((box?.x ?? 0) + (box?.width ?? 0), name).toBeLessThanOrEqual(
					width,
				);
			}
		});
	});
});

it("is used by keyboard alone: pages, zoom, search, document", async () => {
	const bare = await openBare();
	await bare.open("statement.pdf", "pdf", makeTextPdf(5));
	await bare.event("opened");
	const frame = await bare.frame();
	const names: string[] = [];
	for (let press = 0; press < 6; press++) {
		await bare.page.keyboard.press("Tab");
		const name = await frame.evaluate(
			() => document.activeElement?.getAttribute("aria-label") ?? "",
		);
		names.push(name);
	}
	expect(names).toEqual([
		"Page",
		"Next page",
		"Zoom out",
		"Zoom in",
		"Search",
		"statement.pdf",
	]);
	const field = frame.getByRole("spinbutton", { name: "Page" });
	await field.focus();
	await bare.page.keyboard.press("ArrowUp");
	await expect.poll(() => field.getAttribute("aria-valuetext")).toBe("2 of 5");
	await bare.close();
});

it("says that it is opening only when that takes a while", async () => {
	const bare = await openBare();
	await bare.page.evaluate(() => {
		const slow = Blob.prototype.arrayBuffer;
		Blob.prototype.arrayBuffer = async function () {
			await new Promise((resolve) => setTimeout(resolve, 500));
			return slow.call(this);
		};
	});
	await bare.open("slow.pdf", "pdf", makeTextPdf(1));
	const frame = await bare.frame();
	await frame.getByRole("status").getByText("Opening…").waitFor();
	await bare.event("opened");
	await frame.getByText("Opening…").waitFor({ state: "detached" });
	await bare.close();
});
