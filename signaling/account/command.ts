import { runCommand } from "./run-command.ts";

process.exitCode = await runCommand(process.argv.slice(2), {
	environment: process.env,
	say: (line) => process.stderr.write(`${line}\n`),
	print: (text) => process.stdout.write(text),
	now: () => Date.now(),
});
