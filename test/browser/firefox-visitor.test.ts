/** The visitor in Firefox, the agent in Chromium: one session, a document each way. */
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ordersCsv } from "../fixtures/make-csv.ts";
import { makeTextPdf } from "../fixtures/make-pdf.ts";
import { changeSettings } from "./demo-settings.ts";
import { type Firefox, launchFirefox } from "./firefox.ts";
import type { FirefoxPage } from "./firefox-page.ts";
import { type LogoHost, openLogoHost } from "./logo-host.ts";
import { beginningOf, placeOf, scroll } from "./looking.ts";
import { openRoom, patience, type Room } from "./room.ts";
import {
	approvedHeading,
	choose,
	isOpen,
	press,
	sha256,
	share,
	sharedDocument,
	typeKey,
} from "./steps.ts";

let room: Room;
let host: LogoHost;
let firefox: Firefox;
let visitor: FirefoxPage;
const PDF = { name: "statement.pdf", bytes: makeTextPdf(12) };
const CSV = { name: "orders.csv", bytes: ordersCsv(3_000) };

beforeAll(async () => {
	host = await openLogoHost();
	const logoUrl = `${host.url}/silent.svg`;
	room = await openRoom({
		prepare: (demo) =>
			changeSettings(demo, { branding: { accent: "#7a1fa2", logoUrl } }),
	});
	firefox = await launchFirefox();
	visitor = await firefox.openPage(room.demo.site);
});
afterAll(async () => {
	await firefox?.close();
	await room?.close();
	await host?.close();
});

const pressed = async (name: string) => {
	await firefoxRests();
	await (await visitor.find("button", name)).click();
};

/** The frame fits itself to what it says; a press while it moves would end beside the button. */
async function firefoxRests() {
	let before: unknown;
	await expect
		.poll(async () => {
			const size = await visitor.evaluate(
				"() => JSON.stringify(document.querySelector('iframe[title=Docside]')?.getBoundingClientRect() ?? null)",
			);
			const same = size === before;
			before = size;
			return same;
		}, patience)
		.toBe(true);
}

/** The page that is at the top of the visitor's window. */
const visitorsPage = async () =>
	Number(
		await visitor.evaluate(
			"() => document.querySelector('.page input')?.value ?? 0",
			"/pdf.html",
		),
	);

