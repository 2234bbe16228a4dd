/** A walk past every screen of the product, in two real browsers: each is on the screen when `look` is called. */
import type { Page } from "playwright-core";
import { expect } from "vitest";
import { DEMO_DOCUMENTS } from "../../demo/documents/documents.ts";
import { makeLockedPdf } from "../fixtures/make-locked-pdf.ts";
import { makePdf } from "../fixtures/make-pdf.ts";
import { sizedPdf } from "../fixtures/make-sized.ts";
import { changeSettings, demoSettings } from "./demo-settings.ts";
import { search, searchStatus } from "./looking.ts";
import { PATIENCE, type Person, type Room } from "./room.ts";
import {
	approvedHeading,
	askAndAccept,
	bothSee,
	button,
	choose,
	closeDocument,
	type GivenFile,
	isOpen,
	openPanel,
	openSession,
	patient,
	press,
	save,
	share,
	shareButton,
	sharedDocument,
	startVisitor,
	typeKey,
} from "./steps.ts";

/** `name` is short and fit for a file; the page is that of one of the two people. */
export type Look = (name: string, page: Page) => Promise<void>;

const patience = { timeout: PATIENCE };

/** Every screen, in the order in which two people would meet them. Ends with both on their pages and no session. */
export async function walk(room: Room, look: Look): Promise<void> {
	await changeSettings(room.demo, { requestTimeoutSeconds: 600 });
	await options(room, look);
	await joining(room, look);
	await requested(room, look);
	await visitorsDocuments(room, look);
	await agentsDocuments(room, look);
	await endings(room, look);
	await longNames(room, look);
	await failures(room, look);
}

const demoFile = (name: string): GivenFile => {
	const found = DEMO_DOCUMENTS.get(name);
	if (!found) throw new Error(`no document ${name}`);
	return { name, bytes: found.bytes };
};

const optionsPage = ({ agent }: Room) =>
	new URL("options.html", agent.frame().url()).href;

const says = (person: Person, sentence: string) =>
	person.frame().getByText(sentence).first().waitFor(patience);

async function options(room: Room, look: Look) {
	await openPanel(room);
	const page = await room.context.newPage();
	await page.goto(optionsPage(room));
	const server = page.getByRole("textbox", { name: "Server address" });
	await server.waitFor(patience);
	await look("options", page);
	const [address, pages, token] = [
		server,
		page.getByRole("textbox", { name: "Viewer pages" }),
		page.getByLabel("Sign-in token"),
	];
	const right = [await address.inputValue(), await token.inputValue()];
	const patterns = await pages.inputValue();
	await address.fill("server.example.com");
	await pages.fill("everywhere");
	await page.getByRole("textbox", { name: "Toolbar" }).fill(">>");
	const keep = () => page.getByRole("button", { name: "Save" }).click();
	await keep();
	await page.locator(".wrong:not(:empty)").first().waitFor(patience);
	await look("options-wrong", page);

	await page.getByRole("textbox", { name: "Toolbar" }).fill("");
	await address.fill(right[0] ?? "");
	await pages.fill(patterns);
	await token.fill("");
	await keep();
	await page.getByText("Saved.").waitFor(patience);
	await room.agent.page.reload();
	await openPanel(room);
	await says(room.agent, "Sign in first");
	await look("agent-signed-out", room.agent.page);

	await token.fill(right[1] ?? "");
	await keep();
	await page.getByText("Signed in as").waitFor(patience);
	await look("options-signed-in", page);
	await page.close();
	await room.agent.page.reload();
}

async function joining(room: Room, look: Look) {
	const { agent, visitor } = room;
	await look("visitor-site", visitor.page);
	await openPanel(room);
	await agent.frame().getByRole("button", { name: "Join" }).waitFor(patience);
	await look("agent-join", agent.page);
	const key = await startVisitor(room);
	await look("visitor-key", visitor.page);
	const wrong = key.replace(/.$/, (digit) => (digit === "7" ? "8" : "7"));
	// The third wrong try burns the key.
	for (const _ of [1, 2, 3]) {
		await typeKey(room, wrong);
		await button(agent.frame(), "Joining…").waitFor(patience);
		await button(agent.frame(), "Join").waitFor(patience);
	}
	await look("agent-join-failed", agent.page);
	await says(visitor, "That key was tried with wrong digits");
	await look("visitor-key-renewed", visitor.page);
	await typeKey(room, await freshKey(visitor));
	await visitor.frame().getByRole("alertdialog").waitFor(patience);
	await look("visitor-wants-to-join", visitor.page);
	await look("agent-waits-for-welcome", agent.page);
	await press(visitor, "Allow");
	await approvedHeading(room).waitFor(patience);
	await look("visitor-idle", visitor.page);
	await look("agent-menu", agent.page);
	await press(visitor, "Minimise");
	await button(visitor.frame(), "Show Docside").waitFor(patience);
	await look("visitor-minimised", visitor.page);
	await press(visitor, "Show Docside");
}

async function freshKey(visitor: Person): Promise<string> {
	const digits = visitor.frame().getByRole("status", { name: "Session key" });
	return ((await digits.textContent()) ?? "").replace(/\D/g, "");
}

async function requested(room: Room, look: Look) {
	const { agent, visitor } = room;
	await press(agent, "Send request");
	await visitor.frame().getByRole("alertdialog").waitFor(patience);
	await look("visitor-request", visitor.page);
	await look("agent-request-waiting", agent.page);
	await press(visitor, "Decline");
	await says(agent, "The visitor declined");
	await look("agent-request-declined", agent.page);
	await askAndAccept(room);
	await look("visitor-choose", visitor.page);
	await look("agent-visitor-chooses", agent.page);
	await choose(visitor, [
		{ name: "holiday.png", bytes: Buffer.from("89504e470d0a1a0a", "hex") },
	]);
	await says(visitor, "holiday.png cannot be shared");
	await look("visitor-choose-wrong", visitor.page);
}

