import { ConfigurationError, readConfiguration } from "./configuration.ts";
import { startServer } from "./server.ts";

/** One line an event, on the error stream: the operator's system adds the time. */
function say(sentence: string): void {
	process.stderr.write(`${sentence}\n`);
}

try {
	const configuration = readConfiguration(process.env);
	const server = await startServer({ ...configuration, log: say });
	say(`Docside answers at ${configuration.publicUrl ?? server.url}.`);
	for (const signal of ["SIGINT", "SIGTERM"] as const)
		process.once(signal, () => {
			void server.close().then(() => say("Docside has stopped."));
		});
} catch (error) {
	const sentences =
		error instanceof ConfigurationError
			? error.sentences
			: [`Docside cannot start. ${sentenceOf(error)}`];
	for (const sentence of sentences) say(sentence);
	process.exitCode = 1;
}

function sentenceOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
