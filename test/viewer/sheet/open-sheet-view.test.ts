import type { Frame } from "playwright-core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Find, SheetPlace } from "../../../session/place.ts";
import type { RowMap } from "../../../session/row-map.ts";
import {
	type BarePage,
	type Mode,
	withBareBrowser,
} from "../../bare/browser.ts";
import { lockAgile } from "../../fixtures/lock-xlsx.ts";
import { csv, ordersCsv } from "../../fixtures/make-csv.ts";
import {
	bombWorkbook,
	book,
	oneCell,
	rawWorkbook,
	rowsWorkbook,
	salesWorkbook,
} from "../../fixtures/make-xlsx.ts";
import { violations } from "../axe.ts";

const openBare = withBareBrowser();
let bare: BarePage;
let frame: Frame;

beforeEach(async () => {
	bare = await openBare();
});
afterEach(() => bare.close());

async function openExcel(bytes = salesWorkbook(), mode: Mode = "sharer") {
	await bare.open("sales.xlsx", "excel", bytes, mode);
	const { summary } = await bare.event("opened");
	frame = await bare.frame();
	return summary;
}

async function openRows(rows: number, mode: Mode = "sharer") {
	await bare.open("orders.csv", "csv", ordersCsv(rows), mode);
	const { summary } = await bare.event(
		"opened",
		({ summary }) => summary.kind === "csv" && summary.complete,
	);
	frame = await bare.frame();
	return summary;
}

const cell = (row: number, column: number) =>
	frame.locator(
		`.row[aria-rowindex="${row + 1}"] [aria-colindex="${column + 1}"]`,
	);
const active = () => frame.locator(".cell.active");
const line = () => frame.locator(".cell-line");
const tab = (name: string) => frame.getByRole("tab", { name, exact: true });
const at = (sheet: number, row: number, column = 0): SheetPlace => ({
	kind: "sheet",
	sheet,
	row,
	column,
});
const look = (query: string, more: Partial<Find> = {}): Find => ({
	query,
	matchCase: false,
	wholeWords: false,
	index: 0,
	...more,
});
const places = async () =>
	(await bare.events()).filter((event) => event.type === "place");

async function find(query: string) {
	await frame.getByRole("button", { name: "Search", exact: true }).click();
	await frame.getByRole("searchbox").fill(query);
}
const matches = (text: string) =>
	frame.locator(".find-bar .status", { hasText: text }).waitFor();

