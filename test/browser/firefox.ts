import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { type Bidi, connectBidi, textOf } from "./bidi.ts";
import { type FirefoxPage, openFirefoxPage } from "./firefox-page.ts";

/** Debian's Firefox ESR, or the one named by `FIREFOX`. */
export const FIREFOX = process.env.FIREFOX ?? "/usr/bin/firefox-esr";

/** Nothing but the pages under test goes to the network, and nothing opens by itself. */
const PREFERENCES = {
	"app.normandy.enabled": false,
	"app.update.disabledForTesting": true,
	"browser.download.always_ask_before_handling_new_types": false,
	"browser.download.folderList": 2,
	"browser.download.useDownloadDir": true,
	"browser.shell.checkDefaultBrowser": false,
	"browser.startup.page": 0,
	"datareporting.policy.dataSubmissionEnabled": false,
	"extensions.getAddons.cache.enabled": false,
	"network.captive-portal-service.enabled": false,
	"network.connectivity-service.enabled": false,
	"services.settings.server": "data:,#remote-settings-dummy/v1",
	"toolkit.telemetry.reportingpolicy.firstRun": false,
};

export interface Firefox {
	/** Where downloads go. */
	readonly downloads: string;
	readonly bidi: Bidi;
	openPage(url: string): Promise<FirefoxPage>;
	/** Closes the browser and removes its profile. */
	close(): Promise<void>;
}

/** A headless Firefox with a fresh profile, driven by WebDriver BiDi without a driver program. */
export async function launchFirefox(): Promise<Firefox> {
	const profile = await mkdtemp(join(tmpdir(), "docside-firefox-"));
	const preferences = {
		...PREFERENCES,
		"browser.download.dir": join(profile, "downloads"),
	};
	await writeFile(
		join(profile, "user.js"),
		Object.entries(preferences)
			.map(([name, value]) => `user_pref("${name}", ${JSON.stringify(value)});`)
			.join("\n"),
	);
	const child = spawn(
		FIREFOX,
		["--headless", "--profile", profile, "--remote-debugging-port=0"],
		{
			stdio: ["ignore", "ignore", "pipe"],
			env: { ...process.env, MOZ_CRASHREPORTER_DISABLE: "1" },
		},
	);
	const gone = once(child, "exit");
	const close = async () => {
		child.kill("SIGTERM");
		const late = setTimeout(() => child.kill("SIGKILL"), 5_000);
		await gone;
		clearTimeout(late);
		await rm(profile, { recursive: true, force: true, maxRetries: 10 });
	};
	try {
		const address = await addressIn(child.stderr);
		const bidi = await connectBidi(`${address}/session`);
		await bidi.call("session.new", { capabilities: {} });
		return {
			downloads: preferences["browser.download.dir"],
			bidi,
			async openPage(url) {
				const { context } = await bidi
					.call("browsingContext.create", { type: "tab" })
					.then((tab) => ({ context: textOf(tab, "context") }));
				const page = openFirefoxPage(bidi, context);
				await page.goto(url);
				return page;
			},
			async close() {
				bidi.close();
				await close();
			},
		};
	} catch (error) {
		await close();
		throw error;
	}
}

/** Firefox says where it listens on its error stream. */
async function addressIn(stream: NodeJS.ReadableStream): Promise<string> {
	for await (const line of createInterface({ input: stream })) {
		const address = /^WebDriver BiDi listening on (ws:\S+)/.exec(line)?.[1];
		if (address === undefined) continue;
		// What comes after is read and dropped, or Firefox would block on a full pipe.
		stream.resume();
		return address;
	}
	throw new Error("Firefox ended before it listened");
}
