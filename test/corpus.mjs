/** `npm run corpus -- DIR`: opens every file of DIR in the real viewer and says on one line each what came of it. */
import { statSync } from "node:fs";
import { join, resolve } from "node:path";
import {
	checkNode,
	ensureBuilt,
	ensurePackages,
	orSay,
	ROOT,
	run,
	Trouble,
} from "../demo/prepare.mjs";
import { ensureInstalled } from "./machine.mjs";

await orSay(async () => {
	const [asked] = process.argv.slice(2);
	if (asked === undefined) throw new Trouble("Usage: npm run corpus -- DIR");
	// npm goes to the project's folder; the person may stand elsewhere.
	const folder = resolve(process.env.INIT_CWD ?? ".", asked);
	if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
		throw new Trouble(`There is no folder ${folder}.`);
	checkNode();
	await ensurePackages();
	await ensureInstalled(["chromium"]);
	if (!process.env.DOCSIDE_AS_BUILT) await ensureBuilt(["corpus"]);
	process.exitCode = await run(
		process.execPath,
		[join(ROOT, "dist/corpus/corpus.mjs"), folder],
		{ stdio: "inherit" },
	);
});
