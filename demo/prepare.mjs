/**
 * What has to be there before anything can run: a Node that is new enough, the packages, the built files. Plain Node
 * without a package, because it runs before there are any.
 */
import { spawn } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../", import.meta.url));
const OLDEST_NODE = [20, 19];
/** Written by npm at the end of an installation, so it is also the sign of a complete one. */
const INSTALLED = "node_modules/.package-lock.json";
/** Changes below these make the built files old. */
const SOURCES = [
	"build.mjs",
	"manifest.json",
	"package-lock.json",
	"vite.config.ts",
	"admin",
	"demo",
	"extension",
	"look",
	"panel",
	"policy",
	"session",
	"signaling",
	"snippet",
	"test/bare",
	"test/bench",
	"test/corpus",
	"viewer",
	"words",
];

/** A sentence for the person at the terminal; anything else that is thrown is our own mistake. */
export class Trouble extends Error {
	name = "Trouble";
}

/** Progress goes to standard error: standard output belongs to what was asked for. */
export function say(sentence) {
	process.stderr.write(`${sentence}\n`);
}

/** Runs `main`; a Trouble ends the program with its sentence and exit code 1. */
export async function orSay(main) {
	try {
		await main();
	} catch (error) {
		say(error instanceof Trouble ? error.message : String(error?.stack));
		process.exit(1);
	}
}

export function checkNode() {
	const [major, minor] = process.versions.node.split(".").map(Number);
	const [oldMajor, oldMinor] = OLDEST_NODE;
	if (major > oldMajor || (major === oldMajor && minor >= oldMinor)) return;
	throw new Trouble(
		`Docside needs Node ${OLDEST_NODE.join(".")} or newer; this is ${process.versions.node}. Get one from https://nodejs.org and try again.`,
	);
}

/** Installs the packages of the lockfile when they are missing or older than it. */
export async function ensurePackages() {
	const lock = newest("package-lock.json");
	if (newest(INSTALLED) >= lock) return;
	say("Installing the packages (once, about half a minute)…");
	const npm = process.env.npm_execpath;
	const [command, args] = npm
		? [process.execPath, [npm]]
		: [process.platform === "win32" ? "npm.cmd" : "npm", []];
	const code = await run(command, [
		...args,
		"ci",
		"--no-json",
		"--loglevel=error",
	]);
	if (code === undefined)
		throw new Trouble(
			"npm was not found. It comes with Node: install Node from https://nodejs.org and try again.",
		);
	if (code !== 0)
		throw new Trouble(
			"The packages could not be installed; npm says above why. Is this machine connected to the internet?",
		);
}

/** Builds those targets of build.mjs that are missing from dist/ or older than the sources. */
export async function ensureBuilt(targets = DEMO) {
	const sources = Math.max(...SOURCES.map(newest));
	// build.mjs writes this file last.
	const old = targets.filter((name) => newest(`dist/${name}/built`) < sources);
	if (old.length === 0) return;
	say(`Building (${old.join(", ")})…`);
	const code = await run(process.execPath, ["build.mjs", ...old]);
	if (code !== 0)
		throw new Trouble("The build has failed; the reason stands above.");
}

/** The targets of build.mjs that the demo needs. */
const DEMO = ["extension", "snippet", "server", "admin"];

/** Runs a program with its output on standard error. Resolves with its exit code, undefined when there is none such. */
export function run(command, args, options = {}) {
	return new Promise((resolve) => {
		const child = spawn(command, args, {
			cwd: ROOT,
			stdio: ["ignore", process.stderr, process.stderr],
			// Node starts .cmd files only through a shell.
			shell: command.endsWith(".cmd"),
			...options,
		});
		child.once("error", () => resolve(undefined));
		child.once("exit", (code) => resolve(code ?? 1));
	});
}

/** When a file, or the newest file of a folder, was changed; 0 when it is missing. Milliseconds. */
function newest(path) {
	const full = join(ROOT, path);
	const found = statSync(full, { throwIfNoEntry: false });
	if (found === undefined) return 0;
	if (!found.isDirectory()) return found.mtimeMs;
	const inside = readdirSync(full, { recursive: true, withFileTypes: true });
	return inside
		.filter((entry) => entry.isFile())
		.reduce((latest, entry) => {
			const file = join(entry.parentPath ?? dirname(full), entry.name);
			return Math.max(
				latest,
				statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0,
			);
		}, 0);
}
