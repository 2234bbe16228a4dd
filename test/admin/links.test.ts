import type { BrowserContextOptions, Locator } from "playwright-core";
import { describe, expect, it } from "vitest";
import { groupSettings, link } from "../policy/group-settings.ts";
import { openSection, withAdminBrowser } from "./admin-browser.ts";
import { startAdminServer } from "./admin-server.ts";
import { startDocumentsHost } from "./documents-host.ts";

const { openAsAdministrator } = withAdminBrowser();

const LINKS = "Document Sharing Links for Agents";

const values = (fields: Locator) =>
	fields.evaluateAll((all) =>
		all.map((field) => (field instanceof HTMLInputElement ? field.value : "")),
	);

async function openLinks(
	links = [link(1), link(2), link(3)],
	limits = {},
	options: BrowserContextOptions = {},
) {
	const settings = groupSettings();
	const server = await startAdminServer({
		links,
		limits: { ...settings.limits, ...limits },
	});
	const page = await openAsAdministrator(server, "Ida", options);
	return { server, page, region: await openSection(page, LINKS) };
}

describe("the list of approved links", () => {
	it("puts errors beside their fields, the focus on the first, and loses nothing", async () => {
		const { page, region } = await openLinks();
		await region.getByLabel("Document Name").nth(1).fill("");
		await region
			.getByLabel("Link", { exact: true })
			.nth(1)
			.fill("javascript:alert(1)");
		await region
			.getByLabel("Link", { exact: true })
			.nth(2)
			.fill("https://user:word@files.example/3.pdf");
		await region.getByRole("button", { name: "Save", exact: true }).click();
		await region
			.getByText("Not saved: 3 entries need your attention.")
			.waitFor();
		await region.getByText("Document Name must not be empty.").waitFor();
		expect(
			await region
				.getByText("Link must be an https address without a user name.")
				.count(),
		).toBe(2);
		expect(await page.evaluate(() => document.activeElement?.id)).toBe(
			"links.1.name",
		);
		expect(await values(region.getByLabel("Link", { exact: true }))).toEqual([
			"https://files.example/1.pdf",
			"javascript:alert(1)",
			"https://user:word@files.example/3.pdf",
		]);
		await page.keyboard.type("Second");
		await region
			.getByLabel("Link", { exact: true })
			.nth(1)
			.fill("https://files.example/2b.pdf");
		await region
			.getByLabel("Link", { exact: true })
			.nth(2)
			.fill("http://localhost:8001/3.pdf");
		await region.getByRole("button", { name: "Save", exact: true }).click();
		await region.getByText("Saved to the draft").waitFor();
	});

	it("counts inactive links, refuses the 21st, and warns of a name that is there twice", async () => {
		const { region } = await openLinks(
			Array.from({ length: 20 }, (_, index) =>
				link(index + 1, { active: index !== 3 }),
			),
		);
		await region.getByText("20 of 20 used", { exact: true }).waitFor();
		await region.getByRole("button", { name: "Add link" }).click();
		await region
			.getByText("20 of 20 used. Remove a link to add another one.")
			.waitFor();
		expect(await region.getByLabel("Document Name").count()).toBe(20);
		await region.getByLabel("Document Name").first().fill("document 2");
		expect(
			await region.getByText("Another link has this name too").count(),
		).toBe(2);
	});

	it("is put in order by buttons and by keys, and the focus goes along", async () => {
		const { page, region } = await openLinks();
		const first = region.getByRole("group", { name: "Link 1: Document 1" });
		await first.getByRole("button", { name: "Move down" }).focus();
		await page.keyboard.press("Enter");
		await region.getByText("Document 1 is now 2 of 3.").waitFor();
		await page.keyboard.press("Enter");
		await region.getByText("Document 1 is now 3 of 3.").waitFor();
		await region.getByLabel("Document Name").nth(1).focus();
		await page.keyboard.press("Alt+ArrowUp");
		await region.getByText("Document 3 is now 1 of 3.").waitFor();
		expect(
			await page.evaluate(() =>
				document.activeElement instanceof HTMLInputElement
					? document.activeElement.value
					: "",
			),
		).toBe("Document 3");
		await region.getByRole("button", { name: "Save", exact: true }).click();
		await region.getByText("Saved to the draft").waitFor();
		await page.reload();
		await region.waitFor();
		expect(await values(region.getByLabel("Document Name"))).toEqual([
			"Document 3",
			"Document 2",
			"Document 1",
		]);
	});
});

describe("Test link", () => {
	it("says what this page could read, what not and why, and never asks the server", async () => {
		const host = await startDocumentsHost();
		const { server, page, region } = await openLinks(
			[link(1)],
			{ agentPdfBytes: 1_048_576 },
			// A header of the tests' own would make each fetch ask the host for leave first.
			{ extraHTTPHeaders: {} },
		);
		const asked: string[] = [];
		page.on("request", (request) => asked.push(request.url()));
		const test = async (path: string) => {
			await region.getByLabel("Link", { exact: true }).fill(host.url + path);
			await region.getByRole("button", { name: "Test link" }).click();
		};
		await test("/good.pdf");
		await region.getByText("OK: PDF, 33 bytes.").waitFor();
		await region
			.getByText(
				`Tested by your browser from this page (${server.url}), not from the extension, and not by the server.`,
			)
			.waitFor();
		await test("/no-header.pdf");
		await region.getByText("Not readable from this page.").waitFor();
		const header = region.getByRole("group", {
			name: "Header the host must send with this file",
		});
		await header.getByRole("button").click();
		await header.getByText("Copied").waitFor();
		expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
			"Access-Control-Allow-Origin: chrome-extension://pakcnkeioolmfioncnobceoalpdhbcga",
		);
		await test("/extension-only.pdf");
		await region
			.getByText("If it allows only the extension, that is as it should be")
			.waitFor();
		await test("/gone.pdf");
		await region.getByText("the host answered 404").waitFor();
		await test("/page.pdf");
		await region.getByText("Wrong type: the content is not PDF.").waitFor();
		await test("/large.pdf");
		await region
			.getByText("Too large: the limit for agents’ files of this type is 1 MB.")
			.waitFor();
		expect(asked.every((url) => url.startsWith(host.url))).toBe(true);
		// By the browser, our server would send no Origin; twice where it was refused. Without a sign-in.
		expect(host.asked.filter((origin) => origin === server.url).length).toBe(8);
		expect(host.toldOn).toEqual([]);
	});
});
