/** Two people in two browsers: the agent with the real extension, the visitor on the demo's site, a real server. */
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, BrowserContext, Frame, Page } from "playwright-core";
import { spyOnChannel } from "./channel-spy.ts";
import { agentsOf, type Demo, startDemo } from "./demo.ts";
import { type Agent, launchAgent, launchVisitor } from "./launch.ts";

/** One of the two people. */
export type Person = {
	page: Page;
	/** The frame of the agent's panel, or the visitor's; throws while there is none. */
	frame(): Frame;
	/** The sealed frame of the document on the screen. */
	viewer(): Promise<Frame>;
};

export type Room = {
	demo: Demo;
	agent: Person;
	visitor: Person;
	/** The agent's browser. */
	context: BrowserContext;
	/** Folder of its profile. */
	agentProfile: string;
	/** The visitor's browser. */
	browser: Browser;
	/** What any page said on its console as an error, and what it threw. */
	errors: string[];
	/** One more agent of the demo's, by name, in a browser of their own, on the viewer's page. */
	addAgent(name: string): Promise<Person>;
	/** A fresh page for each of them; the browsers stay. */
	renew(): Promise<void>;
	close(): Promise<void>;
};

/** How long a step may take on a busy machine. Milliseconds. */
export const PATIENCE = 20_000;
/** The same, as whoever waits takes it. */
export const patience = { timeout: PATIENCE };

type RoomOptions = {
	/** Changes the demo before the browsers open: another build of the extension, say. */
	prepare?(demo: Demo): Promise<void> | void;
	/** More arguments for both browsers. */
	args?: string[];
	visitorViewport?: { width: number; height: number };
	/** Prepares each browser before its pages open. */
	equip?(context: BrowserContext): Promise<unknown>;
	/** More of what the server's operator decides. */
	environment?: Record<string, string>;
};

/** Starts everything; both people are on their pages, and no session is on. */
export async function openRoom(options: RoomOptions = {}): Promise<Room> {
	const closers: (() => Promise<void>)[] = [];
	const close = async () => {
		for (const step of closers.reverse()) await step();
	};
	try {
		const demo = await startDemo(options.environment);
		closers.push(demo.stop);
		await options.prepare?.(demo);
		const agentBrowser: Agent = await launchAgent(demo.extension, options.args);
		closers.push(agentBrowser.close);
		const { context } = agentBrowser;
		const browser = await launchVisitor(options.args);
		closers.push(() => browser.close());
		const errors: string[] = [];
		await spyOnChannel(context);
		await options.equip?.(context);

		const agent = person("/panel.html");
		const visitor = person(`${demo.server}/frame.html`);
		const room: Room = {
			demo,
			agent,
			visitor,
			context,
			agentProfile: agentBrowser.profile,
			browser,
			errors,
			async addAgent(name) {
				const other = await launchAgent(signedInAs(demo, name), options.args);
				closers.push(other.close);
				const added = person("/panel.html");
				added.page = await other.context.newPage();
				hear(name, added.page);
				await added.page.goto(demo.viewer);
				return added;
			},
			async renew() {
				const olds = [agent.page, visitor.page];
				await openPages();
				await olds[0]?.close();
				await olds[1]?.context().close();
			},
			close,
		};
		function hear(who: string, page: Page) {
			page.on("pageerror", ({ message }) => errors.push(`${who}: ${message}`));
			page.on("console", (message) => {
				if (message.type() === "error")
					errors.push(`${who}: ${message.text()}`);
			});
		}
		async function openPages() {
			agent.page = await context.newPage();
			const visiting = await browser.newContext({
				viewport: options.visitorViewport ?? { width: 1280, height: 800 },
			});
			await spyOnChannel(visiting);
			await options.equip?.(visiting);
			visitor.page = await visiting.newPage();
			for (const [who, { page }] of Object.entries({ agent, visitor }))
				hear(who, page);
			await visitor.page.goto(demo.site);
			await agent.page.goto(demo.viewer);
		}
		await openPages();
		return room;
	} catch (error) {
		await close();
		throw error;
	}
}

/** The extension again, signed in as another agent. Returns its folder, which goes when the demo goes. */
function signedInAs(demo: Demo, name: string): string {
	const agent = agentsOf(demo).find((it) => it.name === name);
	if (!agent) throw new Error(`no agent ${name}`);
	const folder = `${demo.extension}-${name}`;
	cpSync(demo.extension, folder, { recursive: true });
	const defaults = join(folder, "defaults.json");
	const options: unknown = JSON.parse(readFileSync(defaults, "utf8"));
	writeFileSync(
		defaults,
		JSON.stringify(Object.assign({}, options, { token: agent.token })),
	);
	return folder;
}

/** The page is filled in when it is opened. */
function person(address: string): Person {
	let page: Page | undefined;
	const self: Person = {
		get page() {
			if (!page) throw new Error("no page yet");
			return page;
		},
		set page(next: Page) {
			page = next;
		},
		frame() {
			const found = self.page
				.frames()
				.find((frame) => frame.url().includes(address));
			if (found) return found;
			throw new Error(`There is no frame ${address} on ${self.page.url()}`);
		},
		async viewer() {
			const element = self.frame().locator("iframe.sealed-frame");
			const until = Date.now() + PATIENCE;
			while (Date.now() < until) {
				const handle = await element.elementHandle(patience);
				const frame = await handle?.contentFrame();
				if (frame) return frame;
				// It gave way to another document between the two.
			}
			throw new Error("The document has no frame");
		},
	};
	return self;
}
