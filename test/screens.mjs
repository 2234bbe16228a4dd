/** `npm run screens`: takes every screen of the real product, into test/output/screens. */
import { join } from "node:path";
import {
	checkNode,
	ensurePackages,
	orSay,
	ROOT,
	run,
	say,
} from "../demo/prepare.mjs";
import { ensureInstalled } from "./machine.mjs";

await orSay(async () => {
	checkNode();
	await ensurePackages();
	await ensureInstalled(["chromium"]);
	process.exitCode = await run(
		process.execPath,
		[
			join(ROOT, "node_modules/vitest/vitest.mjs"),
			"run",
			"--project=flows",
			"test/browser/screens.test.ts",
		],
		{ stdio: "inherit", env: { ...process.env, DOCSIDE_SCREENS: "1" } },
	);
	say("The pictures are in test/output/screens.");
});
