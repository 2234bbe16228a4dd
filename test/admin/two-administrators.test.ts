import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { link } from "../policy/group-settings.ts";
import { openSection, withAdminBrowser } from "./admin-browser.ts";
import { type AdminServer, startAdminServer } from "./admin-server.ts";

const { openAsAdministrator } = withAdminBrowser();

const LINKS = "Document Sharing Links for Agents";

async function openLinks(server: AdminServer, name: string) {
	const page = await openAsAdministrator(server, name);
	return openSection(page, LINKS);
}

type Region = Awaited<ReturnType<typeof openLinks>>;

async function addLink(links: Region, name: string) {
	await links.getByRole("button", { name: "Add link" }).click();
	const row = links.getByRole("group", { name: /^Link \d+$/ });
	// The row is named by its first field, so that one comes last.
	await row
		.getByLabel("Link", { exact: true })
		.fill(`https://files.example/${name}.pdf`);
	await row.getByLabel("Document Name").fill(name);
}

const save = (region: Region) =>
	region.getByRole("button", { name: "Save", exact: true }).click();

async function draftLinks(page: Page, server: AdminServer) {
	const answer = await page.request.get(`${server.url}/admin/api/draft`);
	const { settings } = await answer.json();
	return settings.links.map(({ name }: { name: string }) => name);
}

describe("two administrators at once", () => {
	it("end with twenty links, and the one who was later keeps what they typed", async () => {
		const names = Array.from({ length: 19 }, (_, index) => link(index + 1));
		const server = await startAdminServer({ links: names });
		const [ida, ben] = await Promise.all([
			openLinks(server, "Ida"),
			openLinks(server, "Ben"),
		]);
		await addLink(ida, "From Ida");
		await addLink(ben, "From Ben");
		await Promise.all([save(ida), save(ben)]);
		const full = /Not saved: 20 of 20 used/;
		const done = /Saved to the draft/;
		for (const one of [ida, ben])
			await one.getByText(full).or(one.getByText(done)).waitFor();
		const refused = (await ida.getByText(full).isVisible()) ? ida : ben;
		const kept = await refused
			.getByLabel("Document Name")
			.evaluateAll((all) =>
				all.map((field) =>
					field instanceof HTMLInputElement ? field.value : "",
				),
			);
		expect(kept).toHaveLength(21);
		expect(kept.slice(-2).sort()).toEqual(["From Ben", "From Ida"]);
		expect(await draftLinks(ida.page(), server)).toHaveLength(20);

		// With room made, the same entries are saved.
		await refused
			.getByRole("group", { name: "Link 1: Document 1", exact: true })
			.getByRole("button", { name: "Remove" })
			.click();
		await save(refused);
		await refused.getByText(done).waitFor();
		const after = await draftLinks(ida.page(), server);
		expect(after).toHaveLength(20);
		expect(after).toEqual(expect.arrayContaining(["From Ben", "From Ida"]));
	});

	it("save different sections and different links without losing either", async () => {
		const server = await startAdminServer({ links: [link(1), link(2)] });
		const ida = await openLinks(server, "Ida");
		const ben = await openLinks(server, "Ben");
		const sharing = await openSection(ben.page(), "Document sharing");
		await sharing.getByLabel("Request time-out in seconds").fill("45");
		await save(sharing);
		await sharing.getByText("Saved to the draft").waitFor();
		const benAgain = await openSection(ben.page(), LINKS);
		await benAgain.getByLabel("Document Name").nth(1).fill("Second, by Ben");
		await save(benAgain);
		await benAgain.getByText("Saved to the draft").waitFor();

		await ida.getByLabel("Document Name").first().fill("First, by Ida");
		await save(ida);
		await ida.getByText("Saved to the draft").waitFor();
		expect(await draftLinks(ida.page(), server)).toEqual([
			"First, by Ida",
			"Second, by Ben",
		]);
	});

	it("are told who changed the same thing, and replace it only by saving again", async () => {
		const server = await startAdminServer();
		const [ida, ben] = await Promise.all(
			["Ida", "Ben"].map(async (name) => {
				const page = await openAsAdministrator(server, name);
				return openSection(page, "Document sharing");
			}),
		);
		if (!ida || !ben) throw new Error("two pages");
		await ben.getByLabel("Request time-out in seconds").fill("45");
		await save(ben);
		await ben.getByText("Saved to the draft").waitFor();

		await ida.getByLabel("Request time-out in seconds").fill("30");
		await save(ida);
		await ida.getByText(/Not saved: Ben changed this section at/).waitFor();
		await ida.getByText("45 s").waitFor();
		expect(
			await ida.getByLabel("Request time-out in seconds").inputValue(),
		).toBe("30");
		await save(ida);
		await ida.getByText("Saved to the draft").waitFor();
	});

	it("publish what they have seen: a stale tab says who was faster, and keeps what was typed", async () => {
		const server = await startAdminServer();
		const page = await openAsAdministrator(server, "Ida");
		const sharing = page.getByRole("region", {
			name: "Document sharing",
			exact: true,
		});
		await sharing.getByLabel("Request time-out in seconds").fill("30");
		await save(sharing);
		await sharing.getByText("Saved to the draft").waitFor();
		const urls = await openSection(page, "URL configuration");
		await urls
			.getByLabel("Document Sharing Terms URL")
			.fill("https://typed.example/");
		const publish = await openSection(page, "Publish");
		await publish.getByText("30 s").waitFor();
		await publish
			.getByText(
				"Not part of this, because it is not saved: URL configuration.",
			)
			.waitFor();

		const ben = await openAsAdministrator(server, "Ben");
		const theirs = await openSection(ben, "Publish");
		await theirs.getByRole("button", { name: "Publish to Production" }).click();
		await theirs.getByText("Version 2 is in production now.").waitFor();

		await publish
			.getByRole("button", { name: "Publish to Production" })
			.click();
		await publish
			.getByText(/Nothing was published: Ben has changed production at/)
			.waitFor();
		await publish
			.getByText("Nothing: the draft is what production shows.")
			.waitFor();
		const still = await openSection(page, "URL configuration");
		expect(
			await still.getByLabel("Document Sharing Terms URL").inputValue(),
		).toBe("https://typed.example/");
	});
});
