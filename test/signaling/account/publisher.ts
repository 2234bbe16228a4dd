/** A second process with the account's database: publishes what it has seen at the moment it is told to. */
import { createInterface } from "node:readline";
import { readDraft } from "../../../signaling/account/drafts.ts";
import { openStore } from "../../../signaling/account/store.ts";
import {
	publish,
	readProduction,
} from "../../../signaling/account/versions.ts";

const [, , address = "", token = "", who = ""] = process.argv;
const store = await openStore(address, token);
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const told = async () => !(await lines.next()).done;
// A line to look, a line to publish.
while (await told()) {
	const draft = await readDraft("acme", store);
	const production = await readProduction("acme", store);
	process.stdout.write("ready\n");
	if (!(await told())) break;
	const { done } = await publish("acme", store, who, Date.now(), {
		revision: draft?.revision ?? 0,
		base: production?.version ?? null,
	});
	process.stdout.write(`${done}\n`);
}
store.close();
