import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchFirefox } from "./firefox.ts";
import { KEY } from "./firefox-page.ts";
import { launchAgent, launchVisitor } from "./launch.ts";

const INNER = `<!doctype html><title>inner</title>
	<label>Name <input id=name></label><input type=file aria-label="Choose a file"><button>Inside</button>
	<script>
		const out = document.createElement("p"); out.setAttribute("role", "status"); document.body.append(out);
		document.querySelector("button").onclick = (e) => { out.textContent = "pressed " + e.isTrusted; };
		document.querySelector("#name").onkeydown = (e) => { if (e.key === "Enter") out.textContent = "hello " + e.target.value; };
		document.querySelector("[type=file]").onchange = async (e) => { out.textContent = await e.target.files[0].text(); };
	</script>`;
const OUTER =
	'<!doctype html><title>outer</title><h1>Outer</h1><iframe sandbox="allow-scripts" src="/inner"></iframe>';

let server: Server;
let url: string;
let folder: string;

beforeAll(async () => {
	server = createServer((request, response) => {
		response.setHeader("content-type", "text/html");
		response.end(request.url === "/inner" ? INNER : OUTER);
	});
	await new Promise<void>((resolve) =>
		server.listen(0, "127.0.0.1", () => resolve()),
	);
	const address = server.address();
	if (address === null || typeof address === "string") throw new Error("port");
	url = `http://127.0.0.1:${address.port}/`;
	folder = await mkdtemp(join(tmpdir(), "docside-launch-"));
});

afterAll(async () => {
	server.closeAllConnections();
	server.close();
	await rm(folder, { recursive: true, force: true });
});

describe("opening browsers", () => {
	it("opens a page in Chromium with an extension, and in one without", async () => {
		await writeFile(
			join(folder, "manifest.json"),
			JSON.stringify({
				manifest_version: 3,
				name: "marks the page",
				version: "1",
				content_scripts: [{ matches: ["http://*/*"], js: ["mark.js"] }],
			}),
		);
		await writeFile(join(folder, "mark.js"), "document.title = 'marked';");
		const agent = await launchAgent(folder);
		const visitor = await launchVisitor();
		try {
			const [marked, plain] = [
				await agent.context.newPage(),
				await visitor.newPage(),
			];
			await marked.goto(url);
			await plain.goto(url);
			await marked.waitForFunction(() => document.title === "marked");
			expect(await plain.title()).toBe("outer");
		} finally {
			await agent.close();
			await visitor.close();
		}
	});

	it("finds, clicks, types and gives files in a sandboxed frame of Firefox", async () => {
		const file = join(folder, "file.txt");
		await writeFile(file, "what the file says");
		const firefox = await launchFirefox();
		try {
			const page = await firefox.openPage(url);
			expect(await page.evaluate("() => document.title")).toBe("outer");
			expect(await page.evaluate("() => document.title", "/inner")).toBe(
				"inner",
			);
			const status = await page.find("status");
			await (await page.find("button", "Inside")).click();
			expect(await status.text()).toBe("pressed true");
			await (await page.find("textbox", "Name")).type(`Ana${KEY.enter}`);
			expect(await status.text()).toBe("hello Ana");
			await (await page.select("input[type=file]")).setFiles([file]);
			await expect.poll(() => status.text()).toBe("what the file says");
			expect(await page.has("button", "Elsewhere")).toBe(false);

			const picture = join(folder, "page.png");
			await page.viewport(390, 844);
			await page.screenshot(picture);
			expect((await readFile(picture)).subarray(1, 4).toString()).toBe("PNG");
		} finally {
			await firefox.close();
		}
	});
});
