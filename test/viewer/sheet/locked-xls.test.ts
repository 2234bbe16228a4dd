import { describe, expect, it } from "vitest";
import { openWorkbook } from "../../../viewer/sheet/workbook/open-workbook.ts";
import { lockRc4 } from "../../fixtures/lock-xls.ts";
import { salesWorkbook } from "../../fixtures/make-xlsx.ts";
import { openBytes } from "./desk.ts";

const clear = salesWorkbook("biff8");
const WAYS = [
	["RC4", "rc4"],
	["RC4 CryptoAPI of 40 bits", 40],
	["RC4 CryptoAPI of 128 bits", 128],
] as const;

describe("an .xls with a password", () => {
	it.each(WAYS)("by %s asks until it fits and opens", async (_name, way) => {
		const { book, posted, opened } = await openBytes(
			openWorkbook,
			lockRc4(clear, "Ünlock", way),
			"a.xls",
			["unlock", "Ünlock"],
		);
		expect(posted.slice(0, 2)).toEqual([
			{ type: "locked", wrong: false },
			{ type: "locked", wrong: true },
		]);
		expect(opened().summary).toMatchObject({
			sheets: ["Sales", "Long list", "Secret", "Notes"],
			hidden: 1,
		});
		// Its 5,000 rows lie in many blocks of keys.
		const text = await book.text({ sheet: 1, row: 4_999, column: 0 });
		expect(text).toBe("Line 5000");
	});

	it.each(WAYS)("that is the default one opens unasked: %s", async (_, way) => {
		const locked = lockRc4(clear, "VelvetSweatshop", way);
		const { posted } = await openBytes(openWorkbook, locked, "a.xls");
		expect(posted.map(({ type }) => type)).toEqual(["opened"]);
	});

	it("by a way that is not known is encrypted", async () => {
		const locked = lockRc4(clear, "x");
		const filePass = Buffer.from([0x2f, 0, 54, 0, 1, 0, 1, 0, 1, 0]);
		locked[Buffer.from(locked).indexOf(filePass) + 6] = 9;
		const opening = openBytes(openWorkbook, locked, "a.xls", ["x"]);
		await expect(opening).rejects.toMatchObject({ failure: "encrypted" });
	});
});
