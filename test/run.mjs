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

const RESULTS = join(ROOT, "test/output/results.json");
/** Where machines are shared, a browser can be starved for longer than anybody waits. More than these is no accident. */
const FILES_AGAIN = process.env.CI ? 2 : 0;

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
	let { passed, failed, files } = await runTests(given);
	if (files.length > 0 && files.length <= FILES_AGAIN) {
		say("What failed is tried once more, file by file, and then it counts:");
		for (const { path } of files) say(`  ${relative(ROOT, path)}`);
		// Whole files: the steps of a story stand on those before.
		const again = await runTests(files.map(({ path }) => path));
		for (const file of files) passed -= file.passed;
		passed += again.passed;
		failed = again.failed;
	}
	failed += checks.filter((good) => !good).length;
	passed += checks.filter((good) => good).length;
	say(
		`The whole run took ${Math.round((performance.now() - started) / 1_000)} s.`,
	);
	process.stdout.write(`${passed} passed, ${failed} failed\n`);
	process.exitCode = failed === 0 ? 0 : 1;
});

/** Runs tests as Vitest's arguments say. `files`: those in which a test failed, with how many passed there. */
async function runTests(args) {
	rmSync(RESULTS, { force: true });
	const code = await run(
		process.execPath,
		[
			join(ROOT, "node_modules/vitest/vitest.mjs"),
			"run",
			"--reporter=default",
			"--reporter=json",
			`--outputFile.json=${RESULTS}`,
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
		const results = JSON.parse(readFileSync(RESULTS, "utf8"));
		const failed = results.testResults.filter((it) => it.status === "failed");
		return {
			passed: results.numPassedTests,
			// A run that broke outside of a test still counts as failed.
			failed: code === 0 ? 0 : Math.max(results.numFailedTests, 1),
			files: failed.map(({ name, assertionResults }) => ({
				path: name,
				passed: assertionResults.filter((it) => it.status === "passed").length,
			})),
		};
	} catch {
		// It ended early, without a word.
		return { passed: 0, failed: 1, files: [] };
	}
}
