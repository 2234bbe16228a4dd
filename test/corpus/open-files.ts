import { type Browser, chromium, type Page } from "playwright-core";
import { en } from "../../words/en.ts";
import { CHROMIUM, QUIET } from "../browser/launch.ts";
import type { Opened } from "./page.ts";

/** No file holds the run longer than 20 s; the viewer's own watchdog gives up after 10. */
export const FILE_LIMIT_MS = 15_000;
/** A page that does not close in this time is left behind with its browser. */
const CLOSE_LIMIT_MS = 2_000;

/** Opens files one after the other, each in a fresh page. */
export interface FileOpener {
	/** Never rejects for anything a file does. `path` is absolute. */
	open(path: string): Promise<Opened>;
	close(): Promise<void>;
}

export async function startOpener(
	pageUrl: string,
	limitMs = FILE_LIMIT_MS,
): Promise<FileOpener> {
	let browser = await launch();
	const left: Browser[] = [];

	async function replaceBrowser() {
		left.push(browser);
		browser = await launch();
	}

	/** Its own page for each file: nothing that one does reaches the next. */
	async function openIn(page: Page, path: string): Promise<Opened> {
		await page.goto(pageUrl);
		await page.waitForFunction(() => window.openChosen !== undefined);
		await page.setInputFiles("input", path);
		return page.evaluate(() => window.openChosen());
	}

	return {
		async open(path) {
			const started = performance.now();
			const page = await browser.newPage({
				viewport: { width: 1280, height: 800 },
			});
			const crashed = new Promise<void>((resolve) =>
				page.once("crash", () => resolve()),
			);
			const late = wait(limitMs);
			const opened = await Promise.race([
				openIn(page, path).catch((error: unknown) => {
					process.stderr.write(`${path}: ${String(error).split("\n")[0]}\n`);
				}),
				crashed,
				late.over,
			]);
			late.cancel();
			const closing = wait(CLOSE_LIMIT_MS);
			const closed = await Promise.race([
				page.close().then(() => true),
				closing.over.then(() => false),
			]).catch(() => false);
			closing.cancel();
			if (!closed || !browser.isConnected()) await replaceBrowser();
			return (
				opened ?? {
					result: "error",
					detail: en.failure.hung,
					ms: Math.round(performance.now() - started),
				}
			);
		},
		async close() {
			await Promise.all([browser, ...left].map((one) => one.close()));
		},
	};
}

function launch(): Promise<Browser> {
	return chromium.launch({ executablePath: CHROMIUM, args: QUIET });
}

function wait(ms: number): { over: Promise<undefined>; cancel(): void } {
	let timer: NodeJS.Timeout;
	const over = new Promise<undefined>((resolve) => {
		timer = setTimeout(() => resolve(undefined), ms);
	});
	return { over, cancel: () => clearTimeout(timer) };
}
