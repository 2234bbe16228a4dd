/** `Test link` with the real extension in the administrator's own browser. */
import type { BrowserContext, Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { startDocumentsHost } from "../admin/documents-host.ts";
import { violations } from "../viewer/axe.ts";
import { openAdministratorRoom } from "./administrator-room.ts";
import { PATIENCE } from "./room.ts";

const EXTENSION = "chrome-extension://pakcnkeioolmfioncnobceoalpdhbcga";
const ADMINISTRATORS = (server: string) => [`${server}/admin/*`];
const FROM_EXTENSION = `Tested from the extension in this browser (${EXTENSION})`;

const linksOf = (page: Page) =>
	page.getByRole("region", { name: "Document Sharing Links for Agents" });

async function testLink(page: Page, url: string): Promise<void> {
	const region = linksOf(page);
	await region.getByLabel("Link", { exact: true }).fill(url);
	await region.getByRole("button", { name: "Test link" }).click();
}

describe("Test link from the extension", () => {
	it("finds a document that only the extension may read, and asks for it without a name or a cookie", async () => {
		const host = await startDocumentsHost();
		const { context, page } = await openAdministratorRoom({
			hosts: ADMINISTRATORS,
		});
		await context.addCookies([{ name: "who", value: "ida", url: host.url }]);
		await testLink(page, `${host.url}/extension-only.pdf`);
		const region = linksOf(page);
		await region.getByText("OK: PDF, 33 bytes.").waitFor();
		await region.getByText(FROM_EXTENSION).waitFor();
		expect(host.asked).toEqual([EXTENSION]);
		expect(host.toldOn).toEqual([]);
		expect(await violations(page.mainFrame())).toEqual([]);
	});

	it("wakes an extension that the browser has put away", async () => {
		const host = await startDocumentsHost();
		const { context, page } = await openAdministratorRoom({
			hosts: ADMINISTRATORS,
		});
		await putAway(context);
		await testLink(page, `${host.url}/extension-only.pdf`);
		await linksOf(page).getByText("OK: PDF, 33 bytes.").waitFor();
		expect(host.asked).toEqual([EXTENSION]);
	});

	it("says what is wrong with the others, and gives the header with the extension's real origin", async () => {
		const host = await startDocumentsHost();
		const { context, page } = await openAdministratorRoom({
			hosts: ADMINISTRATORS,
		});
		await context.grantPermissions(["clipboard-read", "clipboard-write"]);
		const region = linksOf(page);
		for (const [path, sentence] of [
			["/page.pdf", "Wrong type: the content is not PDF."],
			["/large.pdf", "Too large: the limit for agents’ files of this type"],
			["/gone.pdf", "the host answered 404"],
			["/moved.pdf", "The host forwards to another address."],
			["/no-header.pdf", "The host does answer: let it send the header below"],
		] as const) {
			await testLink(page, host.url + path);
			await region.getByText(sentence).waitFor();
			await region.getByText(FROM_EXTENSION).waitFor();
		}
		const header = region.getByRole("group", {
			name: "Header the host must send with this file",
		});
		await header.getByRole("button").click();
		await header.getByText("Copied").waitFor();
		expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
			`Access-Control-Allow-Origin: ${EXTENSION}`,
		);
		await testLink(page, "http://127.0.0.1:9/nobody.pdf");
		await region.getByText("The host did not answer at all.").waitFor();
	});

	it("gives the header also where the person has let the extension into the document's host", async () => {
		const host = await startDocumentsHost();
		const { page } = await openAdministratorRoom({
			hosts: (server) => [...ADMINISTRATORS(server), `${host.url}/*`],
		});
		await testLink(page, `${host.url}/no-header.pdf`);
		const region = linksOf(page);
		await region.getByText("OK: PDF, 33 bytes.").waitFor();
		await region
			.getByText("In other agents’ browsers it may need the one below.")
			.waitFor();
		await region.getByRole("button", { name: "Copy header" }).waitFor();
	});

	it("is run from the page, which says so, where the extension is not let in or serves another server", async () => {
		const host = await startDocumentsHost();
		for (const access of [
			{ hosts: () => [] },
			{ hosts: ADMINISTRATORS, serverOf: () => "https://docside.example" },
		]) {
			const { server, page } = await openAdministratorRoom(access);
			await testLink(page, `${host.url}/good.pdf`);
			await linksOf(page)
				.getByText(`Tested by your browser from this page (${server.url})`)
				.waitFor();
			expect(host.asked.at(-1)).toBe(server.url);
		}
	});

	it("stops a page that tests and tests after twenty, and tests nothing that nobody pressed", async () => {
		const host = await startDocumentsHost();
		const { context, page } = await openAdministratorRoom({
			hosts: ADMINISTRATORS,
		});
		const url = `${host.url}/extension-only.pdf`;
		// What drives the page counts as a person's press to the browser, for five seconds; this way does not.
		const cdp = await context.newCDPSession(page);
		const unpressed = await cdp.send("Runtime.evaluate", {
			expression: `(${untilNobodyPressed})().then(() => (${burst})(${JSON.stringify({ url, tests: 1 })}))`,
			awaitPromise: true,
			returnByValue: true,
			userGesture: false,
		});
		expect(unpressed.result.value).toEqual({ declined: 1 });
		await page.getByText("Signed in as Ida").click();
		expect(await page.evaluate(burst, { url, tests: 50 })).toEqual({
			ok: 20,
			"rate-limited": 30,
		});
		expect(host.asked.length).toBe(20);
	});

	it("is switched on for a page by a press on the icon in the browser's toolbar", async () => {
		const host = await startDocumentsHost();
		const { context, page } = await openAdministratorRoom({
			hosts: () => [],
			args: ["--enable-unsafe-extension-debugging"],
		});
		await pressToolbarIcon(context, page);
		await expect
			.poll(() => badges(context), { timeout: PATIENCE })
			.toContain("✓");
		await testLink(page, `${host.url}/extension-only.pdf`);
		await linksOf(page).getByText("OK: PDF, 33 bytes.").waitFor();
		expect(host.asked).toEqual([EXTENSION]);
	});

	it("is nothing to any other page, whatever it sends", async () => {
		const host = await startDocumentsHost();
		const { server, context } = await openAdministratorRoom({
			hosts: ADMINISTRATORS,
		});
		const url = `${host.url}/extension-only.pdf`;
		// Another origin, and the server's own origin outside of the administrator's page.
		for (const address of [`${host.url}/page.pdf`, `${server.url}/health`]) {
			const page = await context.newPage();
			await page.goto(address);
			await page.locator("html").click();
			expect(await page.evaluate(burst, { url, tests: 1 })).toEqual({
				silence: 1,
			});
			expect(await page.evaluate(speakDirectly, EXTENSION)).toBe("no way");
		}
		expect(host.asked).not.toContain(EXTENSION);
	});
});

