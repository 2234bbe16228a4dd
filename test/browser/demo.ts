import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import * as v from "valibot";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

export type Demo = {
	/** Addresses without a slash at the end. */
	site: string;
	viewer: string;
	server: string;
	/** Folder of the extension, signed in as Ana and allowed on the viewer's page. */
	extension: string;
	/** Signs the demo's administrator in, as often as it is opened. */
	admin: string;
	/** Of the process that started the others. */
	pid: number;
	/** What it has said so far on its error stream. */
	log(): string;
	stop(): Promise<void>;
};

/**
 * Starts the server and both sites on free ports, as `npm start -- --no-browser --port 0` does, from what is built.
 * `environment`: more of what the operator decides.
 */
export async function startDemo(
	environment: Record<string, string> = {},
): Promise<Demo> {
	const child = spawn(
		process.execPath,
		["demo/start.mjs", "--no-browser", "--as-built", "--port", "0"],
		{
			cwd: ROOT,
			env: { ...process.env, ...environment },
			stdio: ["ignore", "pipe", "pipe"],
		},
	);
	const gone = once(child, "exit");
	let log = "";
	child.stderr.setEncoding("utf8").on("data", (text: string) => {
		log += text;
	});
	for await (const line of createInterface({ input: child.stdout })) {
		return {
			...parseReadyLine(line),
			pid: child.pid ?? 0,
			log: () => log,
			async stop() {
				child.kill("SIGTERM");
				await gone;
			},
		};
	}
	await gone;
	throw new Error(`The demo did not start:\n${log}`);
}

const agentsSchema = v.array(
	v.object({ name: v.string(), role: v.string(), token: v.string() }),
);

/** The demo's agents with their sign-ins. The extension is signed in as the first one. */
export function agentsOf({ extension }: Demo) {
	const file = join(dirname(extension), "agents.json");
	return v.parse(agentsSchema, JSON.parse(readFileSync(file, "utf8")));
}

function parseReadyLine(line: string): Omit<Demo, "pid" | "log" | "stop"> {
	const value: unknown = JSON.parse(line.replace(/^DOCSIDE /, ""));
	if (typeof value !== "object" || value === null)
		throw new Error(`not the demo's line: ${line}`);
	const text = (name: string) => {
		const found: unknown = Reflect.get(value, name);
		if (typeof found === "string") return found;
		throw new Error(`${name} is missing in ${line}`);
	};
	return {
		site: text("site"),
		viewer: text("viewer"),
		server: text("server"),
		extension: text("extension"),
		admin: text("admin"),
	};
}
