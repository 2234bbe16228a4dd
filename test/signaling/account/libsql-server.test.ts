/** The account on a libSQL server: the same code, another DOCSIDE_DATABASE. What stands behind it: libsql-server.ts. */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { build } from "vite";
import { beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { readChanges } from "../../../signaling/account/changes.ts";
import { createGroup } from "../../../signaling/account/create-group.ts";
import { addLink, saveDraft } from "../../../signaling/account/drafts.ts";
import { openStore, type Store } from "../../../signaling/account/store.ts";
import {
	listVersions,
	publish,
	readProduction,
} from "../../../signaling/account/versions.ts";
import { groupSettings, link } from "../../policy/group-settings.ts";
import { ROOT } from "../../rules/sources.ts";
import { layWire } from "./cut-wire.ts";
import {
	hasLibsqlServer,
	type LibsqlServer,
	startLibsqlServer,
} from "./libsql-server.ts";
import { draftOf } from "./opened-store.ts";

async function openOn(
	{ token }: LibsqlServer,
	{ url }: { url: string },
): Promise<Store> {
	const store = await openStore(url, token);
	onTestFinished(() => store.close());
	return store;
}

/** A server with the group acme in version 1. */
async function acmeOnServer() {
	const server = await startLibsqlServer();
	const store = await openOn(server, server);
	await createGroup("acme", store, "operator", 1, groupSettings());
	return { server, store };
}

/** Saves a draft that differs from all before. */
async function anotherDraft(store: Store): Promise<number> {
	const { revision } = await draftOf("acme", store);
	const settings = groupSettings({ company: `Company ${revision}` });
	const saved = await saveDraft("acme", store, "Ida", 2, {
		settings,
		revision,
	});
	if (saved.done !== "saved") throw new Error(saved.done);
	return saved.draft.revision;
}

describe.runIf(hasLibsqlServer)("on a libSQL server", () => {
	it("the tables are made on first start, and found again on the next", async () => {
		const { server, store } = await acmeOnServer();
		expect(await readProduction("acme", store)).toMatchObject({ version: 1 });
		const again = await openOn(server, server);
		expect(await readProduction("acme", again)).toMatchObject({ version: 1 });
	});

	it("two that start at once on an empty one both find the tables made", async () => {
		const server = await startLibsqlServer();
		const stores = await Promise.all([
			openOn(server, server),
			openOn(server, server),
		]);
		const rows = await stores[0]?.all("SELECT version FROM docside_schema");
		expect(rows).toHaveLength(1);
	});

	it("nobody comes in without the token, and is told so", async () => {
		const server = await startLibsqlServer();
		for (const token of [undefined, "not.the.token"])
			await expect(openStore(server.url, token)).rejects.toThrow(
				/^The database cannot be opened: .*401/,
			);
	});

	it("a transaction is kept whole or not at all", async () => {
		const { store } = await acmeOnServer();
		const broken = store.write(async (writer) => {
			await writer.run("UPDATE groups SET production_by = 'nobody'");
			throw new Error("in the middle");
		});
		await expect(broken).rejects.toThrow("in the middle");
		expect(await readProduction("acme", store)).toMatchObject({
			by: "operator",
		});
	});

	it("a published version cannot be changed by anybody", async () => {
		const { store } = await acmeOnServer();
		const changed = store.write((writer) =>
			writer.run("UPDATE versions SET settings = '{}'"),
		);
		await expect(changed).rejects.toThrow(/versions are never changed/);
	});

	it("two writers who add links at the same moment end with twenty", async () => {
		const { server, store } = await acmeOnServer();
		const writers = [store, await openOn(server, server)];
		const { id: _id, ...newLink } = link(9);
		const before = (await draftOf("acme", store)).settings.links.length;
		const outcomes = await Promise.all(
			Array.from({ length: 24 }, async (_, index) => {
				const writer = writers[index % 2] ?? store;
				const name = `Document ${index}`;
				return addLink("acme", writer, "Ida", 2, { ...newLink, name });
			}),
		);
		const count = (done: string) =>
			outcomes.filter((outcome) => outcome.done === done).length;
		expect(count("saved")).toBe(20 - before);
		expect(count("full")).toBe(24 - (20 - before));
		expect((await draftOf("acme", store)).settings.links).toHaveLength(20);
	});

	it("a connection that is lost in the middle of publishing leaves the version before", async () => {
		const { server, store } = await acmeOnServer();
		const wire = await layWire(server.url);
		const lost = await openOn(server, wire);
		const revision = await anotherDraft(store);
		wire.cutAt("INSERT INTO versions");
		await expect(
			publish("acme", lost, "Ida", 3, { revision, base: 1 }),
		).rejects.toThrow();
		expect(wire.cut).toBe(true);
		expect(await readProduction("acme", store)).toMatchObject({ version: 1 });
		// What was left open does not keep the next one out for good.
		const next = await publish("acme", store, "Max", 4, { revision, base: 1 });
		expect(next).toEqual({ done: "published", version: 2 });
	}, 60_000);

	it("a server that says nothing any more is given up", async () => {
		const { server } = await acmeOnServer();
		const wire = await layWire(server.url);
		const lost = await openOn(server, wire);
		wire.fallSilent();
		await expect(
			lost.write((writer) => writer.all("SELECT 1")),
		).rejects.toThrow();
	}, 60_000);

	it("a server that dies in the middle of publishing comes back with the version before", async () => {
		const { server, store } = await acmeOnServer();
		const wire = await layWire(server.url);
		const lost = await openOn(server, wire);
		const revision = await anotherDraft(store);
		wire.cutAt("INSERT INTO versions", server.kill);
		await expect(
			publish("acme", lost, "Ida", 3, { revision, base: 1 }),
		).rejects.toThrow();
		await expect(readProduction("acme", store)).rejects.toThrow();
		await server.start();
		// The same process goes on, without a restart of its own.
		expect(await readProduction("acme", store)).toMatchObject({ version: 1 });
		expect(await listVersions("acme", store)).toHaveLength(1);
		const next = await publish("acme", store, "Max", 4, { revision, base: 1 });
		expect(next).toEqual({ done: "published", version: 2 });
	}, 60_000);
});

describe.runIf(hasLibsqlServer)("two processes", () => {
	let folder = "";

	/** Below node_modules, so that the database's client is found from there. */
	beforeAll(async () => {
		folder = mkdtempSync(join(ROOT, "node_modules/.docside-publisher-"));
		await build({
			configFile: false,
			logLevel: "error",
			build: {
				ssr: "test/signaling/account/publisher.ts",
				target: "node20",
				outDir: folder,
				emptyOutDir: false,
				rolldownOptions: { output: { entryFileNames: "publisher.mjs" } },
			},
		});
		return () => rmSync(folder, { recursive: true, force: true });
	});

	function startPublisher({ url, token }: LibsqlServer, who: string) {
		const child = spawn(
			process.execPath,
			[join(folder, "publisher.mjs"), url, token, who],
			{ stdio: ["pipe", "pipe", "inherit"] },
		);
		onTestFinished(() => void child.kill());
		const lines = createInterface({ input: child.stdout });
		const said = lines[Symbol.asyncIterator]();
		/** Has it take its next step. Resolves with what came of it. */
		return async () => {
			child.stdin.write("\n");
			return String((await said.next()).value);
		};
	}

	it("that publish at the same moment: one does, the other is told it was too late", async () => {
		const { server, store } = await acmeOnServer();
		const processes = ["Ida", "Max"].map((who) => startPublisher(server, who));
		const both = () => Promise.all(processes.map((step) => step()));
		for (let round = 0; round < 4; round++) {
			await anotherDraft(store);
			expect(await both()).toEqual(["ready", "ready"]);
			expect((await both()).toSorted()).toEqual(["published", "stale"]);
		}
		const production = await readProduction("acme", store);
		expect(production?.version).toBe(5);
		const changes = await readChanges("acme", store, 1_000_000);
		expect(changes.filter(({ what }) => what === "published")).toHaveLength(4);
	}, 60_000);
});
