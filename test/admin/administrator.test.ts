import { describe, expect, it } from "vitest";
import { openSection, untilAsked, withAdminBrowser } from "./admin-browser.ts";
import { startAdminServer } from "./admin-server.ts";

const { openAsAdministrator, openPage } = withAdminBrowser();

describe("an administrator's day", () => {
	it("goes from the set-up link over every section to publishing, back, and the record", async () => {
		const server = await startAdminServer({ links: [] });
		const page = await openPage();

		// Also where the page is open already, which is then no new page.
		await page.goto(`${server.url}/admin/`);
		await page.getByRole("heading", { name: "Sign in" }).waitFor();
		await page.goto(server.setupLink);
		await page.getByRole("heading", { name: "Set up an" }).waitFor();
		expect(page.url()).not.toContain("setup=");
		await page.getByLabel("Your name").fill("Ida");
		await page.getByLabel("Password", { exact: true }).fill("too short");
		await page.getByRole("button", { name: "Set up and sign in" }).click();
		await page.getByText("Enter at least 12 characters.").waitFor();
		await page
			.getByLabel("Password", { exact: true })
			.fill("correct horse battery");
		await page.getByRole("button", { name: "Set up and sign in" }).click();

		const sharing = page.getByRole("region", {
			name: "Document sharing",
			exact: true,
		});
		await page.getByText("Signed in as Ida").waitFor();
		await sharing
			.getByLabel("Visitor to save files that agent has shared")
			.uncheck();
		await sharing.getByLabel("Largest PDF from an agent (MB)").fill("12.5");
		await sharing.getByText("13,107,200 bytes.").waitFor();
		await sharing.getByLabel("Request time-out in seconds").fill("90");
		await sharing.getByLabel("CSV", { exact: true }).uncheck();
		await sharing.getByRole("button", { name: "Save" }).click();
		await sharing.getByText("Saved to the draft at").waitFor();
		await page.getByText("Draft differs from production").waitFor();

		const links = await openSection(page, "Document Sharing Links for Agents");
		await links.getByText("0 of 20 used").waitFor();
		await links.getByRole("button", { name: "Add link" }).click();
		await links.getByLabel("Document Name").fill("Price list");
		await links
			.getByLabel("Link", { exact: true })
			.fill("https://files.example/prices.pdf");
		await links.getByLabel("Role").selectOption("Sales");
		await links.getByRole("button", { name: "Save", exact: true }).click();
		await links.getByText("Saved to the draft at").waitFor();

		const urls = await openSection(page, "URL configuration");
		await urls
			.getByLabel("Document Sharing Terms URL")
			.fill("https://www.acme.example/terms");
		await urls.getByRole("button", { name: "Save" }).click();
		await urls.getByText("Saved to the draft at").waitFor();

		const agents = await openSection(page, "Agents and roles");
		const support = agents.getByRole("group", { name: "Role Support" });
		await support.getByText("Off for the whole group.").waitFor();
		await support.getByLabel("Visitor to share files").uncheck();
		await agents.getByRole("button", { name: "Save" }).click();
		await agents.getByText("Saved to the draft at").waitFor();

		const branding = await openSection(page, "Branding");
		await branding.getByLabel("Accent colour").fill("#ffcc00");
		await branding.getByText("White words have a contrast of 1.5:1").waitFor();
		await branding.getByRole("button", { name: "Save" }).click();
		await branding.getByText("Saved to the draft at").waitFor();

		const publish = await openSection(page, "Publish");
		for (const line of [
			"Visitor to save files that agent has shared",
			"Largest PDF from an agent",
			"Request time-out",
			"Document Sharing Terms URL",
			"Link “Price list”: Link",
			"Role “Support”: Visitor to share files from their computer",
			"Accent colour",
		])
			await publish
				.getByRole("listitem")
				.filter({ hasText: line })
				.first()
				.waitFor();
		await publish.getByText("10 MB").waitFor();
		await publish
			.getByRole("button", { name: "Publish to Production" })
			.click();
		await publish.getByText("Version 2 is in production now.").waitFor();
		await page
			.getByRole("link", { name: "Draft is what production shows" })
			.waitFor();

		await publish.getByRole("button", { name: "Roll back" }).click();
		const question = page.getByRole("alertdialog", {
			name: "Roll back to version 1?",
		});
		await question.getByText("Request time-out").waitFor();
		await question.getByRole("button", { name: "Roll back" }).click();
		await publish.getByText("Production shows version 1 again.").waitFor();
		await page.getByText("Draft differs from production").waitFor();

		const record = await openSection(page, "Record of changes");
		await record.getByText("Rolled production back").waitFor();
		const did = await record.getByRole("row").allInnerTexts();
		expect(did.slice(1).map((row) => row.split("\t").slice(1, 3)[1])).toEqual([
			expect.stringContaining("Rolled production back"),
			expect.stringContaining("Published to production"),
			...Array.from({ length: 5 }, () =>
				expect.stringContaining("Saved the draft"),
			),
			expect.stringContaining("Set an administrator up"),
			expect.stringContaining("Created the group"),
		]);
		for (const name of ["Export as CSV", "Export as JSON"]) {
			const download = page.waitForEvent("download");
			await record.getByRole("link", { name }).click();
			expect((await download).suggestedFilename()).toMatch(
				/^docside-changes-acme\.(csv|json)$/,
			);
		}

		await page.getByRole("button", { name: "Sign out" }).click();
		await page.getByLabel("Your name").fill("ida");
		await page
			.getByLabel("Password", { exact: true })
			.fill("correct horse battery");
		await page.getByRole("button", { name: "Sign in" }).click();
		await page.getByText("Signed in as Ida").waitFor();
	});

	it("invites an agent by a code that is shown once, and revokes them after a question", async () => {
		const server = await startAdminServer();
		const page = await openAsAdministrator(server, "Ida");
		const agents = await openSection(page, "Agents and roles");
		await agents.getByRole("button", { name: "Invite agent" }).click();
		await agents.getByText("Enter the name that visitors will see.").waitFor();
		await agents.getByLabel("Agent name").fill("Cy");
		await agents
			.getByLabel("Role", { exact: true })
			.selectOption({ label: "Support" });
		await agents.getByRole("button", { name: "Invite agent" }).click();
		const code = agents.getByRole("group", { name: "Invitation code for Cy" });
		await code.getByRole("button", { name: "Copy code" }).click();
		await code.getByText("Copied").waitFor();
		const invitation = await page.evaluate(() =>
			navigator.clipboard.readText(),
		);
		expect(invitation).toMatch(/^[0-9a-f]{32}$/);

		const redeemed = await fetch(`${server.url}/agents/redeem`, {
			method: "POST",
			headers: {
				Origin: "chrome-extension://pakcnkeioolmfioncnobceoalpdhbcga",
				"Content-Type": "application/json",
			},
			body: JSON.stringify({ invitation }),
		});
		expect(redeemed.status).toBe(201);
		await agents.getByRole("button", { name: "Done" }).click();
		await agents.getByLabel("Role of Cy").selectOption("Sales");
		await agents.getByRole("button", { name: "Change role" }).click();
		await agents.getByText("Cy now has Sales.").waitFor();
		await agents.getByText("Signed in", { exact: true }).waitFor();

		await agents.getByRole("button", { name: "Revoke" }).click();
		const question = page.getByRole("alertdialog", {
			name: "Revoke Cy’s access?",
		});
		await untilAsked(page);
		await page.keyboard.press("Escape");
		await question.waitFor({ state: "detached" });
		await agents.getByRole("button", { name: "Revoke" }).click();
		await question.getByRole("button", { name: "Revoke" }).click();
		await agents.getByText("Cy’s access is revoked.").waitFor();
		await agents.getByText("Show revoked agents (1)").click();
		await agents.getByRole("button", { name: "Let in again" }).click();
		await agents.getByText("Cy may sign in again:").waitFor();
		await agents.getByText("Not signed in").waitFor();
	});

	it("gives the site owner what to paste, with this group, server and extension in it", async () => {
		const server = await startAdminServer();
		const page = await openAsAdministrator(server, "Ida");
		const install = await openSection(page, "Install");
		const copied = async (title: string) => {
			const box = install.getByRole("group", { name: title, exact: true });
			await box.getByRole("button").click();
			await box.getByText("Copied").waitFor();
			return page.evaluate(() => navigator.clipboard.readText());
		};
		expect(await copied("Tag for staging")).toBe(
			`<script src="${server.url}/docside.js" data-group="acme" data-site="staging" async></script>`,
		);
		expect(await copied("Content Security Policy of the site")).toBe(
			`script-src ${server.url}; frame-src ${server.url}`,
		);
		expect(await copied("Header for hosts of approved documents")).toBe(
			"Access-Control-Allow-Origin: chrome-extension://pakcnkeioolmfioncnobceoalpdhbcga",
		);
	});
});
