/** A walk past every screen of the product, in two real browsers: each is on the screen when `look` is called. */
import type { Page } from "playwright-core";
import { changeSettings } from "./demo-settings.ts";
import { type Person, patience, type Room } from "./room.ts";
import {
	agentsDocuments,
	approved,
	pointAt,
	says,
	visitorsDocuments,
} from "./screens-of-documents.ts";
import { siteLinks } from "./screens-of-links.ts";
import { longNames } from "./screens-of-long-names.ts";
import { severalAgents } from "./screens-of-several.ts";
import {
	approvedHeading,
	askAndAccept,
	button,
	choose,
	closeDocument,
	openPanel,
	openSession,
	press,
	startVisitor,
	typeKey,
} from "./steps.ts";

/** `name` is short and fit for a file; the page is that of one of the two people. */
export type Look = (name: string, page: Page) => Promise<void>;

/** Every screen, in the order in which two people would meet them. */
export async function walk(room: Room, look: Look): Promise<void> {
	await changeSettings(room.demo, { requestTimeoutSeconds: 600 });
	await options(room, look);
	await joining(room, look);
	await siteLinks(room, look);
	await requested(room, look);
	await visitorsDocuments(room, look);
	await agentsDocuments(room, look);
	await endings(room, look);
	await longNames(room, look);
	await severalAgents(room, look);
	await failures(room, look);
}

const optionsPage = ({ agent }: Room) =>
	new URL("options.html", agent.frame().url()).href;

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
	await page.getByText("Further settings").click();
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
	await says(room.agent, "You are not signed in");
	await look("agent-signed-out", room.agent.page);

	await token.fill(right[1] ?? "");
	await keep();
	await page.getByText("Saved. Signed in as").waitFor(patience);
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

async function endings(room: Room, look: Look) {
	const { agent, visitor } = room;
	await approved(room, "Account terms");
	await visitor.page.bringToFront();
	for (const y of [760, 300]) await visitor.page.mouse.move(40, y);
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

async function failures(room: Room, look: Look) {
	await room.renew();
	const { agent, visitor } = room;
	await openSession(room);
	await approved(room, "Account terms");
	await visitor.page.goto("about:blank");
	await says(agent, "has left the page");
	await look("agent-visitor-away", agent.page);
	// Another visitor: this one would go back into the session.
	await room.renew();
	await visitor.page.route("**/settings*", (route) => route.abort());
	await visitor.page.route("**/sessions*", (route) => route.abort());
	await visitor.page
		.getByRole("button", { name: "Share documents with an agent" })
		.click();
	await visitor.page
		.frameLocator("iframe[title=Docside]")
		.getByRole("button", { name: "Try again" })
		.waitFor(patience);
	await look("visitor-cannot-start", visitor.page);
}
