import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openRoom, PATIENCE, type Room } from "./room.ts";
import { typeKey } from "./steps.ts";

const NEW_NAME = "Alder & Finch and Daughters";
const patience = { timeout: PATIENCE };

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
