/** The administrator's page in a browser that has the real extension, with a real server behind it. */
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BrowserContext, Page } from "playwright-core";
import { onTestFinished, vi } from "vitest";
import { type AdminServer, startAdminServer } from "../admin/admin-server.ts";
import { groupSettings, link } from "../policy/group-settings.ts";
import { launchAgent } from "./launch.ts";
import { PATIENCE } from "./room.ts";

export type AdministratorRoom = {
	server: AdminServer;
	context: BrowserContext;
	/** Signed in as Ida, at the list of links. */
	page: Page;
};

type Access = {
	/** Patterns of the pages that the extension is let into. */
	hosts(server: string): string[];
	/** The server in the extension's options. */
	serverOf?(server: string): string;
	/** More arguments for the browser. */
	args?: string[];
};

/** Gone with the test. */
export async function openAdministratorRoom(
	access: Access,
): Promise<AdministratorRoom> {
	const server = await startAdminServer({
		links: [link(1)],
		limits: { ...groupSettings().limits, agentPdfBytes: 1_048_576 },
	});
	const { hosts, serverOf = (url) => url } = access;
	const granted = hosts(server.url);
	const folder = await packExtension({
		manifest: { host_permissions: granted },
		defaults: { server: serverOf(server.url) },
	});
	const { context, close } = await launchAgent(folder, access.args);
	onTestFinished(close);
	context.setDefaultTimeout(PATIENCE);
	const { cookie } = await server.signIn("Ida");
	await context.addCookies([
		{
			name: "docside-admin",
			value: cookie,
			url: `${server.url}/admin`,
			httpOnly: true,
			sameSite: "Strict",
		},
	]);
	if (serverOf(server.url) === server.url && granted.length > 0)
		await untilRegistered(context);
	const page = await context.newPage();
	await page.goto(`${server.url}/admin/#links`);
	await page.getByText("Signed in as Ida").waitFor();
	return { server, context, page };
}

type Packed = {
	/** Instead of what is built. */
	manifest: Record<string, unknown>;
	defaults: Record<string, unknown>;
};

/** The built extension in a folder of its own, gone with the test. */
export async function packExtension(packed: Packed): Promise<string> {
	const folder = await mkdtemp(join(tmpdir(), "docside-extension-"));
	onTestFinished(() => rm(folder, { recursive: true, force: true }));
	await cp("dist/extension", folder, { recursive: true });
	const path = join(folder, "manifest.json");
	const manifest: unknown = JSON.parse(await readFile(path, "utf8"));
	await writeFile(
		path,
		JSON.stringify(Object.assign({}, manifest, packed.manifest)),
	);
	await writeFile(
		join(folder, "defaults.json"),
		JSON.stringify(packed.defaults),
	);
	return folder;
}

/** Resolves when the extension has registered what it puts into pages. */
async function untilRegistered(context: BrowserContext): Promise<void> {
	const worker =
		context.serviceWorkers()[0] ??
		(await context.waitForEvent("serviceworker"));
	await vi.waitFor(
		async () => {
			const scripts: unknown = await worker.evaluate(
				"chrome.scripting.getRegisteredContentScripts()",
			);
			if (!Array.isArray(scripts) || scripts.length === 0)
				throw new Error("no script is registered");
		},
		{ timeout: PATIENCE },
	);
}
