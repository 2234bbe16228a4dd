import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { onTestFinished } from "vitest";
import { withBrowser } from "../bare/browser.ts";
import type { AdminServer } from "./admin-server.ts";

export interface AdminBrowser {
	/** A page of its own browser context and its own network address, closed with the test. */
	openPage(options?: BrowserContextOptions): Promise<Page>;
	/** The administrator's page with `name` signed in. */
	openAsAdministrator(
		server: AdminServer,
		name: string,
		options?: BrowserContextOptions,
	): Promise<Page>;
}

/** One browser for all the tests of a file. */
export function withAdminBrowser(): AdminBrowser {
	const browser = withBrowser();
	return {
		openPage: (options) => openPage(browser(), options),
		openAsAdministrator: async (server, name, options) =>
			signIn(await openPage(browser(), options), server, name),
	};
}

let opened = 0;

async function openPage(
	browser: Browser,
	options: BrowserContextOptions = {},
): Promise<Page> {
	opened += 1;
	const context = await browser.newContext({
		viewport: { width: 1280, height: 900 },
		permissions: ["clipboard-read", "clipboard-write"],
		extraHTTPHeaders: { "X-Forwarded-For": `198.51.100.${opened}` },
		...options,
	});
	context.setDefaultTimeout(10_000);
	onTestFinished(() => context.close());
	return context.newPage();
}

async function signIn(
	page: Page,
	server: AdminServer,
	name: string,
): Promise<Page> {
	const { cookie } = await server.signIn(name);
	await page.context().addCookies([
		{
			name: "docside-admin",
			value: cookie,
			url: `${server.url}/admin`,
			httpOnly: true,
			sameSite: "Strict",
		},
	]);
	await page.goto(`${server.url}/admin/`);
	await page.getByText(`Signed in as ${name}`).waitFor();
	return page;
}

/** Opens a section by its name in the navigation and returns its region. */
export async function openSection(page: Page, name: string) {
	await page
		.getByRole("navigation", { name: "Sections" })
		.getByRole("link", { name: new RegExp(`^${name}( not saved)?$`) })
		.click();
	const section = page.getByRole("region", { name, exact: true });
	await section.waitFor();
	return section;
}

/** Resolves when a question is there for keys too: it takes the focus just after it is drawn. */
export async function untilAsked(page: Page): Promise<void> {
	await page.waitForFunction(
		() => document.activeElement?.closest('[role="alertdialog"]') != null,
	);
}
