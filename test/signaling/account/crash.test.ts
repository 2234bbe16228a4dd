import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build } from "vite";
import { beforeAll, describe, expect, it } from "vitest";
import { readChanges } from "../../../signaling/account/changes.ts";
import { createGroup } from "../../../signaling/account/create-group.ts";
import {
	listVersions,
	readProduction,
} from "../../../signaling/account/versions.ts";
import { groupSettings } from "../../policy/group-settings.ts";
import { ROOT } from "../../rules/sources.ts";
import { temporaryFolder } from "../running.ts";
import { draftOf, openTestStore } from "./opened-store.ts";

const ROUNDS = 6;
let folder = "";

/** Below node_modules, so that the database's client is found from there. */
beforeAll(async () => {
	folder = mkdtempSync(join(ROOT, "node_modules/.docside-crash-"));
	await build({
		configFile: false,
		logLevel: "error",
		build: {
			ssr: "test/signaling/account/crash-writer.ts",
			target: "node20",
			outDir: folder,
			emptyOutDir: false,
			rolldownOptions: { output: { entryFileNames: "writer.mjs" } },
		},
	});
	return () => rmSync(folder, { recursive: true, force: true });
});

/** Lets the writer publish some versions and kills it wherever it is then. Returns the last one it has reported. */
async function writeUntilKilled(
	address: string,
	revision: number,
	base: number,
	afterMs: number,
): Promise<number> {
	const child = spawn(
		process.execPath,
		[join(folder, "writer.mjs"), address, `${revision}`, `${base}`],
		{ stdio: ["ignore", "pipe", "inherit"] },
	);
	let text = "";
	child.stdout.on("data", (piece) => {
		// From its first word on: then it is in the middle of writing.
		if (text === "") setTimeout(() => child.kill("SIGKILL"), afterMs);
		text += String(piece);
	});
	const code = await new Promise((resolve) => child.on("close", resolve));
	expect(code, "it was killed and did not end by itself").toBeNull();
	// The last line may be cut off.
	return Number(text.slice(0, text.lastIndexOf("\n")).split("\n").at(-1));
}

describe("kill -9 in the middle of writing", () => {
	it("leaves the last good version, whole, each time", async () => {
		const address = `file:${join(temporaryFolder(), "account.db")}`;
		const first = await openTestStore(address);
		await createGroup("acme", first, "operator", 1, groupSettings());
		first.close();
		let revision = 1;
		let base = 1;
		for (let round = 0; round < ROUNDS; round++) {
			const reported = await writeUntilKilled(
				address,
				revision,
				base,
				// No two rounds end at the same point of the loop.
				7 * round + Math.random() * 7,
			);
			const store = await openTestStore(address);
			expect(await store.all("PRAGMA integrity_check")).toMatchObject([
				{ integrity_check: "ok" },
			]);
			const production = await readProduction("acme", store);
			const versions = await listVersions("acme", store);
			base = production?.version ?? 0;
			// What was reported is there; one more may have been kept before it could be reported.
			expect(base).toBeGreaterThanOrEqual(reported);
			expect(versions[0]?.version).toBe(base);
			const changes = await readChanges("acme", store, 1_000_000);
			const count = (what: string) =>
				changes.filter((change) => change.what === what).length;
			expect(count("published")).toBe(base - 1);
			const draft = await draftOf("acme", store);
			revision = draft.revision;
			expect(count("draft-saved")).toBe(revision - 1);
			store.close();
		}
	});
});