describe("a visitor in Firefox", () => {
	it("shows the key, and lets the agent in", async () => {
		await pressed("Share documents with an agent");
		const key = await visitor.find("status", "Session key");
		await typeKey(room, (await key.text()).replace(/\D/g, ""));
		await visitor.find("alertdialog", "Ana wants to join");
		await pressed("Allow");
		await approvedHeading(room).waitFor(patience);
	}, 60_000);

	it("is shown the company's colour and its logo, whose host has not said who may", async () => {
		const width = () =>
			visitor.evaluate(
				"() => document.querySelector('img.logo')?.naturalWidth ?? 0",
				"/frame.html",
			);
		await expect.poll(width, patience).toBe(240);
		expect(
			await visitor.evaluate(
				"() => document.documentElement.style.getPropertyValue('--docside-accent')",
				"/frame.html",
			),
		).toContain("#7a1fa2");
	}, 60_000);

	it("sees the agent's document and its scrolling, and scrolls it", async () => {
		await choose(room.agent, [PDF]);
		await isOpen(room.agent);
		await share(room.agent);
		await visitor.find("region", `Shared document: ${PDF.name}`);
		const first = await visitor.select(".textLayer span");
		expect(await first.text()).toBe("Page 1 of 12");
		await scroll(room.agent, 12);
		const there = Math.floor(await placeOf(room.agent));
		expect(there).toBeGreaterThan(1);
		await expect.poll(visitorsPage, patience).toBeGreaterThanOrEqual(there);

		const before = await placeOf(room.agent);
		await pressed("Next page");
		await pressed("Next page");
		await expect
			.poll(() => placeOf(room.agent), patience)
			.toBeGreaterThan(before + 0.5);
	}, 60_000);

	it("saves the same bytes", async () => {
		await pressed("Save");
		await expect
			.poll(async () => {
				const names = await readdir(firefox.downloads).catch(() => []);
				return names.filter((name) => !name.endsWith(".part"));
			}, patience)
			.toEqual([PDF.name]);
		const path = join(firefox.downloads, PDF.name);
		await expect
			.poll(async () => sha256(await readFile(path)), patience)
			.toBe(sha256(PDF.bytes));
		await pressed("Close document");
		await approvedHeading(room).waitFor(patience);
	}, 60_000);

	it("shares a CSV when asked, which the agent sees", async () => {
		await press(room.agent, "Send request");
		await visitor.find("alertdialog", "Ana asks you to share a document");
		await pressed("Accept");
		await visitor.find("button", "Choose a file");
		const file = join(firefox.downloads, "..", CSV.name);
		await writeFile(file, CSV.bytes);
		await (await visitor.select("input[type=file]")).setFiles([file]);
		await visitor.find("region", `Preview: ${CSV.name}`);
		await expect
			.poll(async () => {
				const button = await visitor.find("button", "Share");
				return button.evaluate("(e) => e.disabled");
			}, patience)
			.toBe(false);
		await pressed("Share");
		await sharedDocument(room.agent, CSV.name).waitFor(patience);
		await isOpen(room.agent);
		expect(await beginningOf(room.agent)).toContain("number");
		await press(room.agent, "Close document");
		await approvedHeading(room).waitFor(patience);
	}, 60_000);

	it("is told where the documents went, as Firefox counts it", async () => {
		await pressed("Where did my file go?");
		await visitor.find("dialog", "Where did my file go?");
		const told = () =>
			visitor.evaluate(
				"() => document.querySelector('.where')?.innerText ?? ''",
				"/frame.html",
			);
		await expect.poll(told, patience).toContain("Straight from browser");
		const text = String(await told());
		expect(text).toMatch(/Documents\s+[\d.]+ KB\s+[\d.]+ KB/);
		expect(text).toMatch(/In all, encrypted\s+[\d.]+ KB\s+[\d.]+ KB/);
		await expect
			.poll(async () => {
				if (!(await visitor.has("dialog", "Where did my file go?")))
					return true;
				await firefoxRests();
				// A notice behind it has a Close of its own.
				await (
					await visitor.select(".panel-foot .alert-dialog button")
				).click();
				return false;
			}, patience)
			.toBe(true);
	}, 60_000);

	it("shares a document of the site's own, which the agent sees", async () => {
		await visitor.evaluate(`() => {
			const link = document.createElement("a");
			link.href = "/documents/account-terms.pdf";
			link.dataset.docside = "open";
			link.textContent = "The terms";
			document.querySelector("main").prepend(link);
		}`);
		// The frame covers the page until the document of before has closed here too.
		const width = () =>
			visitor.evaluate(
				"() => document.querySelector('iframe[title=Docside]').getBoundingClientRect().width",
			);
		await expect.poll(width, patience).toBeLessThan(400);
		await (await visitor.find("link", "The terms")).click();
		await visitor.find("alertdialog", "account-terms.pdf");
		await pressed("View together");
		await visitor.find("region", "Preview: account-terms.pdf");
		await expect
			.poll(async () => {
				const button = await visitor.find("button", "Share");
				return button.evaluate("(e) => e.disabled");
			}, patience)
			.toBe(false);
		await pressed("Share");
		await sharedDocument(room.agent, "account-terms.pdf").waitFor(patience);
		await isOpen(room.agent);
		expect(await beginningOf(room.agent)).toContain("Account terms");
		await press(room.agent, "Close document");
		await approvedHeading(room).waitFor(patience);
	}, 60_000);

	it("ends the session for both", async () => {
		// The frame is a card again: until then its controls are on the move.
		await visitor.find("heading", "Document sharing");
		await expect
			.poll(
				() =>
					visitor.evaluate(
						"() => document.querySelector('iframe[title=Docside]').clientWidth",
					),
				patience,
			)
			.toBeLessThan(500);
		await pressed("End session");
		await visitor.find("heading", "Session ended");
		await room.agent
			.frame()
			.getByText("The visitor ended the session.")
			.waitFor(patience);
		await pressed("Close");
		await expect
			.poll(
				() =>
					visitor.evaluate("() => document.activeElement?.textContent ?? ''"),
				patience,
			)
			.toBe("Share documents with an agent");
	}, 60_000);
});
