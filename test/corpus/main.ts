/** Opens every file of the folder named on the command line and writes one line a file to standard output. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { serveBare } from "../bare/serve.ts";
import { corpusLine } from "./corpus-line.ts";
import { startOpener } from "./open-files.ts";

const folder = process.argv[2] ?? ".";
const names = readdirSync(folder, { withFileTypes: true })
	.filter((entry) => !entry.isDirectory() && entry.name !== "manifest.tsv")
	.map(({ name }) => name)
	.sort();
const server = await serveBare(
	// Both are built into dist/corpus.
	fileURLToPath(new URL("./", import.meta.url)),
);
const opener = await startOpener(`${server.url}corpus.html`);
try {
	for (const [index, name] of names.entries()) {
		process.stderr.write(`${index + 1} of ${names.length}: ${name}\n`);
		const opened = await opener.open(join(folder, name));
		process.stdout.write(`${corpusLine(name, opened)}\n`);
	}
} finally {
	await opener.close();
	server.close();
}
