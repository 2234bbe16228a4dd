import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { describe, expect, it, onTestFinished } from "vitest";
import type { RunningServer } from "../../signaling/server.ts";
import { withBrowser } from "../bare/browser.ts";
import {
	AGENT_TOKEN,
	SETTINGS,
	startTestServer,
	temporaryFolder,
} from "./running.ts";

/** The visitor's sandboxed frame: begins a session, tells its route to the page around it, echoes what comes. */
const FRAME_SCRIPT = `
const tell = (message) => top.postMessage(message, "*");
const viewer = document.createElement("iframe");
viewer.setAttribute("sandbox", "allow-scripts");
viewer.src = "/viewer/pdf.html";
addEventListener("message", ({ data }) => tell({ viewer: data }));
document.body.append(viewer);
const session = await (await fetch("/sessions", {
	method: "POST",
	headers: { "Content-Type": "application/json" },
	body: JSON.stringify({ group: "acme", site: "production" }),
})).json();
const peer = new Peer(session.peerId, {
	host: location.hostname, port: Number(location.port), path: "/", secure: false, key: "peerjs",
	token: session.ticket, config: { iceServers: session.iceServers },
});
peer.on("error", (error) => tell({ error: error.type }));
peer.on("connection", (connection) => connection.on("data", (text) => connection.send("echo of " + text)));
peer.on("open", () => tell({ route: session.route }));
`;

const VIEWER_SCRIPT = `
const network = await fetch("/health").then(() => "open", () => "none");
parent.postMessage("alive, origin " + origin + ", network " + network, "*");
`;

/** The agent's page: joins by the route and sends one message. */
const AGENT_SCRIPT = `
window.meet = async (server, route, token) => {
	const joined = await (await fetch(server + "/joins", {
		method: "POST",
		headers: { "Content-Type": "application/json", Authorization: "Bearer " + token },
		body: JSON.stringify({ route }),
	})).json();
	const { hostname, port } = new URL(server);
	const peer = new Peer(joined.peerId, {
		host: hostname, port: Number(port), path: "/", secure: false, key: "peerjs",
		token: joined.ticket, config: { iceServers: joined.iceServers },
	});
	return new Promise((resolve, reject) => {
		peer.on("error", (error) => reject(error.type));
		peer.on("open", () => {
			const connection = peer.connect(joined.visitorPeerId, { serialization: "raw", reliable: true });
			connection.on("open", () => connection.send("hello"));
			connection.on("data", resolve);
		});
	});
};
`;

/** The company's pages, on an origin of their own. */
async function startSite(pages: Record<string, string>): Promise<string> {
	const site = createServer((request, response) => {
		const page = pages[request.url ?? ""];
		const type = request.url?.endsWith(".js") ? "text/javascript" : "text/html";
		response.writeHead(page === undefined ? 404 : 200, {
			"Content-Type": type,
		});
		response.end(page);
	});
	await new Promise<void>((done) => site.listen(0, "127.0.0.1", done));
	onTestFinished(() => {
		site.close();
		site.closeAllConnections();
	});
	const address = site.address();
	return `http://localhost:${typeof address === "object" && address?.port}`;
}

async function startAround(sites: (site: string) => string[]) {
	const peerjs = readFileSync("node_modules/peerjs/dist/peerjs.min.js", "utf8");
	const pages: Record<string, string> = {
		"/agent": `<!doctype html><script src="/peerjs.js"></script><script src="/agent.js"></script>`,
		"/agent.js": AGENT_SCRIPT,
		"/peerjs.js": peerjs,
	};
	const site = await startSite(pages);
	const folder = temporaryFolder({
		"frame.html": `<!doctype html><body><script src="/peerjs.js"></script><script type="module" src="/frame.js"></script>`,
		"frame.js": FRAME_SCRIPT,
		"peerjs.js": peerjs,
		"viewer/pdf.html": `<!doctype html><script type="module" src="/viewer/pdf.js"></script>`,
		"viewer/pdf.js": VIEWER_SCRIPT,
	});
	const settings = temporaryFolder({
		"s.json": JSON.stringify({ ...SETTINGS, sites: sites(site) }),
	});
	const server = await startTestServer({
		static: folder,
		settings: join(settings, "s.json"),
		extensionOrigins: [site],
	});
	pages["/"] = `<!doctype html><script>
window.told = [];
addEventListener("message", ({ data }) => told.push(data));
</script><iframe sandbox="allow-scripts" src="${server.url}/frame.html?group=acme&site=production"></iframe>`;
	return { site, server };
}

describe("in Chromium", () => {
	const browser = withBrowser();

	async function openPage(url: string): Promise<Page> {
		const page = await browser().newPage();
		onTestFinished(() => page.close());
		await page.goto(url);
		return page;
	}

	it("the unmodified PeerJS of a sandboxed frame and of an agent's page exchange a message", async () => {
		const { site, server } = await startAround((origin) => [origin]);
		const visitor = await openPage(site);
		const route = await toldBy(visitor, "route");
		const agent = await openPage(`${site}/agent`);
		expect(await meet(agent, server, route)).toBe("echo of hello");
	}, 30_000);

	it("the sealed viewer runs inside the sandboxed frame of a site, without origin and network", async () => {
		const { site } = await startAround((origin) => [origin]);
		const visitor = await openPage(site);
		expect(await toldBy(visitor, "viewer")).toBe(
			"alive, origin null, network none",
		);
	}, 30_000);

	it("a site that is not the group's cannot hold the frame", async () => {
		const { site } = await startAround(() => ["https://www.acme.example"]);
		const page = await browser().newPage();
		onTestFinished(() => page.close());
		const refused = page.waitForEvent("console", (message) =>
			message.text().includes("frame-ancestors"),
		);
		await page.goto(site);
		await refused;
		expect(await page.evaluate("told")).toEqual([]);
	}, 30_000);
});

async function toldBy(page: Page, what: string): Promise<string> {
	const told = await page.waitForFunction(
		`told.find((message) => "${what}" in message)?.${what}`,
	);
	return String(await told.jsonValue());
}

async function meet(
	page: Page,
	server: RunningServer,
	route: string,
): Promise<string> {
	return String(
		await page.evaluate(
			`meet(${JSON.stringify(server.url)}, "${route}", "${AGENT_TOKEN}")`,
		),
	);
}