describe("a workbook", () => {
	it("opens with its sheets as tabs, the hidden ones only counted", async () => {
		expect(await openExcel()).toEqual({
			kind: "excel",
			sheets: ["Sales", "Long list", "Secret", "Notes"],
			hidden: 1,
		});
		expect(await frame.getByRole("tab").allTextContents()).toEqual([
			"Sales",
			"Long list",
			"Notes",
		]);
		expect(bare.complaints).toEqual([]);
	});

	it("shows values as their author formatted them", async () => {
		await openExcel();
		const texts = async (row: number) =>
			Promise.all(
				[0, 1, 2, 3, 4].map((column) => cell(row, column).textContent()),
			);
		expect(await texts(3)).toEqual([
			"Oslo",
			"2023-03-15",
			"1,234,567.89",
			"25.6%",
			"TRUE",
		]);
		expect(await cell(4, 1).textContent()).toBe("16 Jul 2023 12:00");
		expect(await cell(5, 2).textContent()).toBe("1,233,580.39");
		expect(await cell(6, 2).textContent()).toBe("#N/A");
		expect(await cell(8, 0).textContent()).toBe("00123");
		expect(await cell(3, 2).getAttribute("class")).toContain("number");
	});

	it("opens as an .xls just the same", async () => {
		await openExcel(salesWorkbook("biff8"));
		await cell(3, 2).filter({ hasText: "1,234,567.89" }).waitFor();
		expect(await cell(4, 1).textContent()).toBe("16 Jul 2023 12:00");
	});

	it("draws a merged cell once, and no hidden row", async () => {
		await openExcel();
		expect(await cell(0, 0).getAttribute("aria-colspan")).toBe("6");
		expect(await cell(0, 1).count()).toBe(0);
		expect(await cell(4, 0).getAttribute("aria-rowspan")).toBe("2");
		expect(await cell(5, 0).count()).toBe(0);
		expect(await cell(7, 0).count()).toBe(0);
		const box = await cell(4, 0).boundingBox();
		expect(box?.height).toBeGreaterThan(40);
	});

	it("asks before a link is followed, and offers only safe ones", async () => {
		await openExcel();
		await frame.getByRole("link", { name: "site" }).click();
		await frame.getByRole("button", { name: "Open link" }).click();
		const { url } = await bare.event("follow");
		expect(url).toBe("https://example.com/oslo");
		expect(await frame.getByRole("link", { name: "mail" }).count()).toBe(0);
	});

	it("tells the comment of a cell", async () => {
		await openExcel();
		await cell(3, 0).click();
		await line().filter({ hasText: "Moved in spring" }).waitFor();
		expect(await cell(3, 0).getAttribute("aria-description")).toBe(
			"Moved in spring",
		);
	});

	it("changes sheets by the tabs' keys and reports it as a move", async () => {
		await openExcel();
		await tab("Sales").focus();
		await bare.page.keyboard.press("ArrowRight");
		await cell(4_000, 0).waitFor({ state: "detached" });
		await cell(0, 2).filter({ hasText: "hay" }).waitFor();
		const moved = await bare.event("place");
		expect(moved.place).toEqual(at(1, 0));
		await bare.page.keyboard.press("End");
		await cell(0, 0).filter({ hasText: "Needle and Thread" }).waitFor();
	});

	it("shows sheets named after an object's parts as any other", async () => {
		const sheets = ["__proto__", "constructor", "toString"];
		const raw = rawWorkbook(
			sheets.map((name) => ({ name, xml: oneCell("A1", `in ${name}`) })),
		);
		expect(await openExcel(raw)).toMatchObject({ sheets });
		for (const name of sheets) {
			await tab(name).click();
			await cell(0, 0)
				.filter({ hasText: `in ${name}` })
				.waitFor();
		}
	});

	it("opens without its styles, and with a part in UTF-16", async () => {
		const list =
			'<?xml version="1.0" encoding="UTF-16"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">';
		const text = `\ufeff${list}${oneCell("B2", "wïde")}</worksheet>`;
		const wide = new Uint8Array(
			Uint16Array.from(text, (c) => c.charCodeAt(0)).buffer,
		);
		await openExcel(
			rawWorkbook([{ name: "One", xml: "" }], {
				"xl/worksheets/sheet1.xml": wide,
			}),
		);
		await cell(1, 1).filter({ hasText: "wïde" }).waitFor();
	});

	it("with a password asks for it in the frame, and opens by it", async () => {
		const locked = lockAgile(salesWorkbook(), "sesame", { spins: 100_000 });
		await bare.open("locked.xlsx", "excel", locked);
		await bare.event("locked");
		frame = await bare.frame();
		const field = frame.getByRole("textbox", { name: "Document password" });
		await field.fill("Sesame");
		await frame.getByRole("button", { name: "Open", exact: true }).click();
		await frame.getByText("That password does not open").waitFor();
		await field.fill("sesame");
		await field.press("Enter");
		await cell(3, 2).filter({ hasText: "1,234,567.89" }).waitFor();
		expect(bare.complaints).toEqual([]);
	});

	it("says that a sheet is empty", async () => {
		await openExcel(rowsWorkbook([]));
		await frame.getByText("This sheet is empty.").waitFor();
	});

	it("with one cell in the last corner opens at once and shows it", async () => {
		const raw = rawWorkbook([
			{ name: "Far", xml: oneCell("XFD1048576", "corner") },
		]);
		await openExcel(raw);
		await active().click();
		await bare.page.keyboard.press("Control+End");
		await cell(1_048_575, 16_383).filter({ hasText: "corner" }).waitFor();
		await line().filter({ hasText: "XFD1048576" }).waitFor();
	});

	it("with a link or a merged cell over everything opens at once", async () => {
		const all = "A1:XFD1048576";
		const xml = `${oneCell("B2", "here")}<mergeCells count="1"><mergeCell ref="${all}"/></mergeCells><hyperlinks><hyperlink ref="${all}" r:id="rId1"/></hyperlinks><hyperlink ref="${all}" location="A1"/>`;
		await openExcel(rawWorkbook([{ name: "One", xml }]));
		expect(await frame.getByRole("grid").count()).toBe(1);
	});
});

