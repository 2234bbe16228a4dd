import { describe, expect, it } from "vitest";
import { MAX_LINKS } from "../../../policy/settings.ts";
import { readChanges } from "../../../signaling/account/changes.ts";
import {
	addLink,
	changeLink,
	orderLinks,
	removeLink,
	saveDraft,
} from "../../../signaling/account/drafts.ts";
import type { Store } from "../../../signaling/account/store.ts";
import {
	listVersions,
	publish,
	readProduction,
	rollBack,
} from "../../../signaling/account/versions.ts";
import { groupSettings, link } from "../../policy/group-settings.ts";
import { draftOf, storeWithGroups } from "./opened-store.ts";

const { id: _id, ...NEW_LINK } = link(2);

async function published(store: Store, company: string) {
	const { revision } = await draftOf("acme", store);
	const settings = groupSettings({ company });
	await saveDraft("acme", store, "Ida", 5, { settings, revision });
	const base = (await readProduction("acme", store))?.version ?? null;
	return publish("acme", store, "Ida", 6, { revision: revision + 1, base });
}

describe("the draft", () => {
	it("is saved on top of what the caller saw, and of nothing else", async () => {
		const store = await storeWithGroups();
		const settings = groupSettings({ company: "Acme Ltd" });
		expect(
			await saveDraft("acme", store, "Ida", 5, { settings, revision: 1 }),
		).toMatchObject({ done: "saved", draft: { revision: 2 } });
		expect(
			await saveDraft("acme", store, "Jo", 6, {
				settings: groupSettings({ company: "Other" }),
				revision: 1,
			}),
		).toEqual({ done: "stale", by: "Ida", at: 5 });
		expect((await draftOf("acme", store)).settings.company).toBe("Acme Ltd");
	});

	it("changes neither production nor another group", async () => {
		const store = await storeWithGroups();
		const settings = groupSettings({ company: "Acme Ltd" });
		await saveDraft("acme", store, "Ida", 5, { settings, revision: 1 });
		expect((await readProduction("acme", store))?.settings.company).toBe(
			"Acme",
		);
		expect(await draftOf("globex", store)).toMatchObject({ revision: 1 });
	});

	it("refuses what is invalid, with paths, and keeps its revision", async () => {
		const store = await storeWithGroups();
		const settings = { ...groupSettings(), company: 5 };
		expect(
			await saveDraft("acme", store, "Ida", 5, { settings, revision: 1 }),
		).toEqual({
			done: "invalid",
			errors: [{ path: "company", message: "must be text" }],
		});
		expect((await draftOf("acme", store)).revision).toBe(1);
	});
});

describe("links of the draft", () => {
	it("are added, changed, ordered and taken away by their ids", async () => {
		const store = await storeWithGroups();
		const added = await addLink("acme", store, "Ida", 5, NEW_LINK);
		const id = added.done === "saved" ? (added.id ?? "") : "";
		await changeLink("acme", store, "Ida", 6, id, { ...NEW_LINK, name: "B" });
		await orderLinks("acme", store, "Ida", 7, [id, "link-0001"]);
		const names = async () =>
			(await draftOf("acme", store)).settings.links.map(({ name }) => name);
		expect(await names()).toEqual(["B", "Document 1"]);
		await removeLink("acme", store, "Ida", 8, "link-0001");
		expect(await names()).toEqual(["B"]);
	});

	it("are unknown in another group", async () => {
		const store = await storeWithGroups();
		const added = await addLink("acme", store, "Ida", 5, NEW_LINK);
		const id = added.done === "saved" ? (added.id ?? "") : "";
		const unknown = { done: "unknown" };
		expect(
			await changeLink("globex", store, "Eve", 6, id, NEW_LINK),
		).toMatchObject(unknown);
		expect(await removeLink("globex", store, "Eve", 6, id)).toEqual(unknown);
	});

	it("keep their order where the list names other links", async () => {
		const store = await storeWithGroups();
		const wrong = [[], ["link-0001", "link-0001"], ["link-0009"]];
		for (const ids of wrong)
			expect(await orderLinks("acme", store, "Ida", 5, ids)).toMatchObject({
				done: "stale",
			});
	});

	it("end at twenty when two administrators add at the same moment", async () => {
		const store = await storeWithGroups();
		const answers = await Promise.all(
			Array.from({ length: 30 }, (_, n) =>
				addLink("acme", store, n % 2 === 0 ? "Ida" : "Jo", n, {
					...NEW_LINK,
					active: n % 3 === 0,
				}),
			),
		);
		const full = answers.filter(({ done }) => done === "full");
		expect(full).toHaveLength(30 - (MAX_LINKS - 1));
		expect((await draftOf("acme", store)).settings.links).toHaveLength(
			MAX_LINKS,
		);
	});
});

