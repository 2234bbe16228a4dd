import { patience, type Room } from "./room.ts";
import type { Look } from "./screens.ts";
import { press } from "./steps.ts";

/** A document of the site's own: the question, the wait, and why it cannot be viewed together. */
export async function siteLinks(room: Room, look: Look): Promise<void> {
	const { visitor } = room;
	const { page } = visitor;
	await page.evaluate(() => {
		const link = document.createElement("a");
		link.href = "/documents/Statement of March 2026.pdf";
		link.dataset.docside = "open";
		link.textContent = "The statement of March";
		document.querySelector("main")?.prepend(link);
	});
	const marked = page.getByRole("link", { name: "The statement of March" });
	const question = visitor
		.frame()
		.getByRole("alertdialog", { name: "Statement of March 2026.pdf" });
	await marked.click();
	await question.waitFor(patience);
	await look("visitor-link", page);

	let answer = () => {};
	const waits = new Promise<void>((resolve) => {
		answer = resolve;
	});
	await page.route("**/Statement*", async (route) => {
		await waits;
		// Without a word on the console.
		await route.fulfill({ status: 200, body: "<!doctype html>" });
	});
	await press(visitor, "View together");
	await question.getByText("Fetching").waitFor(patience);
	await look("visitor-link-fetching", page);
	answer();
	await question.getByText("is not what its name says").waitFor(patience);
	await look("visitor-link-failed", page);
	await press(visitor, "Cancel");
	await question.waitFor({ state: "detached", ...patience });
	await page.unroute("**/Statement*");
	await marked.evaluate((node) => node.remove());
}