const other = (type: "xlsb" | "ods") =>
	book({ One: { A1: { t: "n", v: 1 }, "!ref": "A1" } }, [], type);

describe("a document that cannot be shown", () => {
	it.each([
		["damaged", "cut.xlsx", () => salesWorkbook().slice(0, 9_000)],
		["damaged", "noise.xls", () => new Uint8Array(5_000).fill(7)],
		["unsupported", "page.xls", () => csv("<html><table><tr><td>1")],
		[
			"unsupported",
			"macros.xlsx",
			() =>
				rawWorkbook([{ name: "One", xml: oneCell("A1", "1") }], {
					"xl/vbaProject.bin": "macro",
				}),
		],
		["unsupported", "binary.xlsx", () => other("xlsb")],
		["unsupported", "other.xlsx", () => other("ods")],
		["too-complex", "bomb.xlsx", bombWorkbook],
	] as const)("is %s: %s", async (failure, name, make) => {
		await bare.open(name, "excel", new Uint8Array(make()));
		const failed = await bare.event("failed");
		expect(failed.failure).toBe(failure);
	});

	it("is too complex beyond the budget of cells, counted before they are built", async () => {
		const row = `<row>${"<c><v>1</v></c>".repeat(1_000)}</row>`;
		const xml = `<sheetData>${row.repeat(5_001)}</sheetData>`;
		await bare.open("big.xlsx", "excel", rawWorkbook([{ name: "Big", xml }]));
		const failed = await bare.event("failed");
		expect(failed.failure).toBe("too-complex");
	});
});

describe("a CSV", () => {
	it("of a million rows shows the first at once and reaches the last", async () => {
		await bare.open("orders.csv", "csv", ordersCsv(1_000_000), "sharer");
		const first = await bare.event("opened");
		frame = await bare.frame();
		await cell(1, 1).filter({ hasText: "Customer 1" }).waitFor();
		expect(first.summary).toMatchObject({ complete: false });
		const last = await bare.event(
			"opened",
			({ summary }) => summary.kind === "csv" && summary.complete,
		);
		expect(last.summary).toEqual({
			kind: "csv",
			rows: 1_000_001,
			columns: 5,
			delimiter: ",",
			encoding: "utf-8",
			complete: true,
		});
		await frame.getByText("1,000,001 rows", { exact: true }).waitFor();
		const grid = frame.getByRole("grid");
		expect(await grid.getAttribute("aria-rowcount")).toBe("1000001");
		expect(await grid.getAttribute("aria-colcount")).toBe("5");
		await active().click();
		await bare.page.keyboard.press("Control+End");
		await cell(1_000_000, 1).filter({ hasText: "Customer 1000000" }).waitFor();
		expect(await frame.locator(".row").count()).toBeLessThan(80);
		expect(bare.complaints).toEqual([]);
	});

	it("is scrolled row by row and by its bar to the very end", async () => {
		await openRows(1_000_000);
		await cell(3, 1).hover();
		await bare.page.mouse.wheel(0, 2_800);
		await cell(101, 1).filter({ hasText: "Customer 101" }).waitFor();
		await frame.locator(".sheet-scroller").evaluate((scroller) => {
			scroller.scrollTop = scroller.scrollHeight;
		});
		await cell(1_000_000, 0).waitFor();
	});

	it("keeps its header line in sight and names columns by it", async () => {
		await openRows(500);
		await active().click();
		for (const key of ["PageDown", "PageDown", "ArrowRight"])
			await bare.page.keyboard.press(key);
		const label = await active().evaluate((element) =>
			(element.getAttribute("aria-labelledby") ?? "")
				.split(" ")
				.map((id) => document.getElementById(id)?.textContent)
				.join(": "),
		);
		expect(label).toMatch(/^customer: Customer \d+$/);
		expect(await cell(0, 1).isVisible()).toBe(true);
	});

	it("that cannot be read any further says so", async () => {
		await bare.page.evaluate(() => {
			const parts = [new Uint8Array(3_000_000).fill(0x61)];
			const file = new File(parts, "gone.csv");
			const slice = file.slice.bind(file);
			file.slice = (start = 0, end = 0) => {
				if (start > 1_000_000) throw new Error("changed on disk");
				return slice(start, end);
			};
			window.bare.open(file, "csv", "sharer");
		});
		const failed = await bare.event("failed");
		expect(failed.failure).toBe("gone");
	});
});

