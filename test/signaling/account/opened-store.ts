import { join } from "node:path";
import { onTestFinished } from "vitest";
import { createGroup } from "../../../signaling/account/create-group.ts";
import { readDraft } from "../../../signaling/account/drafts.ts";
import { openStore, type Store } from "../../../signaling/account/store.ts";
import { groupSettings } from "../../policy/group-settings.ts";
import { temporaryFolder } from "../running.ts";

/** A database of its own in a file, closed and gone with the test. */
export async function openTestStore(
	address = `file:${join(temporaryFolder(), "account.db")}`,
): Promise<Store> {
	const store = await openStore(address);
	onTestFinished(() => store.close());
	return store;
}

/** A store with the groups `acme` and `globex`, which have the same settings. */
export async function storeWithGroups(): Promise<Store> {
	const store = await openTestStore();
	for (const group of ["acme", "globex"])
		await createGroup(group, store, "operator", 1, groupSettings());
	return store;
}

/** The draft of a group that must have one. */
export async function draftOf(group: string, store: Store) {
	const draft = await readDraft(group, store);
	if (draft === undefined) throw new Error(`${group} has no draft`);
	return draft;
}
