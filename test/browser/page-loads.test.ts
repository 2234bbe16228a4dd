/** A session goes on when a page is loaded anew, and when the path between the two breaks. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { STORY_DOCUMENTS, type StoryDocument } from "./documents.ts";
import { listenToEvents } from "./events.ts";
import { openRoom, type Person, patience, type Room } from "./room.ts";
import { says } from "./screens-of-documents.ts";
import {
	askAndAccept,
	bothSee,
	button,
	chooseAndShare,
	closeDocument,
	openPanel,
	openSession,
	press,
	save,
	sha256,
	sharedDocument,
} from "./steps.ts";

const pdf = ofKind("a PDF");
const csv = ofKind("a CSV");

let room: Room;

beforeAll(async () => {
	room = await openRoom();
});
afterAll(() => room?.close());
beforeEach(async () => {
	await room.renew();
});

function ofKind(wanted: string): StoryDocument {
	const found = STORY_DOCUMENTS.find(({ kind }) => kind === wanted);
	if (!found) throw new Error(`no document is ${wanted}`);
	return found;
}

async function agentShares() {
	await openSession(room);
	await chooseAndShare(room, room.agent, pdf);
}

async function visitorShares() {
	await openSession(room);
	await askAndAccept(room);
	await chooseAndShare(room, room.visitor, csv);
}

/** The other person's end is heard again: their panel says nothing of an interruption. */
const isHere = (person: Person) =>
	expect
		.poll(
			() => person.frame().locator(".panel-foot .wrong").allTextContents(),
			patience,
		)
		.toEqual([""]);

describe("the visitor's page", () => {
	it("is back with the agent's document after it was loaded anew, and can save it", async () => {
		await agentShares();
		// Heard on the way down to the tag, from the page's first moment on.
		await room.visitor.page.addInitScript(() => {
			const events: string[] = [];
			Reflect.set(globalThis, "heardAnew", events);
			for (const event of [
				"sessionstart",
				"sessioncontinue",
				"documentShared",
				"agents",
			])
				document.addEventListener(event, () => events.push(event), true);
		});
		await room.visitor.page.reload();
		await bothSee(room, pdf.name);
		await isHere(room.agent);
		const heard = await room.visitor.page.evaluate(() =>
			Reflect.get(globalThis, "heardAnew"),
		);
		expect(heard).toEqual(["sessioncontinue", "agents"]);
		expect((await save(room.visitor)).sha256).toBe(sha256(pdf.bytes));
	}, 90_000);

	it("is back on the next page of the site", async () => {
		await agentShares();
		await room.visitor.page.goto(`${room.demo.site}/accounts`);
		await bothSee(room, pdf.name);
		await closeDocument(room, room.visitor, pdf.name);
	}, 90_000);

	it("asks for a file of its own again, in one tap, and the agent is told", async () => {
		await visitorShares();
		await room.visitor.page.reload();
		await room.agent
			.frame()
			.getByText(`${csv.name} was closed`)
			.waitFor(patience);
		await button(room.visitor.frame(), "Choose a file").waitFor(patience);
		await room.visitor
			.frame()
			.getByText(`“${csv.name}” went with it`)
			.waitFor(patience);
		await chooseAndShare(room, room.visitor, csv);
	}, 90_000);

	it("leaves nothing behind in the site's storage when the session is over", async () => {
		await agentShares();
		const stored = () =>
			room.visitor.page.evaluate(() => Object.keys(sessionStorage));
		expect(await stored()).toEqual([]);
		await room.visitor.page.reload();
		await bothSee(room, pdf.name);
		expect(await stored()).toEqual([]);
		await press(room.visitor, "End session");
		await says(room.visitor, "You ended the session");
		await room.visitor.page.reload();
		await room.visitor.page.waitForLoadState("load");
		expect(await stored()).toEqual([]);
		expect(await room.visitor.page.locator("iframe").count()).toBe(0);
	}, 90_000);
});

describe("the agent's page", () => {
	it("is back with the visitor's document after it was loaded anew", async () => {
		await visitorShares();
		await room.agent.page.reload();
		await openPanel(room);
		await bothSee(room, csv.name);
		await isHere(room.visitor);
		await closeDocument(room, room.agent, csv.name);
	}, 90_000);

	it("is in no session any more after that session has ended", async () => {
		await openSession(room);
		await press(room.visitor, "End session");
		await room.agent.frame().getByText("ended the session").waitFor(patience);
		await room.agent.page.reload();
		await openPanel(room);
		await room.agent
			.frame()
			.getByRole("textbox", { name: "Session key" })
			.waitFor(patience);
	}, 90_000);
});

describe("a path that breaks", () => {
	it("is found again, and what both look at stays open", async () => {
		await agentShares();
		await listenToEvents(room);
		// As a phone that changes its network: both ends' connections fail, nobody said a word.
		for (const person of [room.agent, room.visitor])
			await person.frame().evaluate(() => {
				for (const channel of globalThis.docsideChannels ?? []) channel.close();
			});
		await isHere(room.visitor);
		await isHere(room.agent);
		expect(await sharedDocument(room.visitor, pdf.name).count()).toBe(1);
		expect((await save(room.visitor)).sha256).toBe(sha256(pdf.bytes));
	}, 90_000);
});