describe("publishing", () => {
	it("makes the draft production and says so in the record", async () => {
		const store = await storeWithGroups();
		expect(await published(store, "Acme Ltd")).toEqual({
			done: "published",
			version: 2,
		});
		expect(await readProduction("acme", store)).toMatchObject({
			version: 2,
			by: "Ida",
			settings: { company: "Acme Ltd" },
		});
		const [last] = await readChanges("acme", store, 10);
		expect(last).toMatchObject({
			at: 6,
			who: "Ida",
			what: "published",
			differences: [{ path: "company", before: "Acme", after: "Acme Ltd" }],
		});
		expect((await readProduction("globex", store))?.version).toBe(1);
	});

	it("refuses a stale tab and says who published meanwhile", async () => {
		const store = await storeWithGroups();
		await published(store, "Acme Ltd");
		const { revision } = await draftOf("acme", store);
		expect(
			await publish("acme", store, "Jo", 9, { revision, base: 1 }),
		).toEqual({
			done: "stale",
			stale: { what: "production", by: "Ida", at: 6 },
		});
	});

	it("refuses a draft that was changed after it was looked at", async () => {
		const store = await storeWithGroups();
		const settings = groupSettings({ company: "Acme Ltd" });
		await saveDraft("acme", store, "Ida", 5, { settings, revision: 1 });
		expect(
			await publish("acme", store, "Jo", 9, { revision: 1, base: 1 }),
		).toEqual({ done: "stale", stale: { what: "draft", by: "Ida", at: 5 } });
	});

	it("lets one of two at once through", async () => {
		const store = await storeWithGroups();
		const settings = groupSettings({ company: "Acme Ltd" });
		await saveDraft("acme", store, "Ida", 5, { settings, revision: 1 });
		const seen = { revision: 2, base: 1 };
		const both = await Promise.all([
			publish("acme", store, "Ida", 6, seen),
			publish("acme", store, "Jo", 6, seen),
		]);
		expect(both.map(({ done }) => done)).toEqual(["published", "stale"]);
		expect(await listVersions("acme", store)).toHaveLength(2);
	});

	it("has nothing to do where nothing differs", async () => {
		const store = await storeWithGroups();
		expect(
			await publish("acme", store, "Ida", 6, { revision: 1, base: 1 }),
		).toEqual({ done: "nothing" });
	});
});

describe("rolling back", () => {
	it("points production at the old version and leaves versions and draft", async () => {
		const store = await storeWithGroups();
		await published(store, "Acme Ltd");
		expect(
			await rollBack("acme", store, "Jo", 9, { version: 1, base: 2 }),
		).toEqual({ done: "rolled-back", version: 1 });
		expect(await readProduction("acme", store)).toMatchObject({
			version: 1,
			by: "Jo",
			at: 9,
		});
		expect(await listVersions("acme", store)).toHaveLength(2);
		expect((await draftOf("acme", store)).settings.company).toBe("Acme Ltd");
		expect((await readChanges("acme", store, 1))[0]).toMatchObject({
			what: "rolled-back",
			differences: [{ path: "company", before: "Acme Ltd", after: "Acme" }],
		});
	});

	it("numbers the next version behind all that were", async () => {
		const store = await storeWithGroups();
		await published(store, "Acme Ltd");
		await rollBack("acme", store, "Jo", 9, { version: 1, base: 2 });
		expect(await published(store, "Acme Inc")).toMatchObject({ version: 3 });
	});

	it("refuses a stale tab, and a version there never was", async () => {
		const store = await storeWithGroups();
		await published(store, "Acme Ltd");
		expect(
			await rollBack("acme", store, "Jo", 9, { version: 1, base: 1 }),
		).toMatchObject({ done: "stale", stale: { by: "Ida" } });
		expect(
			await rollBack("acme", store, "Jo", 9, { version: 7, base: 2 }),
		).toEqual({ done: "unknown" });
	});
});
