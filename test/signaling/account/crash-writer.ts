/** Writes without end and says what is done, to be killed by its test. */
import {
	addLink,
	removeLink,
	saveDraft,
} from "../../../signaling/account/drafts.ts";
import { openStore } from "../../../signaling/account/store.ts";
import { publish } from "../../../signaling/account/versions.ts";
import { groupSettings, link } from "../../policy/group-settings.ts";

const store = await openStore(process.argv[2] ?? "");
let revision = Number(process.argv[3]);
let base = Number(process.argv[4]);
const { id: _id, ...NEW_LINK } = link(9);
for (;;) {
	const settings = groupSettings({ company: `Company ${revision}` });
	const saved = await saveDraft("acme", store, "Ida", Date.now(), {
		settings,
		revision,
	});
	if (saved.done !== "saved") throw new Error(saved.done);
	const added = await addLink("acme", store, "Ida", Date.now(), NEW_LINK);
	const id = added.done === "saved" ? (added.id ?? "") : "";
	await removeLink("acme", store, "Ida", Date.now(), id);
	revision = saved.draft.revision + 2;
	const published = await publish("acme", store, "Ida", Date.now(), {
		revision,
		base,
	});
	if (published.done !== "published") throw new Error(published.done);
	base = published.version;
	process.stdout.write(`${base}\n`);
}
