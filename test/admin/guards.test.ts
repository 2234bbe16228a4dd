import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { violations } from "../viewer/axe.ts";
import { untilAsked, withAdminBrowser } from "./admin-browser.ts";
import { startAdminServer } from "./admin-server.ts";
import { startDocumentsHost } from "./documents-host.ts";

const { openAsAdministrator, openPage } = withAdminBrowser();

const SECTIONS = [
	"sharing",
	"links",
	"urls",
	"agents",
	"branding",
	"install",
	"publish",
	"record",
];

describe("a sign-in that has ended", () => {
	it("is asked for again over the page, and the save goes on with what was typed", async () => {
		const server = await startAdminServer();
		const page = await openPage();
		await page.goto(server.setupLink);
		await page.getByLabel("Your name").fill("Ida");
		await page
			.getByLabel("Password", { exact: true })
			.fill("correct horse battery");
		await page.getByRole("button", { name: "Set up and sign in" }).click();
		const sharing = page.getByRole("region", {
			name: "Document sharing",
			exact: true,
		});
		const timeout = sharing.getByLabel("Request time-out in seconds");
		await timeout.fill("77");
		await page.context().clearCookies();
		await sharing.getByRole("button", { name: "Save" }).click();

		const dialog = page.getByRole("dialog", { name: "Sign in again" });
		await dialog.getByRole("button", { name: "Cancel" }).click();
		await sharing.getByText("Nothing was saved, because").waitFor();
		expect(await timeout.inputValue()).toBe("77");

		await sharing.getByRole("button", { name: "Save" }).click();
		await dialog
			.getByLabel("Password", { exact: true })
			.fill("correct horse battery");
		await page.keyboard.press("Enter");
		await sharing.getByText("Saved to the draft").waitFor();
		expect(await timeout.inputValue()).toBe("77");
		expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(
			"Save",
		);
	});

	it("was renewed in another tab: saving goes on", async () => {
		const server = await startAdminServer();
		const page = await openAsAdministrator(server, "Ida");
		const { cookie } = await server.signIn("Ida");
		await page.context().addCookies([
			{
				name: "docside-admin",
				value: cookie,
				url: `${server.url}/admin`,
				httpOnly: true,
				sameSite: "Strict",
			},
		]);
		const sharing = page.getByRole("region", {
			name: "Document sharing",
			exact: true,
		});
		await sharing.getByLabel("Request time-out in seconds").fill("78");
		await sharing.getByRole("button", { name: "Save" }).click();
		await sharing.getByText("Saved to the draft").waitFor();
	});

	it("was given to another group in another tab: nothing is written there", async () => {
		const server = await startAdminServer();
		const page = await openAsAdministrator(server, "Ida");
		const { cookie } = await server.signInElsewhere("Eve");
		await page.context().addCookies([
			{
				name: "docside-admin",
				value: cookie,
				url: `${server.url}/admin`,
				httpOnly: true,
				sameSite: "Strict",
			},
		]);
		const sharing = page.getByRole("region", {
			name: "Document sharing",
			exact: true,
		});
		await sharing.getByLabel("Request time-out in seconds").fill("79");
		for (const _again of [1, 2]) {
			await sharing.getByRole("button", { name: "Save" }).click();
			await sharing.getByText("has signed in to another group").waitFor();
		}
		const draft = await page.request.get(`${server.url}/admin/api/draft`);
		expect((await draft.json()).settings.requestTimeoutSeconds).toBe(60);
	});
});

describe("somebody else's page", () => {
	it("cannot write with the administrator's cookie, nor can a wrong CSRF token", async () => {
		const server = await startAdminServer();
		const page = await openAsAdministrator(server, "Ida");
		const before = await page.request.get(`${server.url}/admin/api/draft`);
		const { settings, revision } = await before.json();
		const write = (headers: Record<string, string>) =>
			page.request.put(`${server.url}/admin/api/draft`, {
				headers,
				data: { settings: { ...settings, company: "Mallory" }, revision },
			});
		const me = await page.request.get(`${server.url}/admin/api/me`);
		const { csrf } = await me.json();
		const foreign = await write({
			Origin: "https://mallory.example",
			"X-Docside-CSRF": csrf,
		});
		expect([foreign.status(), (await foreign.json()).error]).toEqual([
			403,
			"origin",
		]);
		const guessed = await write({
			Origin: server.url,
			"X-Docside-CSRF": "guess",
		});
		expect([guessed.status(), (await guessed.json()).error]).toEqual([
			403,
			"csrf",
		]);

		// The same from a real page of another origin, in the administrator's own browser.
		const host = await startDocumentsHost();
		const other = await page.context().newPage();
		await other.goto(`${host.url}/page.pdf`);
		const outcome = await other.evaluate(
			async ({ url, body }) => {
				try {
					const answer = await fetch(url, {
						method: "PUT",
						credentials: "include",
						headers: { "Content-Type": "application/json" },
						body,
					});
					return String(answer.status);
				} catch {
					return "kept away";
				}
			},
			{ url: `${server.url}/admin/api/draft`, body: "{}" },
		);
		expect(outcome).toBe("kept away");
		const after = await page.request.get(`${server.url}/admin/api/draft`);
		expect((await after.json()).settings.company).toBe("Acme");
	});
});

