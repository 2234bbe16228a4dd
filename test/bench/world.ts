/** Browsers, the two pages in them, the signaling servers they meet by, and the path between them. */
import { createHash, randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import type { Settings } from "../../policy/settings.ts";
import { joinRoute, startSession } from "../../session/signaling-api.ts";
import { startServer } from "../../signaling/server.ts";
import { serveBare } from "../bare/serve.ts";
import { CHROMIUM, QUIET } from "../browser/launch.ts";
import { createDiskFiles, type DiskFiles } from "./disk-files.ts";
import type {} from "./page.ts";
import { startReferenceSignaling } from "./reference-signaling.ts";
import type { PathShape } from "./udp-path.ts";
import { openPaths } from "./via-path.ts";
import type { Admission, WayName } from "./way.ts";

const SIGN_IN = randomBytes(16).toString("hex");
const GROUP = "bench";

/** Two pages that can meet. */
export type Pair = { sharer: Page; watcher: Page };

export interface World {
	/** Two pages of one browser, or one of each of two. The same ones every time. */
	pair(browsers: 1 | 2): Promise<Pair>;
	/** What opens the two ends of one connection. */
	admit(way: WayName): Promise<{ sharer: Admission; watcher: Admission }>;
	readonly files: DiskFiles;
	/** How what the pair connects from now on travels; null: directly. */
	lead(pair: Pair, shape: PathShape | null): Promise<void>;
	close(): Promise<void>;
}

export async function openWorld(): Promise<World> {
	// Built into the folder of this program.
	const pages = await serveBare(fileURLToPath(new URL("./", import.meta.url)));
	const folder = mkdtempSync(join(tmpdir(), "docside-bench-"));
	const settings = join(folder, "settings.json");
	writeFileSync(settings, JSON.stringify(SETTINGS));
	const often = { burst: 1_000_000, perSecond: 1_000_000 };
	const signaling = await startServer({
		settings,
		extensionOrigins: [new URL(pages.url).origin],
		limits: {
			calls: often,
			sessions: often,
			joins: often,
			joinsOfAgent: often,
			sockets: often,
		},
	});
	const reference = await startReferenceSignaling();
	const paths = openPaths();
	const browsers: Promise<Browser>[] = [];
	const pairs = new Map<number, Promise<Pair>>();

	async function openPage(index: number): Promise<Page> {
		browsers[index] ??= chromium.launch({
			executablePath: CHROMIUM,
			args: [
				...QUIET,
				// No name service here answers for the names that hide local addresses.
				"--disable-features=WebRtcHideLocalIpsWithMdns",
			],
		});
		const context = await (await browsers[index]).newContext({
			viewport: { width: 1280, height: 800 },
		});
		await paths.watch(context);
		const page = await context.newPage();
		await page.goto(`${pages.url}bench.html`);
		await page.waitForFunction(() => "bench" in window);
		return page;
	}

	async function openPair(second: number): Promise<Pair> {
		return { sharer: await openPage(0), watcher: await openPage(second) };
	}

	return {
		pair(count) {
			const pair = pairs.get(count) ?? openPair(count - 1);
			pairs.set(count, pair);
			return pair;
		},
		async admit(way) {
			if (way !== "ours") {
				const admission = (): Admission => ({
					serverUrl: reference.url,
					peerId: randomBytes(16).toString("hex"),
					ticket: "",
					iceServers: [],
				});
				return { sharer: admission(), watcher: admission() };
			}
			const serverUrl = `${signaling.url}/`;
			const asked = { group: GROUP, site: "production" };
			const visitor = await startSession(serverUrl, asked);
			const { route } = visitor;
			const agent = await joinRoute(serverUrl, SIGN_IN, { route });
			const admission = ({
				peerId,
				ticket,
			}: typeof visitor | typeof agent) => ({
				serverUrl,
				peerId,
				ticket,
				iceServers: [],
			});
			return { sharer: admission(visitor), watcher: admission(agent) };
		},
		files: createDiskFiles(folder),
		lead: ({ sharer, watcher }, shape) => paths.lead([sharer, watcher], shape),
		async close() {
			for (const browser of browsers) await (await browser)?.close();
			paths.close();
			reference.close();
			await signaling.close();
			pages.close();
			rmSync(folder, { recursive: true, force: true });
		},
	};
}

const SETTINGS: Settings = {
	group: GROUP,
	company: "Bench",
	sites: [],
	sharing: {
		visitorDocumentShare: true,
		agentDocumentShare: true,
		agentDownloadDocumentShare: true,
		visitorDownloadDocumentShare: true,
	},
	limits: {
		agentPdfBytes: 2_147_483_647,
		agentSheetBytes: 2_147_483_647,
		visitorPdfBytes: 2_147_483_647,
		visitorSheetBytes: 2_147_483_647,
	},
	requestTimeoutSeconds: 60,
	termsUrl: null,
	links: [],
	agents: [
		{
			name: "Ada",
			role: "Advisor",
			tokenSha256: createHash("sha256").update(SIGN_IN).digest("hex"),
		},
	],
};
