import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
	demoSettings,
	publishDraft,
	rollBack,
	saveDraft,
} from "./demo-settings.ts";
import { openRoom, patience, type Room } from "./room.ts";
import { approvedHeading, button, press, share, typeKey } from "./steps.ts";

const NEW_NAME = "Alder & Finch and Daughters";

let room: Room;
beforeAll(async () => {
	room = await openRoom();
});
afterAll(() => room?.close());

/** The visitor presses the site's button. Resolves with the digits of the key. */
async function start(page: Page): Promise<string> {
	await page
		.getByRole("button", { name: "Share documents with an agent" })
		.click();
	const key = inFrame(page).getByRole("status", { name: "Session key" });
	await key.waitFor(patience);
	return ((await key.textContent()) ?? "").replace(/\D/g, "");
}

const inFrame = (page: Page) => page.frameLocator("iframe[title=Docside]");

/** Ana knocks with this key. Resolves with what the visitor is asked, after they have refused. */
async function whoAsks(page: Page, key: string): Promise<string> {
	await room.agent.page.goto(room.demo.viewer);
	await typeKey(room, key);
	const question = inFrame(page).getByRole("alertdialog");
	await question.waitFor(patience);
	const asked = await question.innerText();
	await question.getByRole("button", { name: "Refuse" }).click();
	return asked;
}

async function visit(path: string): Promise<Page> {
	const page = await (await room.browser.newContext()).newPage();
	await page.goto(room.demo.site + path);
	return page;
}

it("shows two visitors at once the draft in staging and in production what is published, and moves it there by one press", async () => {
	const admin = await room.browser.newPage();
	await admin.goto(room.demo.admin);
	await admin.getByText("Signed in as Maya").waitFor(patience);
	await admin.goto(`${room.demo.server}/admin/#branding`);
	await admin.getByLabel("Company name").fill(NEW_NAME);
	await admin
		.getByRole("region", { name: "Branding" })
		.getByRole("button", { name: "Save" })
		.click();
	await admin.getByText("Saved to the draft at").waitFor(patience);

	const production = await visit("/");
	const staging = await visit("/staging/");
	const keys = [await start(production), await start(staging)];
	const asked = await whoAsks(production, keys[0] ?? "");
	expect(asked).toContain("Alder & Finch");
	expect(asked).not.toContain(NEW_NAME);
	expect(await whoAsks(staging, keys[1] ?? "")).toContain(NEW_NAME);

	await admin.goto(`${room.demo.server}/admin/#publish`);
	await admin.getByRole("button", { name: "Publish to Production" }).click();
	await admin.getByText("Version 2 is in production now.").waitFor(patience);
	const later = await visit("/accounts");
	expect(await whoAsks(later, await start(later))).toContain(NEW_NAME);
}, 90_000);

const DRAFTED = "Terms from next year";

/** Ana comes in by this key, in a tab of her own. Resolves with what she can do there, links by their names. */
async function menuWith(page: Page, key: string): Promise<string[]> {
	const before = room.agent.page;
	room.agent.page = await room.context.newPage();
	await before.close();
	await room.agent.page.goto(room.demo.viewer);
	await typeKey(room, key);
	await inFrame(page).getByRole("button", { name: "Allow" }).click(patience);
	await approvedHeading(room).waitFor(patience);
	const frame = room.agent.frame();
	const links = frame.locator("section[aria-labelledby=approved] button");
	const others = ["Choose a file", "Send request"];
	const there = await Promise.all(
		others.map((name) => button(frame, name).isVisible()),
	);
	const staging = frame.getByText("This visitor is on a staging page");
	return [
		...(await links.allInnerTexts()),
		...others.filter((_, at) => there[at]),
		...((await staging.isVisible()) ? ["the draft"] : []),
	];
}

it("lets agent and visitor go by the same version: the draft in staging, in production what is published", async () => {
	const { links } = await demoSettings(room.demo);
	const [first] = links;
	if (!first) throw new Error("the demo has no link");
	const drafted = { ...first, id: "only-in-the-draft", name: DRAFTED };
	await saveDraft(room.demo, {
		sharing: { agentDocumentShare: false, visitorDownloadDocumentShare: false },
		links: [...links, drafted],
	});
	const names = links.map(({ name }) => name);
	const asBefore = [...names, "Choose a file", "Send request"];
	const asDrafted = [...names, DRAFTED, "Send request"];

	const [production, staging] = [await visit("/"), await visit("/staging/")];
	const keys = [await start(production), await start(staging)];
	expect(await menuWith(production, keys[0] ?? "")).toEqual(asBefore);
	expect(await menuWith(staging, keys[1] ?? "")).toEqual([
		...asDrafted,
		"the draft",
	]);

	// A page that is loaded anew asks which version it is again.
	await room.agent.page.reload();
	await room.agent.page
		.frameLocator('iframe[title="Document sharing"]')
		.getByRole("button", { name: DRAFTED })
		.waitFor(patience);

	// The visitor's end knows the link, and both know that it may not be saved.
	await press(room.agent, DRAFTED);
	await share(room.agent);
	const document = inFrame(staging).getByRole("region", {
		name: /^Shared document: Terms from next year/,
	});
	await document.waitFor(patience);
	await document.getByText("View only").first().waitFor(patience);
	expect(await document.getByRole("button", { name: "Save" }).count()).toBe(0);

	await publishDraft(room.demo);
	const published = await visit("/");
	expect(await menuWith(published, await start(published))).toEqual(asDrafted);
	await rollBack(room.demo);
	const back = await visit("/");
	expect(await menuWith(back, await start(back))).toEqual(asBefore);
}, 120_000);