/** Ends the extension's worker, as the browser does after half a minute without work. */
async function putAway(context: BrowserContext): Promise<void> {
	const cdp = await context.browser()?.newBrowserCDPSession();
	const workers = async () => {
		const { targetInfos } = (await cdp?.send("Target.getTargets")) ?? {};
		return targetInfos?.filter(({ type }) => type === "service_worker") ?? [];
	};
	const [worker] = await workers();
	if (!worker) throw new Error("it is away already");
	await cdp?.send("Target.closeTarget", { targetId: worker.targetId });
	await expect.poll(workers, { timeout: PATIENCE }).toEqual([]);
}

/** Chromium's own way to press it: the browser's toolbar is no page. */
async function pressToolbarIcon(
	context: BrowserContext,
	page: Page,
): Promise<void> {
	const cdp = await context.browser()?.newBrowserCDPSession();
	if (!cdp) throw new Error("no browser to talk to");
	const { targetInfos } = await cdp.send("Target.getTargets", {
		filter: [{ type: "tab" }],
	});
	const tab = targetInfos.find(({ url }) => url === page.url());
	if (!tab) throw new Error(`no tab ${page.url()}`);
	await cdp.send("Extensions.triggerAction", {
		id: new URL(EXTENSION).host,
		targetId: tab.targetId,
	});
}

/** What stands on the icon in the browser's toolbar, for each tab. */
async function badges(context: BrowserContext): Promise<unknown> {
	const [worker] = context.serviceWorkers();
	return worker?.evaluate(
		"chrome.tabs.query({}).then((tabs) => Promise.all(tabs.map(({ id }) => chrome.action.getBadgeText({ tabId: id }))))",
	);
}

/** In the page: asks the extension as our page does, without its button. Counts the verdicts. */
async function burst({ url, tests }: { url: string; tests: number }) {
	const question = { url, kind: "pdf", limit: 1_000 };
	const ask = () =>
		new Promise<string>((resolve) => {
			const { port1, port2 } = new MessageChannel();
			const silence = setTimeout(resolve, 1_500, "silence");
			port1.onmessage = ({ data }) => {
				clearTimeout(silence);
				if (data.type === "declined") resolve("declined");
				if (data.type === "tested") resolve(data.test.result);
			};
			const request = { type: "docside-test-link", question };
			postMessage(request, location.origin, [port2]);
		});
	const counts: Record<string, number> = {};
	for (const verdict of await Promise.all(Array.from({ length: tests }, ask)))
		counts[verdict] = (counts[verdict] ?? 0) + 1;
	return counts;
}

/** In the page: resolves when the last press is too long ago to count. */
function untilNobodyPressed(): Promise<void> {
	return new Promise((resolve) => {
		const asking = setInterval(() => {
			if (navigator.userActivation.isActive) return;
			clearInterval(asking);
			resolve();
		}, 50);
	});
}

/** In the page: the browser's own way to speak to an extension, which ours does not open. */
function speakDirectly(origin: string): Promise<string> {
	const runtime = Reflect.get(Reflect.get(window, "chrome") ?? {}, "runtime");
	if (runtime === undefined) return Promise.resolve("no way");
	return new Promise((resolve) =>
		runtime.sendMessage(
			new URL(origin).host,
			"docside-sharing-status",
			(answer: unknown) => resolve(answer === undefined ? "no way" : "a way"),
		),
	);
}
