import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, type BrowserContext, chromium } from "playwright-core";

/** Debian's Chromium, or the one named by `CHROMIUM`. */
export const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";

export const QUIET = [
	// Chromium refuses its sandbox to root.
	...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
	"--disable-dev-shm-usage",
	"--no-first-run",
	"--disable-background-networking",
	"--disable-component-update",
	"--disable-sync",
	"--mute-audio",
	// A page behind another goes on: the two people of a session are two windows on one machine here.
	"--disable-background-timer-throttling",
	"--disable-backgrounding-occluded-windows",
	"--disable-renderer-backgrounding",
];

export interface Agent {
	readonly context: BrowserContext;
	/** Folder of the profile. */
	readonly profile: string;
	/** Closes the browser and removes its profile. */
	close(): Promise<void>;
}

/** A browser with a fresh profile and the extension in this folder (absolute). */
export async function launchAgent(
	extensionFolder: string,
	args: string[] = [],
): Promise<Agent> {
	const profile = await mkdtemp(join(tmpdir(), "docside-agent-"));
	const context = await chromium.launchPersistentContext(profile, {
		executablePath: CHROMIUM,
		headless: true,
		viewport: { width: 1280, height: 800 },
		args: [
			...QUIET,
			...args,
			`--disable-extensions-except=${extensionFolder}`,
			`--load-extension=${extensionFolder}`,
		],
	});
	return {
		context,
		profile,
		async close() {
			await context.close();
			await rm(profile, { recursive: true, force: true, maxRetries: 10 });
		},
	};
}

/** A second browser, without the extension. It keeps pages for going back, as people's browsers do. */
export function launchVisitor(args: string[] = []): Promise<Browser> {
	return chromium.launch({
		executablePath: CHROMIUM,
		args: [...QUIET, ...args],
		ignoreDefaultArgs: ["--disable-back-forward-cache"],
	});
}