describe("the page itself", () => {
	it("keeps to its policy and says nothing on the console", async () => {
		const server = await startAdminServer();
		const page = await openPage();
		const complaints: string[] = [];
		page.on("console", (message) => {
			// The browser itself reports that nobody is signed in yet.
			if (message.type() === "error" && !message.text().includes("401"))
				complaints.push(message.text());
		});
		page.on("pageerror", (error) => complaints.push(String(error)));
		const { cookie } = await server.signIn("Ida");
		await page.goto(`${server.url}/admin/`);
		await page.getByRole("heading", { name: "Sign in" }).waitFor();
		await page
			.context()
			.addCookies([
				{ name: "docside-admin", value: cookie, url: `${server.url}/admin` },
			]);
		await page.reload();
		for (const section of SECTIONS) {
			await page.goto(`${server.url}/admin/#${section}`);
			await page.locator(`#section-${section}`).waitFor();
		}
		expect(complaints).toEqual([]);
	});

	it("is worked by keyboard alone: choose a section, change, save, publish", async () => {
		const server = await startAdminServer();
		const page = await openAsAdministrator(server, "Ida");
		await tabTo(page, "Request time-out in seconds");
		await page.keyboard.press("Control+A");
		await page.keyboard.type("33");
		await page.keyboard.press("Enter");
		await page.getByText("Saved to the draft").waitFor();
		await tabTo(page, "Publish");
		await page.keyboard.press("Enter");
		await page.getByText("33 s").waitFor();
		expect(await page.evaluate(() => document.activeElement?.id)).toBe(
			"section-publish",
		);
		await tabTo(page, "Publish to Production");
		await page.keyboard.press("Space");
		await page.getByText("Version 2 is in production now.").waitFor();
		await tabTo(page, "Roll back");
		await page.keyboard.press("Enter");
		// A question begins at its heading; the next two are its buttons.
		await untilAsked(page);
		await page.keyboard.press("Tab");
		await page.keyboard.press("Tab");
		await page.keyboard.press("Enter");
		await page.getByText("Production shows version 1 again.").waitFor();
	});

	for (const width of [1280, 390])
		it(`has nothing that axe-core finds at ${width} px, light and dark, and never scrolls sideways`, async () => {
			const server = await startAdminServer();
			const page = await openAsAdministrator(server, "Ida", {
				viewport: { width, height: 844 },
			});
			const found: string[] = [];
			for (const section of SECTIONS) {
				await page.goto(`${server.url}/admin/#${section}`);
				await page.locator(`#section-${section}`).waitFor();
				if (section === "links") await breakALink(page);
				if (section === "agents") await inviteSomebody(page);
				if (section === "record") await page.getByRole("table").waitFor();
				for (const line of await violations(page.mainFrame()))
					found.push(`${section}: ${line}`);
				await turn(page, "dark");
				for (const line of await faintWords(page))
					found.push(`${section}, dark: ${line}`);
				await turn(page, "light");
				if ((await overflow(page)) > 0) found.push(`${section} is too wide`);
			}
			expect(found).toEqual([]);
		}, 90_000);

	it("has room for everything at 400 %", async () => {
		const server = await startAdminServer();
		const page = await openAsAdministrator(server, "Ida", {
			viewport: { width: 320, height: 225 },
		});
		for (const section of SECTIONS) {
			await page.goto(`${server.url}/admin/#${section}`);
			await page.locator(`#section-${section}`).waitFor();
			expect(await overflow(page)).toBeLessThanOrEqual(0);
		}
	});
});

async function breakALink(page: Page) {
	const region = page.getByRole("region", {
		name: "Document Sharing Links for Agents",
	});
	await region.getByRole("button", { name: "Add link" }).click();
	await region.getByRole("button", { name: "Test link" }).last().click();
	await region.getByText("Enter a link that begins with").waitFor();
	await region.getByRole("button", { name: "Save", exact: true }).click();
	await region.getByText("need your attention").waitFor();
}

async function inviteSomebody(page: Page) {
	await page.getByLabel("Agent name").fill("Cy");
	await page.getByRole("button", { name: "Invite agent" }).click();
	await page.getByRole("button", { name: "Copy code" }).waitFor();
	await page.getByRole("button", { name: "Invite administrator" }).click();
	await page.getByRole("button", { name: "Copy link" }).waitFor();
}

/** How far the page scrolls sideways, in CSS pixels. */
const overflow = (page: Page) =>
	page.evaluate(() => document.documentElement.scrollWidth - innerWidth);

/** Resolves when every colour has arrived: one on its way to another is no faint word. */
async function turn(page: Page, colorScheme: "light" | "dark") {
	await page.emulateMedia({ colorScheme });
	await page.waitForFunction(
		(dark) =>
			matchMedia("(prefers-color-scheme: dark)").matches === dark &&
			document.getAnimations().length === 0,
		colorScheme === "dark",
	);
}

/** Only colours differ in the dark. axe-core is in the page already. */
async function faintWords(page: Page): Promise<string[]> {
	return page.evaluate(`axe.run(document, { preload: false, runOnly: ["color-contrast"] })
		.then(({ violations }) => violations.flatMap(({ nodes }) => nodes.map(({ html }) => html)))`);
}

/** Presses Tab until the control of that name has the focus. */
async function tabTo(page: Page, name: string) {
	for (let steps = 0; steps < 120; steps += 1) {
		await page.keyboard.press("Tab");
		const here = await page.evaluate(() => {
			const focused = document.activeElement;
			if (focused instanceof HTMLInputElement)
				return focused.labels?.[0]?.textContent ?? "";
			return focused?.textContent ?? "";
		});
		if (here.trim() === name) return;
	}
	throw new Error(`Tab does not reach ${name}`);
}
