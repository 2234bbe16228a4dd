/** Debian's coturn on free ports of this machine, with the configuration that docs/operator.md gives. */
import { spawn } from "node:child_process";
import { createHmac } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";

const TURNSERVER = process.env.TURNSERVER ?? "/usr/bin/turnserver";
export const TURN_SECRET = "north wind and the sun";
/** Below those that the system gives away: nobody else picks one of these by chance. */
const RELAY_PORTS = { first: 20_000, last: 31_000, several: 200 };

export type Coturn = {
	/** For DOCSIDE_ICE_SERVERS. */
	url: string;
	/** What it has said so far. */
	log(): string;
	stop(): Promise<void>;
};

/** Resolves when it listens. */
export async function startCoturn(): Promise<Coturn> {
	const address = ownAddress();
	const port = await freePort(address);
	const folder = mkdtempSync(join(tmpdir(), "docside-coturn-"));
	const file = join(folder, "turnserver.conf");
	writeFileSync(file, here(documented(), { address, port, folder }));
	const child = spawn(TURNSERVER, ["-c", file], {
		stdio: ["ignore", "pipe", "pipe"],
	});
	const gone = once(child, "exit");
	let log = "";
	const listening = new Promise<void>((resolve, reject) => {
		const hear = (text: string) => {
			log += text;
			if (log.includes(`TCP listener opened on : ${address}:${port}`))
				resolve();
		};
		for (const stream of [child.stdout, child.stderr])
			stream.setEncoding("utf8").on("data", hear);
		void gone.then(() => reject(new Error(`coturn did not start:\n${log}`)));
	});
	async function stop() {
		child.kill("SIGTERM");
		await gone;
		rmSync(folder, { recursive: true, force: true });
	}
	await listening.catch(async (error: unknown) => {
		await stop();
		throw error;
	});
	// It goes on without a line that it does not understand.
	const misread = /^.*(?:Bad configuration|ERROR).*$/m.exec(log);
	if (misread) {
		await stop();
		throw new Error(`coturn does not understand: ${misread[0]}`);
	}
	return { url: `turn:${address}:${port}`, log: () => log, stop };
}

/** Credentials as the server makes them, ending so many seconds from now. */
export function turnCredentials(secret: string, seconds: number) {
	const username = `${Math.floor(Date.now() / 1_000) + seconds}:test`;
	const credential = createHmac("sha1", secret).update(username);
	return { username, credential: credential.digest("base64") };
}

function documented(): string {
	const docs = readFileSync("docs/operator.md", "utf8");
	const [, block] =
		/```\n(# \/etc\/turnserver\.conf\n[^`]+)```/.exec(docs) ?? [];
	if (block === undefined)
		throw new Error("docs/operator.md has no configuration for coturn");
	return block;
}

/** What is another machine's in it becomes this one's, which has no certificate. */
function here(
	conf: string,
	{ address, port, folder }: { address: string; port: number; folder: string },
): string {
	const { first, last, several } = RELAY_PORTS;
	const from = first + Math.floor(Math.random() * (last - several - first));
	const instead: Record<string, string | undefined> = {
		"listening-port": String(port),
		"tls-listening-port": undefined,
		cert: undefined,
		pkey: undefined,
		"min-port": String(from),
		"max-port": String(from + several),
		"static-auth-secret": TURN_SECRET,
	};
	const lines = conf.split("\n").flatMap((line) => {
		const name = line.split("=")[0] ?? "";
		if (!(name in instead)) return [line];
		const value = instead[name];
		return value === undefined ? [] : [`${name}=${value}`];
	});
	return [
		...lines,
		"no-tls",
		`listening-ip=${address}`,
		`relay-ip=${address}`,
		`allowed-peer-ip=${address}`,
		`userdb=${join(folder, "turndb")}`,
		`pidfile=${join(folder, "turnserver.pid")}`,
		"log-file=stdout",
		"verbose",
		"",
	].join("\n");
}

/** The one that browsers use here: they pass over loopback. */
function ownAddress(): string {
	for (const addresses of Object.values(networkInterfaces()))
		for (const { family, internal, address } of addresses ?? [])
			if (family === "IPv4" && !internal) return address;
	throw new Error("This machine has no IPv4 address besides loopback");
}

async function freePort(address: string): Promise<number> {
	const server = createServer().listen(0, address);
	await once(server, "listening");
	const bound = server.address();
	await new Promise((resolve) => server.close(resolve));
	if (bound === null || typeof bound === "string") throw new Error("no port");
	return bound.port;
}
