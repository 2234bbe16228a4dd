import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { changeSettings } from "./demo-settings.ts";
import { openRoom, patience, type Room } from "./room.ts";

let room: Room;
/** A name that is none of this machine's own: pages there are not secure over http. */
const PLAIN_HOST = "shop.example";
const onPlainHost = (address: string) =>
	address.replace("localhost", PLAIN_HOST);

beforeAll(async () => {
	room = await openRoom({
		args: [`--host-resolver-rules=MAP ${PLAIN_HOST} 127.0.0.1`],
		async prepare(demo) {
			const page = `${onPlainHost(demo.viewer)}/*`;
			await addTo(
				join(demo.extension, "manifest.json"),
				"host_permissions",
				page,
			);
			await addTo(join(demo.extension, "defaults.json"), "viewerPages", page);
		},
	});
});
afterAll(() => room?.close());

/** Adds a value to a list in a JSON file. */
async function addTo(path: string, list: string, value: string) {
	const json: unknown = JSON.parse(await readFile(path, "utf8"));
	if (typeof json !== "object" || json === null) throw new Error(path);
	const values: unknown = Reflect.get(json, list);
	if (!Array.isArray(values)) throw new Error(`no ${list} in ${path}`);
	await writeFile(
		path,
		JSON.stringify({ ...json, [list]: [...values, value] }),
	);
}

const icon = () =>
	room.agent.page.getByRole("button", { name: "Share document" });

describe("the icon", () => {
	it("is in the viewer's toolbar within a second of the page's loading", async () => {
		const { page } = room.agent;
		await page.reload({ waitUntil: "load" });
		const loaded = performance.now();
		await icon().waitFor(patience);
		expect(performance.now() - loaded).toBeLessThan(1_000);
		const place = page.locator("[data-docside-toolbar] docside-icon");
		expect(await place.count()).toBe(1);
		expect(await icon().getAttribute("aria-haspopup")).toBe("dialog");
		expect(await icon().getAttribute("aria-expanded")).toBe("false");
	});

	it("opens the join before a session, and hides the panel again with the focus back", async () => {
		await icon().click();
		const box = room.agent.page
			.frameLocator('iframe[title="Document sharing"]')
			.getByRole("textbox", { name: "Session key" });
		await box.waitFor(patience);
		await expect
			.poll(
				() => box.evaluate((element) => element.matches(":focus")),
				patience,
			)
			.toBe(true);
		expect(await icon().getAttribute("aria-expanded")).toBe("true");
		await box.press("Escape");
		await expect
			.poll(() => icon().getAttribute("aria-expanded"), patience)
			.toBe("false");
		expect(await icon().evaluate((element) => element.matches(":focus"))).toBe(
			true,
		);
	});

	it("says why when the administrator has switched everything off", async () => {
		await changeSettings(room.demo, {
			sharing: { agentDocumentShare: false, visitorDocumentShare: false },
			links: [],
		});
		await room.agent.page.reload();
		await expect
			.poll(() => icon().getAttribute("title"), patience)
			.toBe("Your administrator has switched document sharing off.");
	});
});

describe("a page that is not secure", () => {
	it("says so on the icon and in the panel", async () => {
		await room.agent.page.goto(onPlainHost(room.demo.viewer));
		const sentence =
			"Documents cannot be shared from a page that is not secure (https).";
		await expect
			.poll(() => icon().getAttribute("title"), patience)
			.toBe(sentence);
		await icon().click();
		await room.agent.page
			.frameLocator('iframe[title="Document sharing"]')
			.getByText(sentence)
			.waitFor(patience);
	});

	it("gives a visitor no key, and says why", async () => {
		const { site } = room.demo;
		const secure = onPlainHost(site).replace("http:", "https:");
		await changeSettings(room.demo, { sites: [site, secure] });
		const { page } = room.visitor;
		await page.goto(onPlainHost(site));
		await page
			.getByRole("button", { name: "Share documents with an agent" })
			.click();
		const frame = page.frameLocator("iframe[title=Docside]");
		await frame
			.getByText(
				"This page is not secure (https), so documents cannot be shared here.",
			)
			.waitFor(patience);
		expect(
			await frame.getByRole("status", { name: "Session key" }).count(),
		).toBe(0);
	});
});
