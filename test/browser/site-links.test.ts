import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sentBy } from "./channel-spy.ts";
import { changeSettings } from "./demo-settings.ts";
import { keepsFocus, press as pressKeys, tabTo } from "./focus.ts";
import { openRoom, patience, type Room } from "./room.ts";
import { openSite, type Site, TERMS, visit } from "./site.ts";
import {
	bothSee,
	button,
	closeDocument,
	isOpen,
	openSession,
	press,
	save,
	sha256,
	share,
	sharedDocument,
} from "./steps.ts";

let room: Room;
let site: Site;

beforeAll(async () => {
	room = await openRoom();
	site = await openSite(room);
	await visit(room, site);
});
afterAll(async () => {
	site?.close();
	await room?.close();
});

const link = (name: string) =>
	room.visitor.page.getByRole("link", { name: `Our ${name}` });
const question = (name: string) =>
	room.visitor.frame().getByRole("alertdialog", { name, exact: true });
const path = () => new URL(room.visitor.page.url()).pathname;

/** The visitor clicks a marked link and is asked. */
async function click(name: string, shown = name) {
	await link(name).click(patience);
	await question(shown).waitFor(patience);
}

describe("a link marked to be opened, without a session", () => {
	it("does what it always did", async () => {
		await link("missing.pdf").click();
		await expect.poll(path, patience).toBe("/documents/missing.pdf");
		await visit(room, site);
		expect(await room.visitor.page.locator("iframe").count()).toBe(0);
	});
});