describe("the keyboard alone", () => {
	it("reaches every cell and reads it in full", async () => {
		await openExcel();
		await active().waitFor();
		// The toolbar's three buttons, then the grid: one stop.
		for (let i = 0; i < 4; i++) await bare.page.keyboard.press("Tab");
		const focused = () =>
			frame.evaluate(() => document.activeElement?.className ?? "");
		expect(await focused()).toContain("active");
		const press = async (keys: string[], name: string) => {
			for (const key of keys) await bare.page.keyboard.press(key);
			await line().getByText(name, { exact: true }).waitFor();
			await vi.waitFor(async () => expect(await focused()).toContain("active"));
		};
		await press(["ArrowDown"], "A2");
		await press(["ArrowDown", "ArrowDown", "End"], "F4");
		await press(["Home", "ArrowDown"], "A5");
		// Out of a merged cell of two rows, and over a hidden row.
		await press(["ArrowDown"], "A7");
		await press(["ArrowDown"], "A9");
		await press(["ArrowUp", "ArrowUp"], "A5");
		await press(["ArrowRight"], "B5");
		await press(["Control+End"], "F9");
		await press(["Control+Home"], "A1");
		await press(["PageDown"], "A9");
		await bare.page.keyboard.press("Tab");
		expect(
			await tab("Sales").evaluate((e) => e === document.activeElement),
		).toBe(true);
	});

	it("follows a link by Enter", async () => {
		await openExcel();
		await cell(3, 4).click();
		await bare.page.keyboard.press("ArrowRight");
		await bare.page.keyboard.press("Enter");
		await frame.getByRole("button", { name: "Open link" }).waitFor();
	});
});

describe("the shared position", () => {
	it("goes where the other person is and does not report it", async () => {
		await openRows(1_000_000);
		await bare.forget();
		await bare.send({ type: "place", place: at(0, 654_321.5, 1.25) });
		await cell(654_322, 1).waitFor();
		await bare.send({ type: "place", place: at(0, 999_999) });
		await cell(1_000_000, 0).waitFor();
		await bare.page.waitForTimeout(400);
		expect(await places()).toEqual([]);
	});

	it("tells this person's own scrolling, at last where it came to rest", async () => {
		await openRows(5_000);
		await bare.forget();
		await cell(3, 1).hover();
		await bare.page.mouse.wheel(0, 1_414);
		await cell(51, 1).waitFor();
		await bare.event(
			"place",
			({ place }) =>
				place.kind === "sheet" && Math.abs(place.row - 51.5) < 0.01,
		);
	});

	it("is the same on a screen that was zoomed", async () => {
		await openRows(5_000);
		await frame.getByRole("button", { name: "Zoom in" }).click();
		await frame.getByText("110 %").waitFor();
		expect(await places()).toEqual([]);
		await bare.send({ type: "place", place: at(0, 1_000) });
		await cell(1_000, 1).waitFor();
		const top = await cell(1_000, 1).boundingBox();
		const header = await cell(0, 1).boundingBox();
		const below = (header?.y ?? 0) + (header?.height ?? 0);
		expect(Math.abs((top?.y ?? 0) - below)).toBeLessThan(2);
	});

	it("goes to another sheet, but never to a hidden one", async () => {
		await openExcel();
		await bare.send({ type: "place", place: at(1, 3_000) });
		await cell(3_000, 0).filter({ hasText: "Line 3001" }).waitFor();
		await bare.send({ type: "place", place: at(2, 0) });
		await bare.send({ type: "place", place: at(3, 0) });
		await cell(0, 0).filter({ hasText: "Needle and Thread" }).waitFor();
		expect(await places()).toEqual([]);
	});

	it("waits for rows that have not arrived yet", async () => {
		await bare.open("orders.csv", "csv", ordersCsv(300_000), "sharer");
		await bare.send({ type: "place", place: at(0, 299_000) });
		frame = await bare.frame();
		await cell(299_000, 1).filter({ hasText: "Customer 299000" }).waitFor();
	});
});

