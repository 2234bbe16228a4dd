import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { patchWorker } from "../../../viewer/pdf/flat-page-tree.ts";
import { en } from "../../../words/en.ts";
import { type BarePage, withBareBrowser } from "../../bare/browser.ts";
import { makeTextPdf } from "../../fixtures/make-pdf.ts";

const PAGES = 600;

describe("a flat page tree", () => {
	const openBare = withBareBrowser();
	let bare: BarePage;

	beforeEach(async () => {
		bare = await openBare();
	});
	afterEach(() => bare.close());

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

	it("says on the page that is not there why it is white, at any zoom", async () => {
		const bytes = makeTextPdf(20);
		await open(withKid(bytes, 7, "99 0 R"));
		await bare.send({
			type: "place",
			place: { kind: "pdf", page: 7, x: 0, y: 700 },
		});
		const frame = await bare.frame();
		const page = frame.getByRole("region", { name: "Page 7", exact: true });
		// As a screen reader hears it.
		const said = () => page.ariaSnapshot();
		await expect.poll(said).toContain(en.viewer.pageMissing);
		await frame.getByRole("button", { name: en.viewer.zoomIn }).click();
		await expect.poll(said).toContain(en.viewer.pageMissing);
		expect(await frame.locator(".page[data-missing]").count()).toBe(1);
	});

	it("shows a page whose place the file itself has wrong", async () => {
		const bytes = makeTextPdf(20);
		await open(withWrongPlace(bytes, kidsOf(bytes)[6] ?? ""));
		expect(await textOf(8)).toBe("Page 8 of 20");
		expect(await textOf(7)).toBe("Page 7 of 20");
		expect(await textOf(9)).toBe("Page 9 of 20");
	});

	it("may say the same page twice", async () => {
		const bytes = makeTextPdf(20);
		const kids = kidsOf(bytes);
		await open(withKid(bytes, 7, kids[3] ?? ""));
		expect(await textOf(7)).toBe("Page 4 of 20");
		expect(await textOf(8)).toBe("Page 8 of 20");
		expect(await textOf(4)).toBe("Page 4 of 20");
	});

	it("is none where a branch without pages makes up for one with two", async () => {
		await open(treeWithBranches());
		expect(await textOf(2)).toBe("second");
		expect(await textOf(3)).toBe("third");
		expect(await textOf(1)).toBe("first");
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

/** The same file, whose cross-reference table says that an object begins five bytes later than it does. */
function withWrongPlace(
	bytes: Uint8Array,
	reference: string,
): Uint8Array<ArrayBuffer> {
	const text = Buffer.from(bytes).toString("latin1");
	const at = text.indexOf(`\n${reference.replace(" R", " obj")}`) + 1;
	const entry = (place: number) => `${String(place).padStart(10, "0")} 00000 n`;
	if (!text.includes(entry(at))) throw new Error("no such entry");
	const wrong = text.replace(entry(at), entry(at + 5));
	return Uint8Array.from(Buffer.from(wrong, "latin1"));
}

/** Three pages under a root with three kids, which are a page, nothing, and two pages. Readers find its objects. */
function treeWithBranches(): Uint8Array<ArrayBuffer> {
	const page = (number: number, parent: number, text: string) => {
		const drawn = `BT /F 12 Tf 72 700 Td (${text}) Tj ET`;
		return `${number} 0 obj
<</Type/Page/Parent ${parent} 0 R/MediaBox[0 0 612 792]/Resources<</Font<</F 9 0 R>>>>/Contents ${number + 10} 0 R>>
endobj
${number + 10} 0 obj
<</Length ${drawn.length}>>stream
${drawn}
endstream
endobj
`;
	};
	const text = `%PDF-1.4
1 0 obj
<</Type/Catalog/Pages 2 0 R>>
endobj
2 0 obj
<</Type/Pages/Count 3/Kids[5 0 R 3 0 R 4 0 R]>>
endobj
3 0 obj
<</Type/Pages/Parent 2 0 R/Count 0/Kids[]>>
endobj
4 0 obj
<</Type/Pages/Parent 2 0 R/Count 2/Kids[6 0 R 7 0 R]>>
endobj
${page(5, 2, "first")}${page(6, 4, "second")}${page(7, 4, "third")}9 0 obj
<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>
endobj
trailer
<</Root 1 0 R/Size 20>>
startxref
0
%%EOF
`;
	return Uint8Array.from(Buffer.from(text, "latin1"));
}
