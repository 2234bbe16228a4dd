/** The processes of a browser, to be stopped and let go on: what a phone does to a page, and a laptop's lid to all. */
import type { Browser } from "playwright-core";

type Process = { type: string; id: number };

/** Every one of this browser; `renderers`: those alone that draw pages. */
export async function processesOf(browser: Browser, only?: "renderers") {
	const devtools = await browser.newBrowserCDPSession();
	const { processInfo } = await devtools.send("SystemInfo.getProcessInfo");
	await devtools.detach();
	const all: Process[] = processInfo;
	return all
		.filter(({ type }) => only === undefined || type === "renderer")
		.map(({ id }) => id);
}

/** Stops these for so long. Always lets them go on. */
export async function stopFor(seconds: number, processes: number[]) {
	for (const id of processes) process.kill(id, "SIGSTOP");
	try {
		await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
	} finally {
		for (const id of processes) process.kill(id, "SIGCONT");
	}
}
