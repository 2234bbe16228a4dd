import type { Browser } from "playwright-core";
import {
	afterAll,
	afterEach,
	beforeAll,
	beforeEach,
	describe,
	expect,
	it,
} from "vitest";
import { patchWorker } from "../../../viewer/pdf/flat-page-tree.ts";
import { type BarePage, launchBrowser, openBare } from "../../bare/browser.ts";
import { type BareServer, serveBare } from "../../bare/serve.ts";
import { makeTextPdf } from "../../fixtures/make-pdf.ts";

const PAGES = 600;

describe("a flat page tree", () => {
	let server: BareServer;
	let browser: Browser;
	let bare: BarePage;

	beforeAll(async () => {
		server = await serveBare();
		browser = await launchBrowser();
	});
	afterAll(async () => {
		await browser?.close();
		server?.close();
	});
	beforeEach(async () => {
		bare = await openBare(browser, server);
	});
	afterEach(async () => {
		await bare.close();
	});

	async function open(bytes: Uint8Array<ArrayBuffer>) {
		await bare.open("statement.pdf", "pdf", bytes, "watcher");
		return bare.event("opened");
	}

	/** Goes there, and tells what the page says it is. */
	async function textOf(page: number) {
		const place = { kind: "pdf", page, x: 0, y: 700 } as const;
		await bare.send({ type: "place", place });
		const frame = await bare.frame();
		const layer = `.page[data-page-number="${page}"] .textLayer`;
		return frame.locator(`${layer} span`).first().textContent();
	}

	it("is not read page by page before the first is shown", async () => {
		const bytes = makeTextPdf(PAGES);
		await open(bytes);
		const reads = await bare.reads();
		const read = reads.reduce((sum, [start, end]) => sum + end - start, 0);
		expect(read).toBeLessThan(bytes.length / 4);
		expect(await textOf(1)).toBe(`Page 1 of ${PAGES}`);
		expect(await textOf(400)).toBe(`Page 400 of ${PAGES}`);
		expect(await textOf(PAGES)).toBe(`Page ${PAGES} of ${PAGES}`);
	});

	it("shows all pages but the one that is not there", async () => {
		const bytes = makeTextPdf(20);
		await open(withKid(bytes, 7, "99 0 R"));
		expect(await textOf(6)).toBe("Page 6 of 20");
		expect(await textOf(8)).toBe("Page 8 of 20");
		expect(await textOf(20)).toBe("Page 20 of 20");
	});

	it("may say the same page twice", async () => {
		const bytes = makeTextPdf(20);
		const kids = kidsOf(bytes);
		await open(withKid(bytes, 7, kids[3] ?? ""));
		expect(await textOf(7)).toBe("Page 4 of 20");
		expect(await textOf(8)).toBe("Page 8 of 20");
		expect(await textOf(4)).toBe("Page 4 of 20");
	});
});

it("is not patched into a pdf.js that has changed", () => {
	expect(() => patchWorker("export class Catalog {}")).toThrow("has changed");
});

const KIDS = /(?<=\/Kids\[)[^\]]*/;

/** As `5 0 R`, in the order of the pages. */
function kidsOf(bytes: Uint8Array): string[] {
	const [kids = ""] = Buffer.from(bytes).toString("latin1").match(KIDS) ?? [];
	return kids.match(/\d+ 0 R/g) ?? [];
}

/** The same file, in which the root of the page tree names something else in place of a page. */
function withKid(
	bytes: Uint8Array,
	page: number,
	kid: string,
): Uint8Array<ArrayBuffer> {
	const kids = kidsOf(bytes);
	const before = kids.join(" ");
	const changed = kids.with(page - 1, kid).join(" ");
	if (changed.length !== before.length)
		throw new Error("every offset behind it would be wrong");
	const text = Buffer.from(bytes).toString("latin1");
	return Uint8Array.from(
		Buffer.from(
			text.replace(KIDS, () => changed),
			"latin1",
		),
	);
}
