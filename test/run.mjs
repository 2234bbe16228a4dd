/**
 * `npm test`: installs what is missing, builds, checks types and style, runs every test. `--long` takes the large
 * counts. Ends with `N passed, N failed`; a failed check counts as one test. Where CI says so, a few files that failed
 * run once more.
 */
import { readFileSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import {
	checkNode,
	ensureBuilt,
	ensurePackages,
	orSay,
	ROOT,
	run,
	say,
} from "../demo/prepare.mjs";
import { ensureInstalled } from "./machine.mjs";
import { RESULTS } from "./results-reporter.mjs";

/** Where machines are shared, a browser can be starved for longer than anybody waits. More than these is no accident. */
const MOST_AGAIN = 2;

/** A program of a package, by its path below node_modules. */
const tool = (path, ...args) =>
	run(process.execPath, [join(ROOT, "node_modules", path), ...args]);

async function check(what, running) {
	const started = performance.now();
	const code = await running;
	const seconds = ((performance.now() - started) / 1_000).toFixed(1);
	say(`${what}: ${code === 0 ? "good" : "FAILED"} (${seconds} s)`);
	return code === 0;
}

await orSay(async () => {
	const started = performance.now();
	checkNode();
	await ensurePackages();
	await ensureInstalled();
	await ensureBuilt([
		"extension",
		"snippet",
		"admin",
		"server",
		"bare",
		"corpus",
	]);
	const checks = await Promise.all([
		check("Types", tool("typescript/bin/tsc", "--noEmit")),
		check("Style", tool("@biomejs/biome/bin/biome", "check", ".")),
	]);
	const own = ["--long", "--"];
	const given = process.argv.slice(2).filter((word) => !own.includes(word));
	let { files, broke } = await runTests(given);
	const wrong = files.filter(({ failed }) => failed > 0);
	const again = process.env.CI && given.length === 0 && !broke;
	if (again && wrong.length > 0 && wrong.length <= MOST_AGAIN) {
		const paths = wrong.map(({ path }) => path);
		say("What failed is tried once more, and then it counts:");
		for (const path of paths) say(`  ${relative(ROOT, path)}`);
		// Whole files: the steps of a story stand on those before.
		const second = await runTests(paths);
		files = files.filter(({ failed }) => failed === 0).concat(second.files);
		broke = second.broke;
	}
	const good = checks.filter(Boolean).length;
	const sum = (counts) => counts.reduce((all, count) => all + count, 0);
	const passed = good + sum(files.map((file) => file.passed));
	const bad = checks.length - good + (broke ? 1 : 0);
	const failed = bad + sum(files.map((file) => file.failed));
	say(
		`The whole run took ${Math.round((performance.now() - started) / 1_000)} s.`,
	);
	process.stdout.write(`${passed} passed, ${failed} failed\n`);
	process.exitCode = failed === 0 ? 0 : 1;
});

/** Runs tests as Vitest's arguments say. `broke`: something failed outside of every file. */
async function runTests(args) {
	rmSync(RESULTS, { force: true });
	const code = await run(
		process.execPath,
		[
			join(ROOT, "node_modules/vitest/vitest.mjs"),
			"run",
			"--reporter=default",
			`--reporter=${join(ROOT, "test/results-reporter.mjs")}`,
			...args,
		],
		{
			stdio: "inherit",
			env: {
				...process.env,
				DOCSIDE_AS_BUILT: "1",
				...(process.argv.includes("--long") ? { DOCSIDE_LONG: "1" } : {}),
			},
		},
	);
	try {
		const { files, broke } = JSON.parse(readFileSync(RESULTS, "utf8"));
		const allGood = files.every(({ failed }) => failed === 0);
		return { files, broke: broke || (code !== 0 && allGood) };
	} catch {
		// It ended early, without a word.
		return { files: [], broke: true };
	}
}
