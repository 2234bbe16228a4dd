/**
 * `npm run simulate -- --seed N`: one schedule of the fault simulator, with all that happens in it. Without a seed, all
 * of `npm test`; with `--long`, all of `npm run test:long`.
 */
import { join } from "node:path";
import { ROOT, run } from "../demo/prepare.mjs";

const words = process.argv.slice(2);
const seed = words[words.indexOf("--seed") + 1];

process.exitCode = await run(
	process.execPath,
	[
		join(ROOT, "node_modules/vitest/vitest.mjs"),
		"run",
		"--project=node",
		"test/simulator/simulator.test.ts",
	],
	{
		stdio: "inherit",
		env: {
			...process.env,
			...(words.includes("--seed") ? { DOCSIDE_SEED: seed } : {}),
			...(words.includes("--long") ? { DOCSIDE_LONG: "1" } : {}),
		},
	},
);
