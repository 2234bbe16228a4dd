/** An agent's browser with the real extension, a real server, and the identity provider of a pretended company. */
import { createServer } from "node:http";
import { join } from "node:path";
import type { BrowserContext, Page } from "playwright-core";
import { onTestFinished } from "vitest";
import { openStore, type Store } from "../../signaling/account/store.ts";
import { startServer } from "../../signaling/server.ts";
import {
	type People,
	startProvider,
	type TestProvider,
} from "../signaling/account/running-provider.ts";
import { SETTINGS, temporaryFolder } from "../signaling/running.ts";
import { packExtension } from "./administrator-room.ts";
import { launchAgent } from "./launch.ts";
import { PATIENCE } from "./room.ts";

export type CompanyRoom = {
	provider: TestProvider;
	/** Another connection to the server's database, of the group `acme`. */
	store: Store;
	context: BrowserContext;
	/** Address of a page that carries the icon. */
	viewer: string;
	options(): Promise<Page>;
	/** The sign-in that the extension keeps. */
	keptToken(): Promise<unknown>;
};

const EXTENSION = "chrome-extension://pakcnkeioolmfioncnobceoalpdhbcga";

/** Gone with the test. */
export async function openCompanyRoom(people: People): Promise<CompanyRoom> {
	const provider = await startProvider({ people });
	onTestFinished(provider.stop);
	const folder = temporaryFolder({
		"settings.json": JSON.stringify(SETTINGS),
	});
	const database = `file:${join(folder, "account.db")}`;
	const server = await startServer({
		settings: join(folder, "settings.json"),
		database,
		oidc: {
			issuer: provider.issuer,
			clientId: "docside",
			clientSecret: undefined,
			scope: "openid profile",
			roleClaim: "role",
			defaultRole: undefined,
			signInHours: 168,
			group: undefined,
		},
	});
	onTestFinished(() => server.close());
	const store = await openStore(database);
	onTestFinished(() => store.close());
	const viewer = await serveViewer();
	const extension = await packExtension({
		manifest: { host_permissions: [`${viewer}*`] },
		defaults: { server: server.url, viewerPages: [`${viewer}*`] },
	});
	const { context, close } = await launchAgent(extension);
	onTestFinished(close);
	context.setDefaultTimeout(PATIENCE);
	return {
		provider,
		store,
		context,
		viewer,
		async options() {
			const page = await context.newPage();
			await page.goto(`${EXTENSION}/options.html`);
			return page;
		},
		async keptToken() {
			const worker =
				context.serviceWorkers()[0] ??
				(await context.waitForEvent("serviceworker"));
			return worker.evaluate(
				"chrome.storage.local.get('options').then((kept) => kept.options?.token)",
			);
		},
	};
}

async function serveViewer(): Promise<string> {
	const server = createServer((_, response) => {
		response.setHeader("content-type", "text/html");
		response.end(
			'<!doctype html><html lang="en"><title>A viewer</title><main><h1>A viewer</h1><div data-docside-toolbar></div></main>',
		);
	});
	await new Promise<void>((resolve) =>
		server.listen(0, "127.0.0.1", () => resolve()),
	);
	onTestFinished(() => {
		server.closeAllConnections();
		server.close();
	});
	const address = server.address();
	if (address === null || typeof address === "string") throw new Error("port");
	return `http://localhost:${address.port}/`;
}
