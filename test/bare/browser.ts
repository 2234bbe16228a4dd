import {
	type Browser,
	type BrowserContextOptions,
	chromium,
	type Frame,
	type Page,
} from "playwright-core";
import { afterAll, beforeAll } from "vitest";
import type { DocumentKind } from "../../policy/kinds.ts";
import type { FromViewer, ToViewer } from "../../viewer/port.ts";
import type { BarePanel } from "./bare.ts";
import { type BareServer, serveBare } from "./serve.ts";

declare global {
	interface Window {
		bare: BarePanel;
	}
}

/** A run of zero bytes, so that a huge file needs no memory in the test. */
export type Part = Uint8Array<ArrayBuffer> | { zeros: number };
export type Mode = "preview" | "sharer" | "watcher";
type ViewerEventOf<T extends FromViewer["type"]> = Extract<
	FromViewer,
	{ type: T }
>;

export interface BarePage {
	readonly page: Page;
	/** Opens a file in a new viewer; the events and reads before are forgotten. */
	open(
		name: string,
		kind: DocumentKind,
		bytes: Part | Part[],
		mode?: Mode,
	): Promise<void>;
	/** The viewer's frame, once its page is loaded. */
	frame(): Promise<Frame>;
	events(): Promise<FromViewer[]>;
	/** Resolves with the first event of a type that has come or comes, and that `fits`. */
	event<T extends FromViewer["type"]>(
		type: T,
		fits?: (event: ViewerEventOf<T>) => boolean,
	): Promise<ViewerEventOf<T>>;
	/** Forgets the events so far. */
	forget(): Promise<void>;
	send(
		message: Exclude<ToViewer, { type: "bytes" | "ping" | "open" }>,
	): Promise<void>;
	reads(): Promise<[number, number][]>;
	/** What the page and its frames said on the console as errors, and what they threw. */
	readonly complaints: string[];
	closeDocument(): Promise<void>;
	close(): Promise<void>;
}

/** What opens a page with the bare panel, in a context of its own. */
export type OpenBare = (options?: BrowserContextOptions) => Promise<BarePage>;

/**
 * One browser and one server for all the tests of a file, or of the `describe` that this is called in. They are there
 * before the first test, and gone after the last with every page that is still open.
 */
export function withBareBrowser(): OpenBare {
	let server: BareServer;
	beforeAll(async () => {
		server = await serveBare();
	});
	afterAll(() => server?.close());
	const browser = withBrowser();
	return (options) => openBare(browser(), server, options);
}

/**
 * Debian's Chromium, or the one named by `CHROMIUM`: one for all the tests of a file, or of the `describe` that this
 * is called in. It is there while they run.
 */
export function withBrowser(): () => Browser {
	let browser: Browser;
	beforeAll(async () => {
		browser = await chromium.launch({
			executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
			args: ["--no-sandbox", "--disable-dev-shm-usage"],
		});
	});
	afterAll(() => browser?.close());
	return () => browser;
}

async function openBare(
	browser: Browser,
	server: BareServer,
	options: BrowserContextOptions = {},
): Promise<BarePage> {
	const context = await browser.newContext({
		viewport: { width: 1280, height: 800 },
		...options,
	});
	const page = await context.newPage();
	const complaints: string[] = [];
	page.on("pageerror", (error) => complaints.push(String(error)));
	page.on("console", (message) => {
		if (message.type() === "error") complaints.push(message.text());
	});
	await page.goto(`${server.url}bare.html`);
	await page.waitForFunction(() => window.bare !== undefined);
	let given = 0;

	const events = () => page.evaluate(() => window.bare.events as FromViewer[]);

	return {
		page,
		complaints,
		events,
		async open(name, kind, bytes, mode = "preview") {
			const parts = (Array.isArray(bytes) ? bytes : [bytes]).map((part) => {
				if ("zeros" in part) return { zeros: part.zeros };
				const key = String(++given);
				server.given.set(key, part);
				return { key };
			});
			await page.evaluate(
				async ({ name, kind, parts, mode }) => {
					const zeros = new Uint8Array(1_048_576);
					const pieces: BlobPart[] = [];
					for (const part of parts) {
						if ("key" in part) {
							const answer = await fetch(`given/${part.key}`);
							pieces.push(await answer.arrayBuffer());
							continue;
						}
						for (let left = part.zeros; left > 0; left -= zeros.length)
							pieces.push(zeros.subarray(0, left));
					}
					window.bare.open(new File(pieces, name), kind, mode);
				},
				{ name, kind, parts, mode },
			);
			server.given.clear();
		},
		async frame() {
			const handle = await page.waitForSelector("iframe.sealed-frame");
			const frame = await handle.contentFrame();
			if (!frame) throw new Error("the viewer has no frame");
			await frame.waitForLoadState("load");
			return frame;
		},
		async event(type, fits = () => true) {
			for (let seen = 0; ; ) {
				const all = await events();
				for (const event of all.slice(seen)) {
					if (isOf(event, type) && fits(event)) return event;
					if (event.type === "failed" && type !== "failed")
						throw new Error(`failed: ${event.failure}: ${event.detail}`);
				}
				seen = all.length;
				await page.waitForFunction(
					(count) => window.bare.events.length > count,
					seen,
					{ timeout: 20_000, polling: 20 },
				);
			}
		},
		async forget() {
			await page.evaluate(() => {
				window.bare.events.length = 0;
			});
		},
		async send(message) {
			await page.evaluate((sent) => window.bare.send(sent), message);
		},
		reads: () => page.evaluate(() => window.bare.reads),
		async closeDocument() {
			await page.evaluate(() => window.bare.close());
		},
		close: () => context.close(),
	};
}

function isOf<T extends FromViewer["type"]>(
	event: FromViewer,
	type: T,
): event is ViewerEventOf<T> {
	return event.type === type;
}