describe("the rows of a CSV that somebody else has", () => {
	const ORDERS = ordersCsv(300_000);
	const bytesRead = async () =>
		(await bare.reads()).reduce((sum, [start, end]) => sum + end - start, 0);
	const count = (text: string) => frame.getByText(text, { exact: true });

	/** What the sharer's viewer tells. */
	async function told() {
		await bare.open("orders.csv", "csv", ORDERS, "sharer");
		const { map } = await bare.event("rows", ({ map }) => map.complete);
		return map;
	}

	async function watch(map: RowMap) {
		await bare.open("orders.csv", "csv", ORDERS, "watcher");
		await bare.send({ type: "rows", map });
		await bare.event("opened");
		frame = await bare.frame();
	}

	it("are told by the sharer's viewer, not before it is shared", async () => {
		await bare.open("orders.csv", "csv", ORDERS, "preview");
		await bare.event(
			"opened",
			({ summary }) => summary.kind === "csv" && summary.complete,
		);
		expect((await bare.events()).map(({ type }) => type)).not.toContain("rows");
		await bare.send({ type: "mode", mode: "sharer", other: "Ana" });
		const { map } = await bare.event("rows");
		expect(map).toMatchObject({ rows: 300_001, columns: 5, complete: true });
	});

	it("are counted and reached without reading the file", async () => {
		await watch(await told());
		await count("300,001 rows").waitFor();
		await cell(1, 1).filter({ hasText: "Customer 1" }).waitFor();
		await cell(1, 1).click();
		await bare.page.keyboard.press("Control+End");
		await cell(300_000, 1).filter({ hasText: "Customer 300000" }).waitFor();
		await bare.send({ type: "place", place: at(0, 150_000) });
		await cell(150_000, 1).filter({ hasText: "Customer 150000" }).waitFor();
		expect(await bytesRead()).toBeLessThan(ORDERS.length / 20);
	});

	it("are read again where they were told wrong, and shown as they are", async () => {
		const map = await told();
		const distances = [...map.distances];
		// The rows of the second half begin a row too early.
		const half = Math.floor(distances.length / 2);
		const row = "0150000,Customer 150000,2026-01-05,205500.00,".length + 23;
		distances[half] = (distances[half] ?? 0) - row;
		distances[half + 1] = (distances[half + 1] ?? 0) + row;
		await watch({ ...map, distances });
		await count("300,001 rows").waitFor();
		await bare.send({ type: "place", place: at(0, (half + 1) * map.step) });
		await bare.event(
			"opened",
			({ summary }) => summary.kind === "csv" && !summary.complete,
		);
		await count("300,001 rows").waitFor();
		await bare.send({ type: "place", place: at(0, 299_990) });
		await cell(299_990, 1).filter({ hasText: "Customer 299990" }).waitFor();
		expect(bare.complaints).toEqual([]);
	});

	it("do no harm where there are some that are not there", async () => {
		const map = await told();
		// All but the first MB is one stretch of rows that are not there.
		const distances = map.distances.map(() => map.step);
		const rows = (distances.length + 1) * map.step;
		await watch({ ...map, rows, distances });
		await bare.event("opened");
		await bare.send({ type: "place", place: at(0, rows - 1) });
		await count("300,001 rows").waitFor();
		await bare.send({ type: "place", place: at(0, 1_000) });
		await cell(1_000, 1).filter({ hasText: "Customer 1000" }).waitFor();
		expect(bare.complaints).toEqual([]);
	});
});

