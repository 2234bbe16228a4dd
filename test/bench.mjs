/** `npm run bench`: how fast documents travel, against named references, in real browsers. See docs/bench.md. */
import { join } from "node:path";
import {
	checkNode,
	ensureBuilt,
	ensurePackages,
	orSay,
	ROOT,
	run,
} from "../demo/prepare.mjs";
import { ensureInstalled } from "./machine.mjs";

await orSay(async () => {
	checkNode();
	await ensurePackages();
	await ensureInstalled(["chromium", "qpdf"]);
	if (!process.env.DOCSIDE_AS_BUILT) await ensureBuilt(["bench"]);
	process.exitCode = await run(
		process.execPath,
		[join(ROOT, "dist/bench/bench.mjs"), ...process.argv.slice(2)],
		{ stdio: "inherit" },
	);
});
