import { describe, expect, it } from "vitest";
import { openSection, untilAsked, withAdminBrowser } from "./admin-browser.ts";
import { startAdminServer } from "./admin-server.ts";

const { openAsAdministrator, openPage } = withAdminBrowser();

describe("a sign-in link", () => {
	it("signs in, also where somebody else is signed in already, and leaves the address", async () => {
		const server = await startAdminServer();
		await server.signIn("Jo");
		const page = await openAsAdministrator(server, "Ida");
		// The page is open, so only the fragment changes.
		await page.goto(await server.signInLink("Jo"));
		await page.getByText("Signed in as Jo").waitFor();
		expect(page.url()).toBe(`${server.url}/admin/`);
		await page.reload();
		await page.getByText("Signed in as Jo").waitFor();
	});

	it("that was used already asks for name and password, and says why", async () => {
		const server = await startAdminServer();
		await server.signIn("Ida");
		const link = await server.signInLink("Ida");
		const first = await openPage();
		await first.goto(link);
		await first.getByText("Signed in as Ida").waitFor();
		for (const used of [link, `${server.url}/admin/#sign-in=%3Cb%3E`]) {
			const page = await openPage();
			await page.goto(used);
			await page
				.getByRole("alert")
				.filter({ hasText: "This sign-in link does not work" })
				.waitFor();
			await page.getByRole("heading", { name: "Sign in" }).waitFor();
			expect(page.url()).toBe(`${server.url}/admin/`);
		}
	});
});

describe("administrators", () => {
	it("invite another one by a link that is shown once, and remove them after a question", async () => {
		const server = await startAdminServer();
		const ida = await openAsAdministrator(server, "Ida");
		const section = await openSection(ida, "Agents and roles");
		const list = section.getByRole("list", { name: "Administrators" });
		await list.getByText("That is you").waitFor();
		expect(await list.getByRole("button").count()).toBe(0);

		await section.getByRole("button", { name: "Invite administrator" }).click();
		const box = section.getByRole("group", {
			name: "Set-up link for an administrator",
		});
		await box.getByRole("button", { name: "Copy link" }).click();
		await box.getByText("Copied").waitFor();
		const link = await ida.evaluate(() => navigator.clipboard.readText());
		await list.getByText("Invitation by Ida").waitFor();
		await section.getByRole("button", { name: "Done" }).click();
		await box.waitFor({ state: "detached" });

		const jo = await openPage();
		await jo.goto(link);
		const password = jo.getByLabel("Password", { exact: true });
		await password.fill("correct horse battery");
		await jo.getByLabel("Your name").fill("ida");
		await jo.getByRole("button", { name: "Set up and sign in" }).click();
		await jo.getByText("Somebody else here has this name.").waitFor();
		await jo.getByLabel("Your name").fill("Jo");
		await jo.getByRole("button", { name: "Set up and sign in" }).click();
		await jo.getByText("Signed in as Jo").waitFor();

		await openSection(ida, "Publish");
		await openSection(ida, "Agents and roles");
		await list.getByRole("button", { name: "Remove Jo" }).click();
		const question = ida.getByRole("alertdialog", {
			name: "Remove Jo as an administrator?",
		});
		await untilAsked(ida);
		await ida.keyboard.press("Escape");
		await question.waitFor({ state: "detached" });
		await list.getByRole("button", { name: "Remove Jo" }).click();
		await question.getByRole("button", { name: "Remove" }).click();
		await section.getByText("Jo is an administrator no more.").waitFor();
		await ida.waitForFunction(
			() => document.activeElement?.textContent === "Administrators",
		);
		expect(await list.getByRole("listitem").count()).toBe(1);

		await openSection(jo, "Publish");
		await jo.getByRole("dialog", { name: "Sign in again" }).waitFor();
		const record = await openSection(ida, "Record of changes");
		await record.getByText("Removed an administrator").waitFor();
	});

	it("withdraw an invitation, whose link is then good for nothing", async () => {
		const server = await startAdminServer();
		const page = await openAsAdministrator(server, "Ida");
		const section = await openSection(page, "Agents and roles");
		await section.getByRole("button", { name: "Invite administrator" }).click();
		const box = section.getByRole("group", {
			name: "Set-up link for an administrator",
		});
		const link = await box.locator("code").innerText();
		await section
			.getByRole("button", { name: "Withdraw the invitation by Ida" })
			.click();
		await section.getByText("The invitation is withdrawn.").waitFor();
		await box.waitFor({ state: "detached" });
		const late = await openPage();
		await late.goto(link);
		await late.getByLabel("Your name").fill("Mal");
		await late
			.getByLabel("Password", { exact: true })
			.fill("correct horse battery");
		await late.getByRole("button", { name: "Set up and sign in" }).click();
		await late.getByText("This link was used or is too old.").waitFor();
	});
});
