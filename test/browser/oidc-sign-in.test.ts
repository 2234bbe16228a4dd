import type { Frame, Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { listAgents, revokeAgent } from "../../signaling/account/agents.ts";
import { axeFindings } from "./axe.ts";
import { type CompanyRoom, openCompanyRoom } from "./company-room.ts";
import { patience } from "./room.ts";

const ADA = { name: "Ada Lovelace", role: "Sales" };
const SIGNED_IN = "Signed in as Ada Lovelace, Acme. Role: Sales.";

const button = (on: Page | Frame, name: string) =>
	on.getByRole("button", { name, exact: true });

/** Presses the button; resolves with the company's page in the window that opens. */
async function openCompany(
	{ context }: CompanyRoom,
	on: Page | Frame,
): Promise<Page> {
	const opened = context.waitForEvent("page");
	await button(on, "Sign in with your company").click();
	const page = await opened;
	await page.getByRole("heading", { name: "Sign in" }).waitFor();
	return page;
}

async function signInAs(page: Page, name: string): Promise<void> {
	const closed = page.waitForEvent("close");
	await page.getByRole("textbox", { name: "Name" }).fill(name);
	// The window is closed in the middle of the press.
	await button(page, "Sign in").click({ noWaitAfter: true });
	await closed;
}

const said = (page: Page, sentence: string | RegExp) =>
	page.getByRole("status").filter({ hasText: sentence }).waitFor();

describe("signing in with the company, on the options page", () => {
	it("opens the company's page, says who came back, and forgets them by Sign out", async () => {
		const room = await openCompanyRoom({ ada: ADA });
		const page = await room.options();
		await button(page, "Sign in with your company").waitFor();
		expect(await axeFindings(page)).toEqual([]);

		const company = await openCompany(room, page);
		await said(page, "Go on in the window that has opened…");
		await signInAs(company, "ada");
		await said(page, SIGNED_IN);
		expect(await axeFindings(page)).toEqual([]);
		expect(await room.keptToken()).toMatch(/^[\w-]{43}$/);
		expect(await button(page, "Sign in with your company").count()).toBe(0);
		const focus = () =>
			page.evaluate(() => document.activeElement?.getAttribute("aria-label"));
		expect(await focus()).toBe("Who is signed in");

		// What is typed into the other fields and saved keeps the sign-in.
		await button(page, "Save").click();
		await page.getByText("Saved. Signed in as Ada Lovelace, Acme.").waitFor();
		await page.reload();
		await said(page, SIGNED_IN);

		await button(page, "Sign out").click();
		await said(page, "You are signed out in this browser.");
		await button(page, "Sign in with your company").waitFor();
		await expect.poll(() => room.keptToken(), patience).toBe("");
		expect(await focus()).toBe("Who is signed in");
	});

	it("says in words what went wrong, and works once it is mended", async () => {
		const room = await openCompanyRoom({ ada: { ...ADA, role: "Nobody" } });
		const page = await room.options();

		await (await openCompany(room, page)).close();
		await said(page, "The window was closed before you were signed in.");

		const cancelled = await openCompany(room, page);
		await button(cancelled, "Cancel").click({ noWaitAfter: true });
		await said(page, /was cancelled or did not let you in/);

		await signInAs(await openCompany(room, page), "ada");
		await said(page, /none of the roles that may share documents/);

		// The company's page knows her by now and asks nothing.
		await room.provider.setPeople({ ada: ADA });
		await button(page, "Sign in with your company").click();
		await said(page, SIGNED_IN);

		const [agent] = (await listAgents("acme", room.store)).filter(
			({ name }) => name === ADA.name,
		);
		await revokeAgent("acme", room.store, "Ida", 1, agent?.id ?? "");
		await page.reload();
		await button(page, "Sign in with your company").click();
		await said(page, /administrator has taken your sign-in back/);

		await room.provider.stop();
		await button(page, "Sign in with your company").click();
		await said(page, /sign-in page cannot be reached/);
	});
});

describe("signing in with the company, in the panel", () => {
	it("leads from the icon to the session key", async () => {
		const room = await openCompanyRoom({ ada: ADA });
		const page = await room.context.newPage();
		await page.goto(room.viewer);
		await page.getByRole("button", { name: "Share document" }).click();
		const panel = page.frameLocator('iframe[title="Document sharing"]');
		await panel
			.getByText("Sign in to share documents with visitors.")
			.waitFor();
		const frame = page
			.frames()
			.find((one) => one.url().includes("/panel.html"));
		if (!frame) throw new Error("no panel");
		expect(await axeFindings(page)).toEqual([]);
		await signInAs(await openCompany(room, frame), "ada");
		await panel.getByRole("textbox", { name: "Session key" }).waitFor();
	});
});
