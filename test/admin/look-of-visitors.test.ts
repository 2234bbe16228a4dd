import { describe, expect, it } from "vitest";
import { axeFindings } from "../browser/axe.ts";
import { link } from "../policy/group-settings.ts";
import { openSection, withAdminBrowser } from "./admin-browser.ts";
import { startAdminServer } from "./admin-server.ts";

const { openAsAdministrator } = withAdminBrowser();

describe("the branding section", () => {
	it("shows what a colour becomes in both themes, and warns of one under 4.5:1", async () => {
		const server = await startAdminServer();
		const page = await openAsAdministrator(server, "Ida");
		const section = await openSection(page, "Branding");
		const colour = section.getByRole("textbox", { name: "Accent colour" });
		await colour.fill("#0b5cad");
		await section.getByText("White words have a contrast of 6.6:1").waitFor();
		expect(await section.locator(".warning").count()).toBe(0);

		await colour.fill("#777777");
		await section.getByText("people need 4.5:1 to read them well").waitFor();
		expect(
			await colour.evaluate((input: Element) =>
				(input.getAttribute("aria-describedby") ?? "")
					.split(" ")
					.map((id) => document.getElementById(id)?.textContent)
					.join(" "),
			),
		).toContain("White words have a contrast of 4.4:1");
		for (const theme of ["light", "dark"])
			await section.getByRole("img", { name: `${theme} theme` }).waitFor();

		for (const colorScheme of ["light", "dark"] as const) {
			await page.emulateMedia({ colorScheme });
			expect(await axeFindings(page)).toEqual([]);
		}

		await section.getByRole("button", { name: "Save" }).click();
		await section.getByText("Saved to the draft").waitFor();
		const publish = await openSection(page, "Publish");
		await publish
			.getByText("gives white words a contrast of 4.4:1, less than 4.5:1")
			.waitFor();
	});
});

describe("the allowed types", () => {
	it("name the links they take from agents before they are saved, and before they are published", async () => {
		const server = await startAdminServer({
			roles: [],
			links: [
				{ ...link(1), name: "Terms", role: null },
				{ ...link(2), name: "Fees", role: null, kind: "excel" },
			],
		});
		const page = await openAsAdministrator(server, "Ida");
		const section = await openSection(page, "Document sharing");
		await section.getByRole("checkbox", { name: "Excel" }).uncheck();
		await section
			.getByRole("status")
			.filter({ hasText: "Agents will not be shown this link: Fees." })
			.waitFor();
		await section.getByRole("checkbox", { name: "PDF" }).uncheck();
		await section.getByText("these links: Terms, Fees.").waitFor();
		await section.getByRole("checkbox", { name: "CSV" }).uncheck();
		await section.getByRole("button", { name: "Save" }).click();
		await section.getByText("Allowed types must not be empty.").waitFor();

		await section.getByRole("checkbox", { name: "PDF" }).check();
		await section.getByRole("button", { name: "Save" }).click();
		await section.getByText("Saved to the draft").waitFor();
		const publish = await openSection(page, "Publish");
		await publish.getByText("PDF, Excel, CSV").waitFor();
		await publish
			.getByText("Link “Fees”: Type is not one of the allowed types")
			.waitFor();
		const links = await openSection(page, "Document Sharing Links for Agents");
		await links.getByText("This type is not among the allowed types").waitFor();
	});
});
