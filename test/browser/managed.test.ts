/** What a company rolls out by the browser's policy, with a real policy in a real browser. */
import { createHash, generateKeyPairSync } from "node:crypto";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { describe, expect, it, onTestFinished } from "vitest";
import { violations } from "../viewer/axe.ts";
import { packExtension } from "./administrator-room.ts";
import { launchAgent } from "./launch.ts";
import { PATIENCE } from "./room.ts";

/** Where Debian's Chromium, like every Chromium on Linux, looks for what a company has decided. */
const POLICIES = "/etc/chromium/policies/managed";

/** An id of its own: a policy holds for every browser of this machine, and others may run meanwhile. */
function freshId(): { key: string; id: string } {
	const { publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
	const der = publicKey.export({ type: "spki", format: "der" });
	const hex = createHash("sha256").update(der).digest("hex").slice(0, 32);
	// Chromium writes an id with the letters from a to p in place of the digits.
	const id = hex.replace(/./g, (digit) =>
		String.fromCharCode(97 + Number.parseInt(digit, 16)),
	);
	return { key: der.toString("base64"), id };
}

/** Sets the policy until the test is over. False where this machine does not let us. */
async function setPolicy(id: string, values: object): Promise<boolean> {
	const file = join(POLICIES, `docside-test-${id}.json`);
	try {
		const created = await mkdir(POLICIES, { recursive: true });
		onTestFinished(() => rm(created ?? file, { recursive: true, force: true }));
		const policy = { "3rdparty": { extensions: { [id]: values } } };
		await writeFile(file, JSON.stringify(policy));
		return true;
	} catch {
		return false;
	}
}

async function openOptions(id: string, key: string): Promise<Page> {
	const folder = await packExtension({
		manifest: { key },
		defaults: { server: "https://packaged.example/" },
	});
	const { context, close } = await launchAgent(folder);
	onTestFinished(close);
	context.setDefaultTimeout(PATIENCE);
	const page = await context.newPage();
	await page.goto(`chrome-extension://${id}/options.html`);
	await page.getByRole("heading", { name: "Docside options" }).waitFor();
	return page;
}

const field = (page: Page, name: string) =>
	page.getByRole("textbox", { name, exact: true });

describe("options that a company rolls out", () => {
	it("are there, said to be the company's, and not the agent's to change", async ({
		skip,
	}) => {
		const { id, key } = freshId();
		const set = await setPolicy(id, {
			server: "https://docside.bank.example/",
			viewerPages: ["https://viewer.bank.example/*"],
			toolbarSelector: "#tools",
			// Not in the schema: a browser with such a policy does not hand it on.
			token: "one-for-all",
		});
		if (!set) skip(`${POLICIES} cannot be written here: run as root`);
		const page = await openOptions(id, key);
		expect(await field(page, "Server address").inputValue()).toBe(
			"https://docside.bank.example/",
		);
		expect(await field(page, "Viewer pages").inputValue()).toBe(
			"https://viewer.bank.example/*",
		);
		expect(await field(page, "Toolbar").inputValue()).toBe("#tools");
		expect(await page.getByText("Set by your company.").count()).toBe(3);
		await field(page, "Server address").press("x");
		expect(await field(page, "Server address").inputValue()).toBe(
			"https://docside.bank.example/",
		);
		expect(await field(page, "Server address").isEditable()).toBe(false);
		expect(await field(page, "Session key on the page").isEditable()).toBe(
			true,
		);
		// They are unfolded, because the company has set one of them.
		expect(await page.getByLabel("Sign-in token").isVisible()).toBe(true);
		expect(await page.getByLabel("Sign-in token").inputValue()).toBe("");
		expect(await violations(page.mainFrame())).toEqual([]);
	});

	it("win over what an agent has saved before", async ({ skip }) => {
		const { id, key } = freshId();
		const set = await setPolicy(id, { server: "https://b.example/" });
		if (!set) skip(`${POLICIES} cannot be written here: run as root`);
		const page = await openOptions(id, key);
		await page.evaluate(
			`chrome.storage.local.set({ options: { server: "https://mine.example/", keySelector: "#mine" } })`,
		);
		await page.reload();
		await page.getByText("Set by your company.").waitFor();
		expect(await field(page, "Server address").inputValue()).toBe(
			"https://b.example/",
		);
		expect(await field(page, "Session key on the page").inputValue()).toBe(
			"#mine",
		);
	});
});
