import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { strToU8, zipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { MB } from "../../policy/settings.ts";
import { sizedCsv, sizedPdf } from "../fixtures/make-sized.ts";
import { oneCell, rawWorkbook, salesWorkbook } from "../fixtures/make-xlsx.ts";
import { sentBy } from "./channel-spy.ts";
import { openRoom, type Person, patience, type Room } from "./room.ts";
import {
	askAndAccept,
	bothSee,
	button,
	choose,
	closeDocument,
	drop,
	type GivenFile,
	isOpen,
	openSession,
	press,
	share,
	shareButton,
} from "./steps.ts";

let room: Room;
let folder: string;

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), "docside-limits-"));
	room = await openRoom();
	await openSession(room);
	await askAndAccept(room);
});
afterAll(async () => {
	await room?.close();
	await rm(folder, { recursive: true, force: true });
});

const text = (string: string) => strToU8(string);
const odf = zipSync({
	mimetype: text("application/vnd.oasis.opendocument.spreadsheet"),
	"content.xml": text("<x/>"),
});
const docx = zipSync({
	"[Content_Types].xml": text("<Types/>"),
	"word/document.xml": text("<w/>"),
});
const withMacros = rawWorkbook([{ name: "One", xml: oneCell("A1", "1") }], {
	"xl/vbaProject.bin": "macros",
});
const png = Buffer.from("89504e470d0a1a0a0000000d49484452", "hex");

const WRONG: GivenFile[] = [
	{ name: "invoice.pdf", bytes: text(`MZ\u0090\0${"\0".repeat(200)}PE\0\0`) },
	{ name: "table.xls", bytes: text("<html><table><tr><td>1</table></html>") },
	{ name: "macros.xlsm", bytes: salesWorkbook("xlsm") },
	{ name: "macros.xlsx", bytes: withMacros },
	{ name: "binary.xlsb", bytes: salesWorkbook("xlsb") },
	{ name: "sheet.ods", bytes: odf },
	{ name: "letter.docx", bytes: docx },
	{ name: "letter.xlsx", bytes: docx },
	{ name: "picture.png", bytes: png },
	{ name: "picture.pdf", bytes: png },
];

describe.each(["agent", "visitor"] as const)("the %s is told", (who) => {
	it("which files there are by the system's dialog", async () => {
		const input = room[who].frame().locator("input[type=file]").first();
		expect(await input.getAttribute("accept")).toBe(
			".pdf,.xls,.xlsx,.csv,.tsv",
		);
	});

	it.each(WRONG)(
		"that $name cannot be shared, and which types can",
		async (file) => {
			const person = room[who];
			const before = await sentBy(person);
			await choose(person, [file]);
			await refusalIn(person, file.name);
			expect(await refusalIn(person, file.name)).toContain(
				"PDF, Excel (.xls, .xlsx) and CSV (.csv, .tsv)",
			);
			expect(await sentBy(person)).toEqual(before);
		},
	);
});

it("says a sentence when two files are dropped", async () => {
	const [first, second] = WRONG;
	if (!first || !second) throw new Error("two files are needed");
	await drop(room, [first, second]);
	expect(await refusalIn(room.visitor, "One document at a time")).toContain(
		"single file",
	);
});

const LIMITS = [
	{ who: "agent", name: "large.pdf", limit: 10 * MB, make: sizedPdf },
	{ who: "agent", name: "large.csv", limit: 5 * MB, make: sizedCsv },
	{ who: "visitor", name: "large.pdf", limit: 5 * MB, make: sizedPdf },
	{ who: "visitor", name: "large.csv", limit: 5 * MB, make: sizedCsv },
] as const;

describe.each(LIMITS)("a $name of the $who", ({ who, name, limit, make }) => {
	const size = `${limit / MB} MB`;
	const count = (n: number) => n.toLocaleString("en");

	it("is shared when it is exactly as large as the limit", async () => {
		await choose(room[who], await onDisk(name, make(limit)));
		await isOpen(room[who]);
		await share(room[who]);
		await bothSee(room, name);
		await button(room[other(who)].frame(), "Save").waitFor(patience);
		await closeDocument(room, room[who], name);
		if (who === "visitor") await askAndAccept(room);
	}, 90_000);

	it(`is refused one byte above it, with both numbers${
		who === "visitor" ? ", and may be shared view only" : ""
	}`, async () => {
		const before = await sentBy(room[who]);
		await choose(room[who], await onDisk(name, make(limit + 1)));
		const said = await refusalIn(room[who], `${name} is too large`);
		expect(said).toContain(`The limit is ${size}`);
		expect(said).toContain(count(limit + 1));
		expect(said).toContain(count(limit));
		if (who === "agent")
			expect(await shareButton(room.agent).isEnabled()).toBe(false);
		else expect(await shareButton(room.visitor).count()).toBe(0);
		expect(await sentBy(room[who])).toEqual(before);
		if (who === "agent") await press(room.agent, "Cancel");
		else await shareViewOnly(name);
	}, 60_000);
});

/** Above its limit a visitor's document may be looked at, and not saved. */
async function shareViewOnly(name: string) {
	await share(room.visitor, "Share as view only");
	await bothSee(room, name);
	expect(await button(room.agent.frame(), "Save").count()).toBe(0);
	await room.agent.frame().getByText("View only").first().waitFor(patience);
	await closeDocument(room, room.visitor, name);
	await askAndAccept(room);
}

const other = (who: "agent" | "visitor") =>
	who === "agent" ? "visitor" : "agent";

/** The sentence on this screen that has these words in it. */
async function refusalIn(person: Person, words: string): Promise<string> {
	const alert = person.frame().getByRole("alert").filter({ hasText: words });
	await alert.waitFor(patience);
	return (await alert.textContent()) ?? "";
}

/** Large files are given by path: what is sent to the browser by value takes seconds. */
async function onDisk(name: string, bytes: Uint8Array): Promise<string> {
	const path = join(folder, name);
	await writeFile(path, bytes);
	return path;
}
