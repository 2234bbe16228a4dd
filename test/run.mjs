/**
 * `npm test`: installs what is missing, builds, checks types and style, runs every test. `--long` takes the large
 * counts. Ends with `N passed, N failed`; a failed check counts as one test.
 */
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
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
	const wrong = checks.filter((good) => !good).length;

	rmSync(RESULTS, { force: true });
	const own = ["--long", "--"];
	const code = await run(
		process.execPath,
		[
			join(ROOT, "node_modules/vitest/vitest.mjs"),
			"run",
			"--reporter=default",
			"--reporter=json",
			`--outputFile.json=${RESULTS}`,
			...process.argv.slice(2).filter((word) => !own.includes(word)),
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
	const { passed, failed } = readResults(code);
	say(
		`The whole run took ${Math.round((performance.now() - started) / 1_000)} s.`,
	);
	process.stdout.write(
		`${passed + checks.length - wrong} passed, ${failed + wrong} failed\n`,
	);
	process.exitCode = code === 0 && wrong === 0 ? 0 : 1;
});

/** A run that broke outside of a test, or ended early, still counts as failed. */
function readResults(code) {
	try {
		const results = JSON.parse(readFileSync(RESULTS, "utf8"));
		const failed = results.numFailedTests;
		return {
			passed: results.numPassedTests,
			failed: code === 0 ? failed : Math.max(failed, 1),
		};
	} catch {
		return { passed: 0, failed: 1 };
	}
}
