import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "vite";
import { beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { startServer } from "../../signaling/server.ts";
import {
	introducedPair,
	openSocket,
	SETTINGS,
	startSession,
	startTestServer,
	temporaryFolder,
} from "./running.ts";

let folder = "";

/** As the product's own build does, so that the file stands alone. */
beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), "docside-main-"));
	await build({
		configFile: false,
		logLevel: "error",
		ssr: { noExternal: true },
		build: {
			ssr: "signaling/main.ts",
			target: "node20",
			outDir: folder,
			emptyOutDir: false,
			rolldownOptions: { output: { entryFileNames: "main.mjs" } },
		},
	});
	return () => rmSync(folder, { recursive: true, force: true });
}, 30_000);

/** Starts the process. `said` resolves with the first line that `matches`. */
function startMain(environment: Record<string, string>) {
	const child = spawn(process.execPath, [join(folder, "main.mjs")], {
		env: environment,
		stdio: ["ignore", "pipe", "pipe"],
	});
	onTestFinished(() => void child.kill("SIGKILL"));
	let text = "";
	child.stderr.on("data", (piece) => {
		text += String(piece);
	});
	const ended = new Promise<number | null>((resolve) =>
		child.on("close", (code) => resolve(code)),
	);
	const firstLine = new Promise<string>((resolve) => {
		child.stderr.on("data", () => {
			if (text.includes("\n")) resolve(text.split("\n")[0] ?? "");
		});
	});
	return { child, ended, firstLine, text: () => text };
}

describe("the process", () => {
	it.each(["SIGINT", "SIGTERM"] as const)(
		"says where it answers and stops cleanly on %s",
		async (signal) => {
			const settings = temporaryFolder({ "s.json": JSON.stringify(SETTINGS) });
			const main = startMain({
				DOCSIDE_SETTINGS: join(settings, "s.json"),
				DOCSIDE_PORT: "0",
			});
			const line = await main.firstLine;
			const url = /^Docside answers at (http:\/\/127\.0\.0\.1:\d+)\.$/.exec(
				line,
			);
			const health = await fetch(`${url?.[1]}/health`);
			expect(await health.json()).toEqual({ status: "ok" });
			const server = { url: url?.[1] ?? "", port: 0, close: async () => {} };
			const visitor = await openSocket(server, await startSession(server));
			await visitor.next();
			main.child.kill(signal);
			expect(await main.ended).toBe(0);
			expect(await visitor.closed).toBe(1001);
			expect(main.text()).toMatch(/\nDocside has stopped\.\n$/);
		},
	);

	it("says all that is wrong with its configuration and ends with 1", async () => {
		const main = startMain({ DOCSIDE_PORT: "x", DOCSIDE_STATIC: "/nowhere" });
		expect(await main.ended).toBe(1);
		expect(main.text().trim().split("\n")).toEqual([
			expect.stringMatching(/^DOCSIDE_SETTINGS is missing/),
			expect.stringMatching(/^DOCSIDE_PORT must be/),
			expect.stringMatching(/^DOCSIDE_STATIC names a folder/),
		]);
	});

	it("says where the settings are wrong and ends with 1", async () => {
		const settings = temporaryFolder({
			"s.json": JSON.stringify({ ...SETTINGS, company: 1 }),
		});
		const main = startMain({ DOCSIDE_SETTINGS: join(settings, "s.json") });
		expect(await main.ended).toBe(1);
		expect(main.text()).toMatch(/^Docside cannot start\. .* at company/);
	});

	it("says so when its port is taken and ends with 1", async () => {
		const other = createServer();
		onTestFinished(() => void other.close());
		await new Promise<void>((done) => other.listen(0, "127.0.0.1", done));
		const address = other.address();
		const settings = temporaryFolder({ "s.json": JSON.stringify(SETTINGS) });
		const main = startMain({
			DOCSIDE_SETTINGS: join(settings, "s.json"),
			DOCSIDE_PORT: String(typeof address === "object" && address?.port),
		});
		expect(await main.ended).toBe(1);
		expect(main.text()).toMatch(/^Docside cannot start\. .*EADDRINUSE/);
	});
});

describe("close", () => {
	it("ends open sockets and calls and leaves no handle", async () => {
		const server = await startTestServer();
		const { visitor, agent } = await introducedPair(server);
		// A call that never ends its body.
		const stuck = fetch(`${server.url}/sessions`, {
			method: "POST",
			headers: { "Content-Type": "application/json" },
			body: new ReadableStream({}),
			duplex: "half",
		} as RequestInit).catch(() => "ended");
		await server.close();
		expect(await stuck).toBe("ended");
		expect(await visitor.closed).toBeGreaterThan(1_000);
		expect(await agent.closed).toBeGreaterThan(1_000);
		await expect.poll(handles).toEqual([]);
	});

	it("is not needed after a start that failed", async () => {
		await expect(startServer({ settings: "/nowhere.json" })).rejects.toThrow();
		await expect.poll(handles).toEqual([]);
	});
});

/** Servers that would keep the process alive. */
function handles(): string[] {
	return process
		.getActiveResourcesInfo()
		.filter((name) => name === "TCPServerWrap");
}
