import { statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { MIGRATIONS } from "../../../signaling/account/schema.ts";
import { openStore } from "../../../signaling/account/store.ts";
import { temporaryFolder } from "../running.ts";
import { openTestStore, storeWithGroups } from "./opened-store.ts";

describe("the store", () => {
	it("creates its file for the owner alone, and opens it again as it is", async () => {
		const path = join(temporaryFolder(), "account.db");
		const first = await openTestStore(`file:${path}`);
		await first.write((writer) =>
			writer.run("INSERT INTO groups (id, created) VALUES ('acme', 1)"),
		);
		first.close();
		expect(statSync(path).mode & 0o077).toBe(0);
		const again = await openTestStore(`file:${path}`);
		expect(await again.all("SELECT id FROM groups")).toMatchObject([
			{ id: "acme" },
		]);
	});

	it("brings a database of the first Docside up to date, and keeps what is in it", async () => {
		const path = join(temporaryFolder(), "account.db");
		const later = MIGRATIONS.slice(1)
			.flat()
			.flatMap((statement) => /^CREATE TABLE (\w+)/.exec(statement)?.[1] ?? []);
		const first = await openTestStore(`file:${path}`);
		await first.write(async (writer) => {
			await writer.run("INSERT INTO groups (id, created) VALUES ('acme', 1)");
			for (const table of later) await writer.run(`DROP TABLE ${table}`);
			await writer.run("UPDATE docside_schema SET version = 1");
		});
		first.close();
		const again = await openTestStore(`file:${path}`);
		expect(await again.all("SELECT id FROM groups")).toMatchObject([
			{ id: "acme" },
		]);
		expect(later).toContain("sign_in_links");
		for (const table of later)
			expect(await again.all(`SELECT * FROM ${table}`)).toEqual([]);
	});

	it("keeps nothing of a transaction that throws, and goes on", async () => {
		const store = await openTestStore();
		const insert = (id: string) =>
			store.write(async (writer) => {
				await writer.run("INSERT INTO groups (id, created) VALUES (?, 1)", [
					id,
				]);
				if (id === "half") throw new Error("in the middle");
			});
		await expect(insert("half")).rejects.toThrow("in the middle");
		await insert("whole");
		expect(await store.all("SELECT id FROM groups")).toMatchObject([
			{ id: "whole" },
		]);
	});

	it("runs transactions one after the other", async () => {
		const store = await openTestStore();
		const counts = await Promise.all(
			Array.from({ length: 20 }, (_, n) =>
				store.write(async (writer) => {
					const [row] = await writer.all("SELECT COUNT(*) AS n FROM groups");
					await writer.run("INSERT INTO groups (id, created) VALUES (?, 1)", [
						`g${n}`,
					]);
					return row?.n;
				}),
			),
		);
		expect(counts).toEqual(Array.from({ length: 20 }, (_, n) => n));
	});

	it("refuses to change or delete a version or an entry of the record", async () => {
		const store = await storeWithGroups();
		for (const sql of [
			"UPDATE versions SET settings = '{}'",
			"DELETE FROM versions",
			"UPDATE changes SET who = 'nobody'",
			"DELETE FROM changes",
		])
			await expect(store.write((writer) => writer.run(sql))).rejects.toThrow(
				"never changed",
			);
	});

	it("says in a sentence that it cannot be opened, or is too new", async () => {
		const folder = temporaryFolder({ "text.db": "x".repeat(5_000) });
		await expect(openStore(`file:${folder}/no/such.db`)).rejects.toThrow(
			/^The database cannot be opened: /,
		);
		await expect(openStore(`file:${folder}/text.db`)).rejects.toThrow(
			/^The database cannot be opened: /,
		);
		await expect(openStore("http://127.0.0.1:1", "token")).rejects.toThrow(
			/^The database cannot be opened: /,
		);
		const newer = await openTestStore(`file:${folder}/newer.db`);
		await newer.write((writer) =>
			writer.run("UPDATE docside_schema SET version = 99"),
		);
		await expect(openStore(`file:${folder}/newer.db`)).rejects.toThrow(
			"a newer Docside has written it",
		);
	});
});
