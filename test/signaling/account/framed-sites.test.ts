import { expect, it } from "vitest";
import { saveDraft } from "../../../signaling/account/drafts.ts";
import { publish } from "../../../signaling/account/versions.ts";
import { call, temporaryFolder } from "../running.ts";
import { draftOf } from "./opened-store.ts";
import { startTestAccount } from "./running-account.ts";

it("lets the frame of staging show the draft's logo, that of production the published one, and no group another's", async () => {
	const { server, store } = await startTestAccount({
		static: temporaryFolder({ "frame.html": "<!doctype html>" }),
	});
	/** The hosts of pictures beside our own. */
	async function hosts(group: string, site: string) {
		const path = `/frame.html?group=${group}&site=${site}`;
		const { headers } = await call(server, path);
		const policy = headers.get("content-security-policy") ?? "";
		const images = / img-src \S+ blob: data:([^;]*);/.exec(policy)?.[1];
		return {
			images: images?.trim(),
			embedder: headers.get("cross-origin-embedder-policy"),
		};
	}
	async function brand(logoUrl: string) {
		const { settings, revision } = await draftOf("acme", store);
		const branding = { accent: null, logoUrl };
		const saved = await saveDraft("acme", store, "Ida", 2, {
			settings: { ...settings, branding },
			revision,
		});
		if (saved.done !== "saved") throw new Error(saved.done);
		return saved.draft.revision;
	}
	const NONE = { images: "", embedder: "require-corp" };
	const shown = (images: string) => ({ images, embedder: "credentialless" });

	const revision = await brand("https://one.example/logo.svg");
	expect(await hosts("acme", "staging")).toEqual(shown("https://one.example"));
	expect(await hosts("acme", "production")).toEqual(NONE);
	await publish("acme", store, "Ida", 3, { revision, base: 1 });
	await brand("https://two.example/logo.svg");
	expect(await hosts("acme", "staging")).toEqual(shown("https://two.example"));
	expect(await hosts("acme", "production")).toEqual(
		shown("https://one.example"),
	);
	expect(await hosts("globex", "staging")).toEqual(NONE);
	expect(await hosts("globex", "production")).toEqual(NONE);
});
