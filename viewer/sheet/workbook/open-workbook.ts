import { type Book, type Desk, OpenError } from "../reader/book.ts";
import { createBook } from "./create-book.ts";
import { unlockXls } from "./locked-xls.ts";
import { unlockXlsx } from "./locked-xlsx.ts";
import { isOleFile, readStreams } from "./ole.ts";
import { type ReadSheets, readXls } from "./read-xls.ts";
import { readXlsx } from "./read-xlsx.ts";

const PIECE_BYTES = 1_048_576;

/** Opens a workbook. Formulas never run: what shows is the value and the format that its author saved. */
export async function openWorkbook(desk: Desk): Promise<Book> {
	const bytes = await readAll(desk);
	const { listed, sheets } = isOleFile(bytes)
		? await readCompound(bytes, desk)
		: readXlsx(bytes, desk);
	const open = sheets.filter(({ sheet }) => !listed[sheet]?.hidden);
	desk.post({
		type: "opened",
		summary: {
			kind: "excel",
			sheets: listed.map(({ name }) => name.slice(0, 2_000)),
			hidden: listed.filter(({ hidden }) => hidden).length,
		},
		shapes: open.map(({ shape }) => shape),
	});
	return createBook(open, desk);
}

async function readAll(desk: Desk): Promise<Uint8Array<ArrayBuffer>> {
	const { size, budget } = desk.open;
	if (size > budget.inflatedBytes)
		throw new OpenError("too-complex", `${size} bytes`);
	const whole = new Uint8Array(size);
	for (let at = 0; at < size; at += PIECE_BYTES) {
		whole.set(await desk.read(at, Math.min(at + PIECE_BYTES, size)), at);
		desk.alive();
	}
	return whole;
}

/** An .xls, or an .xlsx with a password, whatever its name says. */
async function readCompound(
	bytes: Uint8Array,
	desk: Desk,
): Promise<ReadSheets> {
	const streams = readStreams(bytes);
	return streams.has("encryptedpackage")
		? readXlsx(await unlockXlsx(streams, desk), desk)
		: readXls(await unlockXls(streams, desk), streams.has("workbook"), desk);
}