describe("a link marked to be opened, in a session", () => {
	beforeAll(() => openSession(room));

	it("asks the visitor, and fetches nothing before the answer", async () => {
		site.asked.length = 0;
		await click("Terms.pdf");
		await question("Terms.pdf")
			.getByText("Look at it together with Ana?")
			.waitFor(patience);
		expect(path()).toBe("/");
		await pressKeys(room.visitor, "Escape");
		await question("Terms.pdf").waitFor({ state: "detached", ...patience });
		await expect
			.poll(
				// Not `:focus`, which also asks whether the window is the active one.
				() =>
					link("Terms.pdf").evaluate((node) => node === document.activeElement),
				patience,
			)
			.toBe(true);
		expect(site.asked).toEqual([]);
	}, 60_000);

	it("opens the visitor's own preview, with the page's cookies, and sends nothing before Share", async () => {
		const before = (await sentBy(room.visitor)).length;
		await click("Terms.pdf");
		await press(room.visitor, "View together");
		await isOpen(room.visitor);
		expect(site.asked).toEqual([
			{ path: "/documents/Terms.pdf", cookie: "visitor=robin" },
		]);
		const sent = (await sentBy(room.visitor)).slice(before);
		expect(sent.map(({ type }) => type)).toEqual([]);
		await share(room.visitor);
		await bothSee(room, "Terms.pdf");
		const saved = await save(room.agent);
		expect(saved).toMatchObject({ name: "Terms.pdf", sha256: sha256(TERMS) });
		await closeDocument(room, room.visitor, "Terms.pdf");
	}, 60_000);

	it("works by the keyboard alone", async () => {
		await room.visitor.page.bringToFront();
		await link("Terms.pdf").focus();
		await pressKeys(room.visitor, "Enter");
		await question("Terms.pdf").waitFor(patience);
		await keepsFocus(room.visitor, "Terms.pdf");
		await tabTo(room.visitor, "View together");
		await pressKeys(room.visitor, "Enter");
		await isOpen(room.visitor);
		await keepsFocus(room.visitor);
		await press(room.visitor, "Cancel");
		await question("Terms.pdf").waitFor({ state: "detached", ...patience });
	}, 60_000);

	it("opens a document without an ending in its name by what its server says it is", async () => {
		await click("4711", "Our 4711");
		await press(room.visitor, "View together");
		await isOpen(room.visitor);
		await share(room.visitor);
		await bothSee(room, "4711.pdf");
		await closeDocument(room, room.agent, "4711.pdf");
	}, 60_000);

	it("answers a request that is open", async () => {
		await press(room.agent, "Send request");
		await room.visitor
			.frame()
			.getByRole("alertdialog", { name: "Ana asks you to share a document" })
			.waitFor(patience);
		await click("Terms.pdf");
		await press(room.visitor, "View together");
		await isOpen(room.visitor);
		await room.agent
			.frame()
			.getByText("The visitor accepted and is choosing a document…")
			.waitFor(patience);
		await share(room.visitor);
		await bothSee(room, "Terms.pdf");
		await closeDocument(room, room.visitor, "Terms.pdf");
		await button(room.agent.frame(), "Send request").waitFor(patience);
	}, 60_000);

	it("does not go when the agent takes a request back: it needs none", async () => {
		await press(room.agent, "Send request");
		await click("Terms.pdf");
		await press(room.visitor, "View together");
		await isOpen(room.visitor);
		await press(room.agent, "Cancel request");
		await room.visitor
			.frame()
			.getByText("The agent took the request back.")
			.waitFor(patience);
		await share(room.visitor);
		await bothSee(room, "Terms.pdf");
		await closeDocument(room, room.visitor, "Terms.pdf");
	}, 60_000);

	it.each([
		["missing.pdf", "missing.pdf is not there any more."],
		["login.pdf", "login.pdf is not what its name says."],
		[
			"large.pdf",
			"large.pdf is too large to view together: the limit is 100 MB.",
		],
	])(
		"says in words why %s cannot be viewed together",
		async (name, why) => {
			await click(name);
			await press(room.visitor, "View together");
			await question(name).getByText(why).waitFor(patience);
			await press(room.visitor, "Cancel");
			await question(name).waitFor({ state: "detached", ...patience });
		},
		60_000,
	);

	it("can be given up while a document is being fetched", async () => {
		await click("slow.pdf");
		await press(room.visitor, "View together");
		await question("slow.pdf").getByText("Fetching").waitFor(patience);
		await press(room.visitor, "Cancel");
		await question("slow.pdf").waitFor({ state: "detached", ...patience });
		expect(await sharedDocument(room.visitor, "slow.pdf").count()).toBe(0);
	}, 60_000);

	it("leaves clicks alone that mean a new tab, that the page has dealt with, or that a script makes", async () => {
		const { page } = room.visitor;
		const [opened] = await Promise.all([
			page.context().waitForEvent("page", patience),
			link("missing.pdf").click({ modifiers: ["ControlOrMeta"] }),
		]);
		await opened.close();
		await page.evaluate(() =>
			document.addEventListener("click", (event) => event.preventDefault(), {
				once: true,
			}),
		);
		await link("missing.pdf").click();
		expect(path()).toBe("/");
		expect(await room.visitor.frame().getByRole("alertdialog").count()).toBe(0);
	}, 60_000);

	it("opens its new tab when the visitor says so", async () => {
		const { page } = room.visitor;
		await page.getByRole("link", { name: "Elsewhere" }).click();
		const [opened] = await Promise.all([
			page.context().waitForEvent("page", patience),
			press(room.visitor, "Open here"),
		]);
		expect(new URL(opened.url()).pathname).toBe("/documents/missing.pdf");
		await opened.close();
	}, 60_000);

	it("shows its document here when the visitor says so", async () => {
		await click("missing.pdf");
		await press(room.visitor, "Open here");
		await expect.poll(path, patience).toBe("/documents/missing.pdf");
	}, 60_000);
});

describe("a link marked to be opened, on a page that may not fetch it", () => {
	it("says so, and can still be opened here", async () => {
		await visit(room, site);
		await room.visitor.page.goto(`${site.address}/strict`, patience);
		await openSession(room);
		await click("missing.pdf");
		await press(room.visitor, "View together");
		await question("missing.pdf")
			.getByText("missing.pdf cannot be fetched.")
			.waitFor(patience);
		await press(room.visitor, "Open here");
		await expect.poll(path, patience).toBe("/documents/missing.pdf");
	}, 60_000);
});

describe("a link marked to be opened, where visitors may not share", () => {
	it("does what it always did", async () => {
		await changeSettings(room.demo, {
			sharing: { visitorDocumentShare: false },
		});
		await visit(room, site);
		await openSession(room);
		await link("missing.pdf").click();
		await expect.poll(path, patience).toBe("/documents/missing.pdf");
	}, 60_000);
});

it("has put no error on any console but for documents that are missing, or kept from the page", () => {
	const expected = /status of 404|Content Security Policy/;
	expect(room.errors.filter((said) => !expected.test(said))).toEqual([]);
});
