/** The signaling server stops and starts again, as after an update: it has forgotten who is in which session. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { onTestFinished } from "vitest";
import type { Demo } from "./demo.ts";

const PROGRAM = "dist/server/signaling.mjs";

/**
 * Resolves when it answers again. The demo's own process is held meanwhile and afterwards, because it ends with its
 * server; this server lasts as long as the test.
 */
export async function restartServer(demo: Demo): Promise<void> {
	const server = childrenOf(demo.pid).find((pid) =>
		wordsOf(pid, "cmdline").includes(PROGRAM),
	);
	if (server === undefined) throw new Error("the demo has no server");
	const env = Object.fromEntries(
		wordsOf(server, "environ").map((entry) => {
			const at = entry.indexOf("=");
			return [entry.slice(0, at), entry.slice(at + 1)];
		}),
	);
	// The line to a process that is not this one's parent.
	delete env.NODE_CHANNEL_FD;
	process.kill(demo.pid, "SIGSTOP");
	process.kill(server, "SIGKILL");
	const again = spawn(process.execPath, [PROGRAM], { env, stdio: "ignore" });
	onTestFinished(async () => {
		const gone = once(again, "exit");
		again.kill("SIGKILL");
		await gone;
		process.kill(demo.pid, "SIGCONT");
	});
	for (;;) {
		const answer = await fetch(`${demo.server}/health`).catch(() => undefined);
		if (answer?.ok) return;
		await new Promise((resolve) => setTimeout(resolve, 50));
	}
}

function childrenOf(pid: number): number[] {
	const text = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8");
	return text.split(" ").filter(Boolean).map(Number);
}

const wordsOf = (pid: number, what: "cmdline" | "environ") =>
	readFileSync(`/proc/${pid}/${what}`, "utf8").split("\0").filter(Boolean);