async function visitorsDocuments(room: Room, look: Look) {
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
	await viewer.getByLabel("Document password").fill("wrong", patient);
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

async function agentsDocuments(room: Room, look: Look) {
	const { agent, visitor } = room;
	const link = "https://www.example.com/terms?for=everyday-account";
	await choose(agent, [
		{ name: "links.pdf", bytes: makePdf([{ lines: ["Read more"], link }]) },
	]);
	await isOpen(agent);
	await look("agent-preview", agent.page);
	const viewer = await agent.viewer();
	await viewer.locator(".annotationLayer a").click(patient);
	await viewer
		.getByRole("dialog", { name: "Open this link?" })
		.waitFor(patient);
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
async function approved(room: Room, name: string) {
	await button(room.agent.frame(), name).click(patient);
	await isOpen(room.agent);
	await share(room.agent);
	await bothSee(room, name);
}

const BROKEN = Buffer.from(
	"%PDF-1.7\nnothing that a reader could use\n%%EOF\n",
);

async function endings(room: Room, look: Look) {
	const { agent, visitor } = room;
	await approved(room, "Account terms");
	await visitor.page.mouse.move(5, 5);
	await pointAt(agent);
	await visitor
		.viewer()
		.then((viewer) =>
			viewer.locator(".pointer-mark svg").first().waitFor(patience),
		);
	await look("visitor-sees-pdf", visitor.page);
	await closeDocument(room, agent, "Account terms");
	await press(agent, "End session");
	await says(visitor, "The agent ended the session");
	await look("agent-ended", agent.page);
	await look("visitor-ended", visitor.page);
	await press(visitor, "Close");
	await room.renew();
}

/** Rests the pointer on the document. */
export async function pointAt(person: Person) {
	const box = await person.frame().locator("iframe.sealed-frame").boundingBox();
	if (!box) throw new Error("no document on the screen");
	const [x, y] = [box.x + box.width * 0.45, box.y + box.height * 0.7];
	await person.page.mouse.move(x - 40, y - 20);
	await person.page.mouse.move(x, y, { steps: 4 });
}

const LONG =
	"Ana-Lucía Vandenberghe-Oyelaran 🌻 ‏عائشة بنت محمد‏ of the customer care team";

async function longNames(room: Room, look: Look) {
	const { agent, visitor } = room;
	const before = await demoSettings(room.demo);
	const [first] = before.links;
	const [someone] = before.agents;
	if (!first || !someone) throw new Error("the demo has links and agents");
	const names = [
		`${"A very long name of a document ".repeat(3).slice(0, 76)} 🌻`,
		"شروط الحساب الجاري وجدول الرسوم والفوائد",
		"Averylongnameofadocumentwithoutasinglespaceorhyphenthatcouldbreakitsomewhere.pdf",
	];
	const links = Array.from({ length: 20 }, (_, index) => ({
		...first,
		id: `demo-link-number-${index}`,
		name: names[index] ?? `Account terms ${index + 1}`,
	}));
	await changeSettings(room.demo, {
		company:
			"Alder & Finch and Sons, Savings, Loans and Everyday Banking of the North",
		agents: [{ ...someone, name: LONG.slice(0, 80) }],
		links,
	});
	await startVisitor(room).then((key) => typeKey(room, key));
	await visitor.frame().getByRole("alertdialog").waitFor(patience);
	await look("long-wants-to-join", visitor.page);
	await press(visitor, "Allow");
	await approvedHeading(room).waitFor(patience);
	await look("long-menu", agent.page);
	await look("long-idle", visitor.page);
	await press(agent, "Send request");
	await visitor.frame().getByRole("alertdialog").waitFor(patience);
	await look("long-request", visitor.page);
	await press(visitor, "Accept");
	const [name] = names;
	await choose(visitor, [
		{ ...demoFile("account-terms.pdf"), name: `${names[2]}` },
	]);
	await isOpen(visitor);
	await look("long-preview", visitor.page);
	await share(visitor);
	await sharedDocument(agent, `${names[2]}`).waitFor(patience);
	await look("long-shared", agent.page);
	await look("long-shares", visitor.page);
	await press(agent, "Close document");
	await approvedHeading(room).waitFor(patience);
	await press(agent, name ?? "");
	await isOpen(agent);
	await share(agent);
	await press(visitor, "Minimise");
	await button(visitor.frame(), "Show Docside").waitFor(patience);
	await look("long-minimised", visitor.page);
	await changeSettings(room.demo, before);
}

async function failures(room: Room, look: Look) {
	await room.renew();
	const { agent, visitor } = room;
	await openSession(room);
	await approved(room, "Account terms");
	await visitor.page.goto("about:blank");
	await says(agent, "has left the page");
	await look("agent-visitor-away", agent.page);
	await visitor.page.goto(room.demo.site);
	await visitor.page.route("**/settings*", (route) => route.abort());
	await visitor.page.route("**/sessions*", (route) => route.abort());
	await visitor.page
		.getByRole("button", { name: "Share documents with an agent" })
		.click();
	await visitor.page
		.frameLocator("iframe[title=Docside]")
		.getByRole("button", { name: "Start again" })
		.waitFor(patience);
	await look("visitor-cannot-start", visitor.page);
}
