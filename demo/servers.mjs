import { spawn } from "node:child_process";
import { once } from "node:events";
import { ROOT, Trouble } from "./prepare.mjs";
import { EXTENSION_ORIGIN } from "./room.mjs";

const READY_WITHIN_MS = 30_000;
const ASK_EVERY_MS = 50;
const ASK_WITHIN_MS = 2_000;
/** A server that has been asked to stop and is still there after this is ended. */
const STOP_WITHIN_MS = 3_000;

/**
 * Starts the server and the two sites, each in its own process, and resolves when all three really answer, with a way
 * to stop them. `onEnd` is called when one ends by itself later.
 */
export async function startServers({ server, site, viewer }, room, onEnd) {
	const port = (address) => new URL(address).port;
	const processes = [
		start("server", "dist/server/signaling.mjs", {
			DOCSIDE_PORT: port(server),
			DOCSIDE_HOST: "127.0.0.1",
			DOCSIDE_PUBLIC_URL: server,
			DOCSIDE_DATABASE: room.database,
			DOCSIDE_STATIC: "dist/snippet",
			DOCSIDE_ADMIN: "dist/admin",
			DOCSIDE_EXTENSION_ORIGINS: EXTENSION_ORIGIN,
		}),
		start("demo site", "dist/server/demo.mjs", {
			DEMO_SITE_PORT: port(site),
			DEMO_VIEWER_PORT: port(viewer),
			DEMO_SERVER: server,
			DEMO_EXTENSION_ORIGIN: EXTENSION_ORIGIN,
		}),
	];
	const stop = () => Promise.all(processes.map(end));
	const ended = Promise.race(
		processes.map(async ({ name, child }) => {
			await once(child, "exit");
			return name;
		}),
	);
	const asked = new AbortController();
	const ready = Promise.all(
		[
			`${server}/health`,
			`${server}/docside.js`,
			`${server}/admin/`,
			site,
			viewer,
		].map((address) => untilAnswers(address, asked.signal)),
	).then(() => undefined);
	const broken = await Promise.race([ready, ended]).finally(() =>
		asked.abort(),
	);
	if (broken !== undefined) {
		await stop();
		throw new Trouble(
			`The ${broken} has stopped before it answered; it says above why.`,
		);
	}
	void ended.then((name) => onEnd(`The ${name} has stopped.`));
	return stop;
}

function start(name, file, environment) {
	const child = spawn(
		process.execPath,
		["--import", "./demo/with-parent.mjs", file],
		{
			cwd: ROOT,
			env: { ...process.env, ...environment },
			// The channel tells the child when this process is gone, however it went.
			stdio: ["ignore", process.stderr, process.stderr, "ipc"],
		},
	);
	return { name, child };
}

async function end({ child }) {
	if (child.exitCode !== null || child.signalCode !== null) return;
	const gone = once(child, "exit");
	child.kill("SIGTERM");
	const late = setTimeout(() => child.kill("SIGKILL"), STOP_WITHIN_MS);
	await gone;
	clearTimeout(late);
}

async function untilAnswers(address, signal) {
	const until = performance.now() + READY_WITHIN_MS;
	for (;;) {
		try {
			const answer = await fetch(address, {
				signal: AbortSignal.any([signal, AbortSignal.timeout(ASK_WITHIN_MS)]),
			});
			if (answer.ok) return;
			if (answer.status === 404)
				throw new Trouble(`${address} is not there: is the build complete?`);
		} catch (error) {
			if (error instanceof Trouble) throw error;
			if (signal.aborted) return;
		}
		if (performance.now() > until)
			throw new Trouble(
				`${address} does not answer after ${READY_WITHIN_MS / 1000} s.`,
			);
		await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS));
	}
}
