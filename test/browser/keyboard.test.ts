/** Both whole ways, by the keyboard alone. */
import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ordersCsv } from "../fixtures/make-csv.ts";
import { makeTextPdf } from "../fixtures/make-pdf.ts";
import { sentBy } from "./channel-spy.ts";
import { enter, focusOf, keepsFocus, press, tabTo } from "./focus.ts";
import { placeOf, restTogether } from "./looking.ts";
import { openRoom, type Person, patience, type Room } from "./room.ts";
import {
	approvedHeading,
	bothSee,
	button,
	type GivenFile,
	isOpen,
	sha256,
	shareButton,
	sharedDocument,
	shownKey,
} from "./steps.ts";

let room: Room;
let agent: Person;
let visitor: Person;
const START = "Share documents with an agent";
const PDF = { name: "statement.pdf", bytes: makeTextPdf(12) };
const CSV = { name: "orders.csv", bytes: ordersCsv(3_000) };

beforeAll(async () => {
	room = await openRoom();
	({ agent, visitor } = room);
});
afterAll(() => room?.close());

const question = () => visitor.frame().getByRole("alertdialog");
const askedFor = () => question().waitFor(patience);

/** Presses the button that opens the system's dialog, and chooses there. */
async function chooseByKey(person: Person, { name, bytes }: GivenFile) {
	await tabTo(person, "Choose a file");
	const chosen = person.page.waitForEvent("filechooser", patience);
	await press(person, "Enter");
	await (await chosen).setFiles({
		name,
		mimeType: "application/octet-stream",
		buffer: Buffer.from(bytes),
	});
	await isOpen(person);
	await expect.poll(() => shareButton(person).isEnabled(), patience).toBe(true);
}

/** The kinds of message that were sent, but for what a look at a document needs. */
async function saidBy(person: Person): Promise<string[]> {
	const sent = await sentBy(person);
	return sent.map(({ type }) => type);
}

/** Goes to the document itself and scrolls it by a key; the other screen follows. */
async function scrollByKey(person: Person, other: Person, ...keys: string[]) {
	const before = await placeOf(other);
	await press(person, ...keys);
	await expect.poll(() => placeOf(other), patience).not.toBe(before);
	await restTogether(person, other);
}

describe("by the keyboard alone", () => {
	it("a visitor gets a key and an agent joins with it", async () => {
		await enter(visitor, START);
		const key = await shownKey(visitor);
		await keepsFocus(visitor);
		await agent.page
			.getByRole("button", { name: "Share document" })
			.waitFor(patience);
		await enter(agent, "Share document");
		await keepsFocus(agent, "Session key");
		await agent.page.keyboard.type(key);
		await press(agent, "Enter");
		await askedFor();
		await keepsFocus(visitor, "Ana wants to join");
		// Enter on the heading answers nothing.
		await press(visitor, "Enter");
		expect(await question().isVisible()).toBe(true);
		await enter(visitor, "Allow");
		await approvedHeading(room).waitFor(patience);
		await keepsFocus(agent);
		await keepsFocus(visitor);
	}, 60_000);

	it("an agent shares a PDF, both scroll it, and it is saved and closed", async () => {
		await chooseByKey(agent, PDF);
		await keepsFocus(agent);
		const before = await saidBy(agent);
		await press(agent, "Escape");
		await keepsFocus(agent, "Share document");
		await press(agent, "Enter");
		await keepsFocus(agent);
		expect(await saidBy(agent)).toEqual(before);

		await enter(agent, "Share");
		await bothSee(room, PDF.name);
		await keepsFocus(agent);
		await keepsFocus(visitor);
		await tabTo(visitor, "Search");
		await press(visitor, "Tab");
		await scrollByKey(visitor, agent, "PageDown");
		await scrollByKey(visitor, agent, "ArrowDown");
		await tabTo(agent, "Search");
		await press(agent, "Tab");
		await scrollByKey(agent, visitor, "PageDown");

		const download = visitor.page.waitForEvent("download", patience);
		await enter(visitor, "Save");
		expect((await download).suggestedFilename()).toBe(PDF.name);
		await visitor
			.frame()
			.getByText("is saved on this device")
			.waitFor(patience);
		await keepsFocus(visitor);
		await enter(visitor, "Close document");
		await approvedHeading(room).waitFor(patience);
		await keepsFocus(visitor);
		await keepsFocus(agent);
	}, 90_000);

	it("Escape declines a request, and Tab stays within the question", async () => {
		await enter(agent, "Send request");
		await askedFor();
		await keepsFocus(visitor, "Ana asks you to share a document");
		await keepsFocus(agent);
		const stops: string[] = [];
		for (let i = 0; i < 4; i++) {
			await press(visitor, "Tab");
			stops.push((await focusOf(visitor)).name);
		}
		expect(stops).toEqual([
			"Terms and conditions",
			"Decline",
			"Accept",
			"Terms and conditions",
		]);
		await press(visitor, "Shift+Tab");
		expect((await focusOf(visitor)).name).toBe("Accept");
		await press(visitor, "Escape");
		await question().waitFor({ state: "detached", ...patience });
		await agent.frame().getByText("The visitor declined").waitFor(patience);
		await keepsFocus(visitor);
		await keepsFocus(agent);
	}, 60_000);

	it("a visitor shares a CSV when asked, and both move in it", async () => {
		await enter(agent, "Send request");
		await askedFor();
		await keepsFocus(visitor, "Ana asks you to share a document");
		await enter(visitor, "Accept");
		await keepsFocus(visitor);
		await chooseByKey(visitor, CSV);
		await keepsFocus(visitor);
		const before = await saidBy(visitor);
		await press(visitor, "Escape");
		await keepsFocus(visitor, "Show Docside");
		await press(visitor, "Enter");
		await keepsFocus(visitor);
		expect(await saidBy(visitor)).toEqual(before);

		await enter(visitor, "Share");
		await bothSee(room, CSV.name);
		await keepsFocus(visitor);
		await keepsFocus(agent);
		for (const [person, other] of [
			[visitor, agent],
			[agent, visitor],
		] as const) {
			await tabTo(person, "Search");
			await press(person, "Tab");
			// The first goes to the last row in the window, the second beyond it.
			await scrollByKey(person, other, "PageDown", "PageDown");
		}
		await press(agent, "Control+f");
		await keepsFocus(agent, "Search in document");
		await agent.page.keyboard.type("Customer 2999");
		await expect
			.poll(
				async () =>
					(await visitor.viewer())
						.locator("#find-bar [role=status]")
						.textContent(),
				patience,
			)
			.toBe("1 of 1");
		await press(agent, "Escape");
		await keepsFocus(agent);
		const download = agent.page.waitForEvent("download", patience);
		await enter(agent, "Save");
		expect(sha256(await readFile(await (await download).path()))).toBe(
			sha256(CSV.bytes),
		);
		await enter(agent, "Close document");
		await sharedDocument(visitor, CSV.name).waitFor({
			state: "detached",
			...patience,
		});
		await keepsFocus(agent);
		await keepsFocus(visitor);
	}, 90_000);

	it("the end gives the focus back to where it began", async () => {
		await enter(visitor, "End session");
		await visitor.frame().getByText("You ended the session.").waitFor(patience);
		await keepsFocus(visitor);
		await enter(visitor, "Close");
		await keepsFocus(visitor, START);
		await agent.frame().getByText("The visitor ended").waitFor(patience);
		await keepsFocus(agent);
		await button(agent.frame(), "Join another session").waitFor(patience);
		await press(agent, "Escape");
		await keepsFocus(agent, "Share document");
	}, 60_000);
});
