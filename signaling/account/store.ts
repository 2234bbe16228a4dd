import { closeSync, openSync } from "node:fs";
import { type Client, createClient, type Transaction } from "@libsql/client";
import { MIGRATIONS } from "./schema.ts";

export type Value = string | number | null;

/** One row of an answer. It is checked where it is read. */
export type Row = Readonly<Record<string, unknown>>;

export interface Reader {
	all(sql: string, values?: readonly Value[]): Promise<Row[]>;
}

export interface Writer extends Reader {
	/** Returns how many rows were changed. */
	run(sql: string, values?: readonly Value[]): Promise<number>;
}

/** The account's database. Only this file knows which one it is. */
export interface Store extends Reader {
	/** Runs `work` in one transaction: all of it is kept, or, when it throws, nothing. One after the other. */
	write<T>(work: (writer: Writer) => Promise<T>): Promise<T>;
	close(): void;
}

/** Another process, the command line for instance, may be writing for so long. */
const BUSY_MS = 5_000;

/** A libSQL server that is silent for so long is taken for lost: writes wait for each other, and none waits for ever. */
const ANSWER_MS = 10_000;

/**
 * Opens the database and brings its tables up to date. `address` is `file:` and a path, created where it is missing,
 * or the address of a libSQL server. Rejects with an Error whose message can be shown to the operator.
 */
export async function openStore(
	address: string,
	token?: string,
): Promise<Store> {
	const local = address.startsWith("file:");
	let client: Client | undefined;
	try {
		// First, so that nobody else on the machine can read the hashes in it.
		if (local) closeSync(openSync(pathOf(address), "a", 0o600));
		client = createClient({
			url: address,
			...(token !== undefined && { authToken: token }),
			...(local ? { timeout: BUSY_MS } : { fetch: fetchInTime }),
		});
		// Readers and the one writer do not wait for each other, and a crash leaves the last commit.
		if (local) await client.execute("PRAGMA journal_mode = WAL");
		const store = storeOf(client);
		await store.write(migrate);
		return store;
	} catch (error) {
		client?.close();
		const reason = error instanceof Error ? error.message : String(error);
		throw new Error(`The database cannot be opened: ${reason}`);
	}
}

function fetchInTime(request: Request): Promise<Response> {
	return fetch(request, { signal: AbortSignal.timeout(ANSWER_MS) });
}

function pathOf(address: string): string {
	const path = address.slice("file:".length).replace(/\?.*$/, "");
	return decodeURI(path.replace(/^\/\/(?:localhost)?(?=\/)/, ""));
}

function storeOf(client: Client): Store {
	// The local client does not give way while it waits for a lock: two transactions of this process must never meet.
	let last: Promise<unknown> = Promise.resolve();
	return {
		all: (sql, values) => all(client, sql, values),
		write(work) {
			const next = last.then(() => transact(client, work));
			last = next.catch(() => {});
			return next;
		},
		close: () => client.close(),
	};
}

async function transact<T>(
	client: Client,
	work: (writer: Writer) => Promise<T>,
): Promise<T> {
	const transaction = await client.transaction("write");
	try {
		const result = await work({
			all: (sql, values) => all(transaction, sql, values),
			async run(sql, values = []) {
				const done = await transaction.execute({ sql, args: [...values] });
				return done.rowsAffected;
			},
		});
		await transaction.commit();
		return result;
	} finally {
		// Takes everything back unless it was committed.
		transaction.close();
	}
}

async function all(
	reader: Client | Transaction,
	sql: string,
	values: readonly Value[] = [],
): Promise<Row[]> {
	const { rows } = await reader.execute({ sql, args: [...values] });
	return rows;
}

/** The version stands in a table, not in `user_version`: a libSQL server keeps that one to itself. */
async function migrate(writer: Writer): Promise<void> {
	await writer.run(
		"CREATE TABLE IF NOT EXISTS docside_schema (version INTEGER NOT NULL)",
	);
	const [row] = await writer.all("SELECT version FROM docside_schema");
	const version = typeof row?.version === "number" ? row.version : 0;
	if (version > MIGRATIONS.length)
		throw new Error("a newer Docside has written it");
	if (version === MIGRATIONS.length && row !== undefined) return;
	for (const migration of MIGRATIONS.slice(version))
		for (const statement of migration) await writer.run(statement);
	await writer.run(
		row === undefined
			? "INSERT INTO docside_schema (version) VALUES (?)"
			: "UPDATE docside_schema SET version = ?",
		[MIGRATIONS.length],
	);
}
