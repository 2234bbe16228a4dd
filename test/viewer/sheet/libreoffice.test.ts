import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { utils } from "xlsx";
import { openWorkbook } from "../../../viewer/sheet/workbook/open-workbook.ts";
import {
	type Conversion,
	createLibreOffice,
	SOFFICE,
} from "../../fixtures/libreoffice.ts";
import { lockRc4 } from "../../fixtures/lock-xls.ts";
import { lockAgile, lockStandard } from "../../fixtures/lock-xlsx.ts";
import { book, rowsWorkbook } from "../../fixtures/make-xlsx.ts";
import { openBytes } from "./desk.ts";

describe.skipIf(!SOFFICE)(
	"LibreOffice",
	() => {
		let folder: string;
		let convert: (conversion: Conversion) => void;
		const at = (name: string) => join(folder, name);

		beforeAll(() => {
			folder = mkdtempSync(join(tmpdir(), "libreoffice-"));
			convert = createLibreOffice(at("profile"));
			writeFileSync(at("clear.csv"), "name,amount\nbehind a lock,2\n");
		});
		afterAll(() => rmSync(folder, { recursive: true, force: true }));

		it.each([
			["standard.xlsx", "Calc MS Excel 2007 XML"],
			["rc4.xls", "MS Excel 97"],
		] as const)("locks %s, and we open it", async (name, filter) => {
			convert({
				from: at("clear.csv"),
				to: at(name),
				filter,
				locksBy: "sesame",
			});
			const { book, posted } = await openBytes(
				openWorkbook,
				new Uint8Array(readFileSync(at(name))),
				name,
				["Sesame", "sesame"],
			);
			expect(posted.filter(({ type }) => type === "locked")).toHaveLength(2);
			expect(await book.text({ sheet: 0, row: 1, column: 0 })).toBe(
				"behind a lock",
			);
		});

		const rows = [["by our own lock"]];
		const old = () => book({ One: utils.aoa_to_sheet(rows) }, [], "biff8");
		it.each([
			["agile.xlsx", () => lockAgile(rowsWorkbook(rows), "Ünlock")],
			["standard.xlsx", () => lockStandard(rowsWorkbook(rows), "Ünlock")],
			["rc4.xls", () => lockRc4(old(), "Ünlock")],
		])("opens what the fixtures lock: %s", (name, lock) => {
			writeFileSync(at(name), lock());
			const to = at(`${name}.csv`);
			const filter = "Text - txt - csv (StarCalc)";
			convert({ from: at(name), opensBy: "Ünlock", to, filter });
			expect(readFileSync(to, "utf8")).toContain("by our own lock");
		});
	},
	120_000,
);