describe("a search", () => {
	it("goes through all visible sheets in order, forwards and back", async () => {
		await openExcel();
		await find("needle");
		await matches("1 of 7");
		const { found } = await bare.event(
			"found",
			({ found }) => found.status === "done",
		);
		expect(found).toEqual({
			status: "done",
			total: 7,
			index: 1,
			hit: at(1, 999, 2),
		});
		await frame.locator(".cell.hit", { hasText: "needle" }).waitFor();
		expect(await tab("Long list").getAttribute("aria-selected")).toBe("true");
		await frame.getByRole("button", { name: "Previous match" }).click();
		await matches("7 of 7");
		await frame.locator(".cell.hit", { hasText: "needlework" }).waitFor();
		await frame.getByRole("button", { name: "Next match" }).click();
		await matches("1 of 7");
		expect(await places()).toEqual([]);
	});

	it("minds case and whole words", async () => {
		await openExcel();
		await find("needle");
		await matches("1 of 7");
		await frame.getByRole("checkbox", { name: "Whole words" }).check();
		await matches("1 of 6");
		await frame.getByRole("checkbox", { name: "Match case" }).check();
		await matches("1 of 5");
		await frame.getByRole("searchbox").fill("no such thing");
		await frame.getByText("No matches").waitFor();
	});

	it("through a million rows starts at the place on screen", async () => {
		await openRows(1_000_000);
		await bare.send({ type: "place", place: at(0, 500_000) });
		await bare.send({ type: "find", find: look("Customer 77777") });
		const done = await bare.event(
			"found",
			({ found }) => found.status === "done",
		);
		expect(done.found).toMatchObject({
			total: 11,
			index: 2,
			hit: at(0, 777_770, 1),
		});
		await frame.locator(".cell.hit", { hasText: "Customer 777770" }).waitFor();
	});

	it("shows the watcher what the sharer found, without reading for it", async () => {
		await openRows(100_000, "watcher");
		await bare.send({ type: "find", find: look("abc") });
		await bare.send({
			type: "found",
			found: { status: "done", total: 3, index: 2, hit: at(0, 70_000, 3) },
		});
		await cell(70_000, 3).and(frame.locator(".hit")).waitFor();
		await matches("2 of 3");
	});
});

describe("the pointer", () => {
	it("is told by cell and drawn by cell", async () => {
		await openExcel();
		const box = await cell(3, 1).boundingBox();
		if (!box) throw new Error("no cell");
		await bare.page.mouse.move(box.x + box.width / 4, box.y + box.height / 2);
		const told = await bare.event("pointer", ({ at }) => at?.kind === "sheet");
		if (told.at?.kind !== "sheet") throw new Error("no place");
		expect(told.at.row).toBeCloseTo(3.5, 1);
		expect(told.at.column).toBeCloseTo(1.25, 1);
		await bare.send({ type: "pointer", at: told.at });
		const mark = frame.locator(".pointer-mark");
		await mark.getByText("Ana").waitFor();
		const tip = await frame.locator(".pointer-spot").boundingBox();
		expect(Math.abs((tip?.x ?? 0) - box.x - box.width / 4)).toBeLessThan(3);
		expect(Math.abs((tip?.y ?? 0) - box.y - box.height / 2)).toBeLessThan(3);
		await mark.waitFor({ state: "detached", timeout: 5_000 });
	});
});

describe("the worker", () => {
	it("is gone when the document is closed", async () => {
		await openExcel();
		expect(bare.page.workers()).toHaveLength(1);
		await bare.closeDocument();
		await expect
			.poll(() => bare.page.workers().length, { timeout: 10_000 })
			.toBe(0);
	});

	it("is stopped when it hangs, and the page lives on", async () => {
		await openExcel();
		const [worker] = bare.page.workers();
		await worker?.evaluate(() => {
			setTimeout(() => {
				for (;;);
			});
		});
		await bare.send({ type: "find", find: look("needle") });
		const failed = await bare.event("failed");
		expect(failed.failure).toBe("hung");
		await expect
			.poll(() => bare.page.workers().length, { timeout: 10_000 })
			.toBe(0);
	});
});

describe("screen readers", () => {
	it.each(["light", "dark"] as const)(
		"axe finds nothing in %s",
		async (colorScheme) => {
			await bare.close();
			bare = await openBare({ colorScheme });
			// The frame is a part of the panel's page, which has the landmarks.
			const check = async () =>
				(await violations(frame)).filter(
					(line) => !/^(landmark-one-main|region):/.test(line),
				);
			await openExcel();
			await find("Oslo");
			await matches("1 of 1");
			expect(await check()).toEqual([]);
			await openRows(1_000);
			expect(await check()).toEqual([]);
			await openExcel(rowsWorkbook([]));
			expect(await check()).toEqual([]);
		},
	);
});
