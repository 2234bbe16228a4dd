import { spawn } from "node:child_process";
import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { run, say, Trouble } from "./prepare.mjs";

const NAMES = [
	"chromium",
	"chromium-browser",
	"google-chrome",
	"google-chrome-stable",
	"microsoft-edge",
	"microsoft-edge-stable",
];
/** Where other systems keep them. */
const PLACES = [
	"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
	"/Applications/Chromium.app/Contents/MacOS/Chromium",
	"/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
	"C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
	"C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe",
];
const ANSWER_WITHIN_MS = 30_000;

export function hasDisplay() {
	if (process.platform !== "linux") return true;
	return Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

/** Chromium, Chrome or Edge; installed by apt-get where this account may. Throws a Trouble that says how to get one. */
export async function findBrowser() {
	const found = installedBrowser();
	if (found !== undefined) return found;
	if (process.getuid?.() === 0 && existsSync("/etc/debian_version")) {
		say("No browser was found; installing Chromium…");
		const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
		await run("apt-get", ["update", "-qq"], { env });
		await run("apt-get", ["install", "-y", "-qq", "chromium"], { env });
		const installed = installedBrowser();
		if (installed !== undefined) return installed;
	}
	throw new Trouble(
		"No browser was found that the extension can be loaded in. Install Chromium, Chrome or Edge (on Debian and Ubuntu: sudo apt-get install chromium) and try again, or do without: npm start -- --no-browser",
	);
}

function installedBrowser() {
	const folders = (process.env.PATH ?? "").split(delimiter);
	const onPath = NAMES.flatMap((name) =>
		folders.map((folder) => join(folder, name)),
	);
	return [...onPath, ...PLACES].find(isExecutable);
}

function isExecutable(path) {
	try {
		accessSync(path, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}

/**
 * Opens the browser with a fresh profile, loads the extension and opens the pages. Resolves with a way to close it.
 * The extension is loaded over the debugging pipe, which works in Chromium, Chrome and Edge alike; the browser closes
 * by itself when the pipe does.
 */
export async function openBrowser(program, room, pages, options = []) {
	const root = process.getuid?.() === 0;
	const child = spawn(
		program,
		[
			`--user-data-dir=${room.profile}`,
			"--remote-debugging-pipe",
			"--enable-unsafe-extension-debugging",
			"--no-first-run",
			"--no-default-browser-check",
			"--disable-search-engine-choice-screen",
			"--password-store=basic",
			// Chromium refuses its sandbox to root.
			...(root ? ["--no-sandbox"] : []),
			...options,
			"about:blank",
		],
		{ stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] },
	);
	const gone = new Promise((resolve) => {
		child.once("exit", resolve);
		child.once("error", resolve);
	});
	const call = speak(child.stdio[3], child.stdio[4]);
	const close = async () => {
		await Promise.race([gone, call("Browser.close").catch(() => {})]);
		const late = setTimeout(() => child.kill("SIGKILL"), 3_000);
		await gone;
		clearTimeout(late);
	};
	try {
		await Promise.race([
			(async () => {
				await call("Extensions.loadUnpacked", { path: room.extension });
				for (const url of pages) await call("Target.createTarget", { url });
				await closeBlankPages(call);
			})(),
			gone.then(() => {
				throw new Error("it ended by itself");
			}),
		]);
	} catch (error) {
		await close();
		throw new Trouble(
			`The browser ${program} could not be opened with the extension (${error.message}). Open the pages by hand: npm start -- --no-browser`,
		);
	}
	return close;
}

/** The page the browser began with. It could not begin with ours, because the extension was not there yet. */
async function closeBlankPages(call) {
	const { targetInfos } = await call("Target.getTargets");
	for (const { type, url, targetId } of targetInfos)
		if (type === "page" && url === "about:blank")
			await call("Target.closeTarget", { targetId });
}

/** The DevTools protocol over two pipes: JSON, each message ended by a zero byte. */
function speak(out, back) {
	const waiting = new Map();
	let last = 0;
	let rest = "";
	out.on("error", () => {});
	back.setEncoding("utf8").on("data", (text) => {
		const messages = (rest + text).split("\0");
		rest = messages.pop() ?? "";
		for (const message of messages) {
			const { id, error, result } = JSON.parse(message);
			const settle = waiting.get(id);
			waiting.delete(id);
			if (error) settle?.reject(new Error(error.message));
			else settle?.resolve(result);
		}
	});
	return (method, params = {}) => {
		const id = ++last;
		const answer = new Promise((resolve, reject) => {
			waiting.set(id, { resolve, reject });
			setTimeout(
				() => reject(new Error(`no answer to ${method}`)),
				ANSWER_WITHIN_MS,
			).unref();
		});
		out.write(`${JSON.stringify({ id, method, params })}\0`);
		return answer;
	};
}
