import { createServer, type Server } from "node:http";
import { gzipSync } from "node:zlib";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { changeSettings } from "./demo-settings.ts";
import { openRoom, patience, type Room } from "./room.ts";
import { button, shownKey, startVisitor } from "./steps.ts";

let room: Room;
let pages: Server;
let own = "";
let served = "";

beforeAll(async () => {
	room = await openRoom();
	pages = createServer((_, response) => {
		response.setHeader("content-type", "text/html");
		response.end(`<!doctype html><title>A shop</title>${served}`);
	});
	await new Promise<void>((resolve) =>
		pages.listen(0, "127.0.0.1", () => resolve()),
	);
	const address = pages.address();
	if (address === null || typeof address === "string") throw new Error("port");
	own = `http://localhost:${address.port}`;
	await changeSettings(room.demo, { sites: [room.demo.site, own] });
});
afterAll(async () => {
	pages?.closeAllConnections();
	pages?.close();
	await room?.close();
});

const tag = (attributes: string) =>
	`<script src="${room.demo.server}/docside.js" ${attributes}></script>`;
const GOOD = 'data-group="demo" data-site="production"';

/** Opens a page with this in it. Resolves with the page and what it says as errors. */
async function openWith(html: string): Promise<{ page: Page; said: string[] }> {
	served = html;
	const page = await room.browser.newPage();
	const said: string[] = [];
	page.on("console", (message) => {
		// A browser asks for an icon of its own accord.
		if (message.type() === "error" && !message.location().url.endsWith("ico"))
			said.push(message.text());
	});
	page.on("pageerror", ({ message }) => said.push(message));
	await page.goto(own, { waitUntil: "load" });
	return { page, said };
}

const frames = (page: Page) => page.locator("iframe[title=Docside]").count();

describe("the tag", () => {
	it("weighs less than 5 kB gzip until a session starts", async () => {
		const answer = await fetch(`${room.demo.server}/docside.js`);
		const script = Buffer.from(await answer.arrayBuffer());
		expect(gzipSync(script).length).toBeLessThan(5_000);
		const loaded = await room.visitor.page.evaluate(() =>
			performance.getEntriesByType("resource").map(({ name }) => name),
		);
		const ours = loaded.filter((name) => name.startsWith(room.demo.server));
		expect(ours).toEqual([`${room.demo.server}/docside.js`]);
	});

	it("has its types beside it", async () => {
		const answer = await fetch(`${room.demo.server}/docside.d.ts`);
		expect(answer.headers.get("content-type")).toBe(
			"text/plain; charset=utf-8",
		);
		expect(await answer.text()).toContain("interface DocsideEvents");
	});

	it.each([
		["no group", 'data-site="production"'],
		["an unknown site", 'data-group="demo" data-site="test"'],
		["a module", `${GOOD} type="module"`],
	])(
		"says one clear error for %s, and breaks nothing",
		async (_, attributes) => {
			const { page, said } = await openWith(
				`${tag(attributes)}<button data-docside="start">Go</button>`,
			);
			await expect.poll(() => said.length, patience).toBe(1);
			expect(said[0]).toMatch(/^Docside: .*tag/);
			await page.getByRole("button", { name: "Go" }).click();
			expect(await frames(page)).toBe(0);
			expect(said).toHaveLength(1);
			await page.close();
		},
	);

	it("does no harm when it is there twice", async () => {
		const { page, said } = await openWith(
			`${tag(GOOD)}${tag(GOOD)}<button data-docside="start">Go</button>`,
		);
		await page.getByRole("button", { name: "Go" }).click();
		await page.getByRole("button", { name: "Go" }).click();
		await page
			.frameLocator("iframe[title=Docside]")
			.getByRole("status", { name: "Session key" })
			.waitFor(patience);
		expect(await frames(page)).toBe(1);
		expect(said).toEqual([]);
		await page.close();
	});

	it.each([
		["a click", (page: Page) => page.getByText("Go").click()],
		["Enter", (page: Page) => page.getByText("Go").press("Enter")],
		["Space", (page: Page) => page.getByText("Go").press(" ")],
		[
			"Docside.start()",
			(page: Page) => page.evaluate(() => window.Docside?.start()),
		],
	])("starts by %s", async (_, start) => {
		const { page, said } = await openWith(
			`${tag(GOOD)}<div tabindex="0" role="button" data-docside="start">Go</div>`,
		);
		await start(page);
		await page
			.frameLocator("iframe[title=Docside]")
			.getByRole("status", { name: "Session key" })
			.waitFor(patience);
		expect(said).toEqual([]);
		await page.close();
	});

	it("works within the demo's strict policy, and gives the focus back", async () => {
		const key = await startVisitor(room);
		expect(key).toMatch(/^\d{12,16}$/);
		expect(await shownKey(room.visitor)).toBe(key);
		await button(room.visitor.frame(), "Cancel").click();
		const start = room.visitor.page.getByRole("button", {
			name: "Share documents with an agent",
		});
		await expect
			.poll(
				() => start.evaluate((element) => element.matches(":focus")),
				patience,
			)
			.toBe(true);
		expect(await frames(room.visitor.page)).toBe(0);
		expect(room.errors).toEqual([]);
	});
});
