import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import {
	afterAll,
	beforeAll,
	describe,
	expect,
	it,
	onTestFinished,
} from "vitest";
import { EXTENSION_ORIGIN } from "../../signaling/server.ts";
import { agentsOf, type Demo, startDemo } from "../browser/demo.ts";
import { demoSettings } from "../browser/demo-settings.ts";
import { launchVisitor } from "../browser/launch.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

async function start(...options: string[]) {
	const child = spawn(
		process.execPath,
		["demo/start.mjs", "--no-browser", "--as-built", ...options],
		{ cwd: ROOT, stdio: ["ignore", "pipe", "pipe"] },
	);
	let [out, err] = ["", ""];
	child.stdout.setEncoding("utf8").on("data", (text) => {
		out += text;
	});
	child.stderr.setEncoding("utf8").on("data", (text) => {
		err += text;
	});
	const code = await new Promise((resolve) => child.once("close", resolve));
	return { code, out, err };
}

describe("npm start", () => {
	let demo: Demo;

	beforeAll(async () => {
		demo = await startDemo();
	});

	afterAll(() => demo.stop());

	it("serves the site under a policy that names the server for the tag and its frame alone", async () => {
		for (const path of ["/", "/accounts", "/statements", "/help"]) {
			const page = await fetch(demo.site + path);
			expect(page.headers.get("content-security-policy")).toBe(
				`default-src 'none'; style-src 'self'; img-src 'self'; connect-src 'self'; script-src ${demo.server}; frame-src ${demo.server}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
			);
			const html = await page.text();
			expect(html).toContain(
				`<script src="${demo.server}/docside.js" data-group="demo" data-site="production" async></script>`,
			);
			expect(html.match(/data-docside="start"/g)).toHaveLength(1);
		}
		expect((await fetch(`${demo.site}/nowhere`)).status).toBe(404);
	});

	it("serves the agent's page under a policy that forbids every script and frame", async () => {
		const page = await fetch(demo.viewer);
		expect(page.headers.get("content-security-policy")).toBe(
			"default-src 'none'; style-src 'self'",
		);
		expect(await page.text()).toContain("<div data-docside-toolbar></div>");
	});

	it("serves the same site for staging under /staging/, which no page of production names", async () => {
		for (const path of ["/", "/accounts", "/statements", "/help"]) {
			const page = await fetch(`${demo.site}/staging${path}`);
			const production = await fetch(demo.site + path);
			expect(page.headers.get("content-security-policy")).toBe(
				production.headers.get("content-security-policy"),
			);
			const html = await page.text();
			expect(html).toContain('data-group="demo" data-site="staging"');
			expect(html).toContain('href="/staging/accounts"');
			expect(await production.text()).not.toContain("staging");
		}
	});

	it("sets its group up in a database, with links the extension may read", async () => {
		const settings = await demoSettings(demo);
		expect(settings.sites).toEqual([demo.site]);
		expect(settings.roles.map(({ name }) => name)).toEqual([
			"Advisor",
			"Support",
		]);
		expect(settings.links).toHaveLength(2);
		for (const { url, kind } of settings.links) {
			const answer = await fetch(url);
			expect(answer.headers.get("access-control-allow-origin")).toBe(
				EXTENSION_ORIGIN,
			);
			const head = Buffer.from(await answer.arrayBuffer()).subarray(0, 4);
			expect(head.toString()).toBe(kind === "pdf" ? "%PDF" : "PK\u0003\u0004");
		}
	});

	it("signs the administrator in by its link, in one browser after the other", async () => {
		const browser = await launchVisitor();
		onTestFinished(() => browser.close());
		for (const visit of ["the first", "the second"]) {
			const page = await (await browser.newContext()).newPage();
			await page.goto(demo.admin);
			await page.getByText("Signed in as Maya").waitFor();
			expect(page.url(), visit).toBe(`${demo.server}/admin/`);
			await page.reload();
			await page.getByText("Signed in as Maya").waitFor();
		}
	});

	it("has two agents, each with a sign-in and a role", async () => {
		const names = [];
		for (const { token } of agentsOf(demo)) {
			const answer = await fetch(`${demo.server}/settings`, {
				headers: {
					authorization: `Bearer ${token}`,
					origin: EXTENSION_ORIGIN,
				},
			});
			const { name, role } = await answer.json();
			names.push([name, role]);
		}
		expect(names).toEqual([
			["Ana", "Advisor"],
			["Ben", "Support"],
		]);
	});

	it("signs the extension in as Ana, with a token of this run alone", async () => {
		const defaults: unknown = JSON.parse(
			readFileSync(join(demo.extension, "defaults.json"), "utf8"),
		);
		expect(defaults).toMatchObject({
			server: demo.server,
			viewerPages: [`${demo.viewer}/*`],
			token: expect.stringMatching(/^[A-Za-z0-9_-]{32}$/),
		});
		const manifest: unknown = JSON.parse(
			readFileSync(join(demo.extension, "manifest.json"), "utf8"),
		);
		expect(manifest).toMatchObject({
			host_permissions: [`${demo.viewer}/*`, `${demo.server}/admin/*`],
		});
	});

	it("says which port is taken, and ends", async () => {
		const taken = createServer();
		await new Promise<void>((resolve) =>
			taken.listen(0, "127.0.0.1", () => resolve()),
		);
		const address = taken.address();
		if (address === null || typeof address === "string") throw new Error();
		const { code, out, err } = await start("--port", String(address.port));
		taken.close();
		expect(err).toContain(`Port ${address.port} is in use by another program.`);
		expect(out).toBe("");
		expect(code).toBe(1);
	});

	it("says what it does not understand, and ends", async () => {
		const { code, err } = await start("--port", "http");
		expect(err).toContain("--port must be a number from 0 to 65533");
		expect(code).toBe(1);
	});

	it("leaves nothing behind when it is stopped", async () => {
		const other = await startDemo();
		await fetch(other.viewer);
		await other.stop();
		expect(existsSync(dirname(other.extension))).toBe(false);
		for (const address of [other.server, other.site, other.viewer])
			await expect(fetch(address)).rejects.toThrow();
	});
});
