import {
	type Browser,
	type BrowserContextOptions,
	chromium,
	type Page,
} from "playwright-core";
import { onTestFinished } from "vitest";
import type { AdminServer } from "./admin-server.ts";

export function launchBrowser(): Promise<Browser> {
	return chromium.launch({
		executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
		args: ["--no-sandbox", "--disable-dev-shm-usage"],
	});
}

let opened = 0;

/** A page of its own browser context and its own network address, closed with the test. */
export async function openPage(
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

/** The administrator's page with `name` signed in. */
export async function openAsAdministrator(
	browser: Browser,
	server: AdminServer,
	name: string,
	options: BrowserContextOptions = {},
): Promise<Page> {
	const page = await openPage(browser, options);
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
