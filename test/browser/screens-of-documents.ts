/** The screens that show a document: previews, shared documents, and why one is not shown. */
import { expect } from "vitest";
import { DEMO_DOCUMENTS } from "../../demo/documents/documents.ts";
import { makeLockedPdf } from "../fixtures/make-locked-pdf.ts";
import { makePdf } from "../fixtures/make-pdf.ts";
import { sizedPdf } from "../fixtures/make-sized.ts";
import { search, searchStatus } from "./looking.ts";
import { type Person, patience, type Room } from "./room.ts";
import type { Look } from "./screens.ts";
import {
	askAndAccept,
	bothSee,
	button,
	choose,
	closeDocument,
	type GivenFile,
	isOpen,
	press,
	save,
	share,
	shareButton,
	sharedDocument,
} from "./steps.ts";
import { shownPart, WHERE } from "./where.ts";

export async function visitorsDocuments(room: Room, look: Look) {
	const { agent, visitor } = room;
	const another = "Choose another file";
	await preview(visitor, demoFile("account-terms.pdf"));
	await expect
		.poll(() => shareButton(visitor).isEnabled(), patience)
		.toBe(true);
	await look("visitor-preview", visitor.page);
	await preview(visitor, demoFile("fees.xlsx"), another);
	await look("visitor-preview-sheet", visitor.page);
	const locked = { name: "payslip.pdf", bytes: makeLockedPdf("secret") };
	await choose(visitor, [locked], another);
	const viewer = await visitor.viewer();
	await viewer.getByLabel("Document password").fill("wrong", patience);
	await button(viewer, "Open").click();
	await viewer.getByText("That password does not open").waitFor(patience);
	await look("visitor-password", visitor.page);
	await choose(visitor, [{ name: "broken.pdf", bytes: BROKEN }], another);
	await says(visitor, "This document is damaged");
	await look("visitor-damaged", visitor.page);
	const large = { name: "scan.pdf", bytes: sizedPdf(6 * 1_048_576) };
	await preview(visitor, large, another);
	await look("visitor-over-the-limit", visitor.page);
	await preview(visitor, demoFile("account-terms.pdf"), another);
	await share(visitor);
	await bothSee(room, "account-terms.pdf");
	await look("visitor-shares-pdf", visitor.page);
	await look("agent-sees-pdf", agent.page);
	await search(agent, "overdraft");
	for (const person of [agent, visitor])
		await expect
			.poll(() => searchStatus(person), patience)
			.toMatch(/^\d+ of \d+$/);
	await look("agent-search", agent.page);
	await look("visitor-sees-search", visitor.page);
	await press(visitor, WHERE);
	await shownPart(visitor, "Ana");
	await look("visitor-where-file-went", visitor.page);
	await press(visitor, "Close");
	await save(agent);
	await says(agent, "is saved on this device");
	await look("agent-saved", agent.page);
	await press(visitor, "Minimise");
	await button(visitor.frame(), "Show Docside").waitFor(patience);
	await look("visitor-minimised-document", visitor.page);
	await press(visitor, "Show Docside");
	await closeDocument(room, agent, "account-terms.pdf");
	await says(visitor, "closed account-terms.pdf");
	await look("visitor-closed", visitor.page);
}

export async function agentsDocuments(room: Room, look: Look) {
	const { agent, visitor } = room;
	const link = "https://www.example.com/terms?for=everyday-account";
	await choose(agent, [
		{ name: "links.pdf", bytes: makePdf([{ lines: ["Read more"], link }]) },
	]);
	await isOpen(agent);
	await look("agent-preview", agent.page);
	const viewer = await agent.viewer();
	await viewer.locator(".annotationLayer a").click(patience);
	await viewer
		.getByRole("dialog", { name: "Open this link?" })
		.waitFor(patience);
	await look("agent-link", agent.page);
	await button(viewer, "Stay here").click();
	await press(agent, "Cancel");
	await replaced(room, look);
	await approved(room, "Fees and interest");
	await look("agent-shares-workbook", agent.page);
	await look("visitor-sees-workbook", visitor.page);
	await closeDocument(room, visitor, "Fees and interest");
	await preview(agent, demoFile("statement-october.csv"));
	await share(agent);
	await bothSee(room, "statement-october.csv");
	await look("agent-shares-csv", agent.page);
	await look("visitor-sees-csv", visitor.page);
	await closeDocument(room, agent, "statement-october.csv");
	const formulas = Buffer.from("Name,Sum\r\nTotal,=1+1\r\n");
	await choose(agent, [{ name: "sums.csv", bytes: formulas }]);
	await share(agent);
	await button(visitor.frame(), "Save with formulas as text").waitFor(patience);
	await look("visitor-sees-formulas", visitor.page);
	await closeDocument(room, agent, "sums.csv");
}

/** Both have chosen something; the visitor shares first. */
async function replaced(room: Room, look: Look) {
	const { agent, visitor } = room;
	await askAndAccept(room);
	await choose(visitor, [demoFile("fees.csv")]);
	await preview(agent, demoFile("account-terms.pdf"));
	await share(visitor);
	await sharedDocument(visitor, "fees.csv").waitFor(patience);
	await share(agent);
	await agent.frame().getByRole("alertdialog").waitFor(patience);
	await look("agent-replaces", agent.page);
	await press(agent, "Replace");
	await bothSee(room, "account-terms.pdf");
	await look("visitor-replaced", visitor.page);
	await closeDocument(room, agent, "account-terms.pdf");
}

/** Chooses a file, in place of another one or not, and waits for its preview. */
async function preview(person: Person, file: GivenFile, name?: string) {
	await choose(person, [file], name);
	await person
		.frame()
		.getByRole("region", { name: `Preview: ${file.name}` })
		.waitFor(patience);
	await isOpen(person);
}

/** Fetches an approved document and shares it. */
export async function approved(room: Room, name: string) {
	await button(room.agent.frame(), name).click(patience);
	await isOpen(room.agent);
	await share(room.agent);
	await bothSee(room, name);
}

/** Rests the pointer on the document. */
export async function pointAt(person: Person) {
	const box = await person.frame().locator("iframe.sealed-frame").boundingBox();
	if (!box) throw new Error("no document on the screen");
	const [x, y] = [box.x + box.width * 0.45, box.y + box.height * 0.82];
	await person.page.mouse.move(x - 40, y - 20);
	await person.page.mouse.move(x, y, { steps: 4 });
}

export const says = (person: Person, sentence: string) =>
	person.frame().getByText(sentence).first().waitFor(patience);

export const demoFile = (name: string): GivenFile => {
	const found = DEMO_DOCUMENTS.get(name);
	if (!found) throw new Error(`no document ${name}`);
	return { name, bytes: found.bytes };
};

const BROKEN = Buffer.from(
	"%PDF-1.7\nnothing that a reader could use\n%%EOF\n",
);
