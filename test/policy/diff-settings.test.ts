import { describe, expect, it } from "vitest";
import { diffSettings } from "../../policy/diff-settings.ts";
import { MB } from "../../policy/settings.ts";
import { ALL_ON, groupSettings, link } from "./group-settings.ts";

describe("what differs between two versions", () => {
	it("is nothing for the same settings", () => {
		expect(diffSettings(groupSettings(), groupSettings())).toEqual([]);
	});

	it("reads as people say it", () => {
		const before = groupSettings();
		const after = groupSettings({
			sharing: { ...ALL_ON, visitorDocumentShare: false },
			limits: { ...before.limits, agentPdfBytes: 20 * MB },
			termsUrl: "https://acme.example/terms",
		});
		expect(diffSettings(before, after)).toEqual([
			{ path: "sharing.visitorDocumentShare", before: "on", after: "off" },
			{ path: "limits.agentPdfBytes", before: "10 MB", after: "20 MB" },
			{ path: "termsUrl", before: null, after: "https://acme.example/terms" },
		]);
	});

	it("follows a link by its id when it gets another name", () => {
		const before = groupSettings({ links: [link(1), link(2)] });
		const after = groupSettings({
			links: [link(1, { name: "Prices", active: false }), link(2)],
		});
		expect(diffSettings(before, after)).toEqual([
			{
				path: "links",
				before: "Document 1, Document 2",
				after: "Prices, Document 2",
			},
			{ path: "links.Prices.name", before: "Document 1", after: "Prices" },
			{ path: "links.Prices.active", before: "on", after: "off" },
		]);
	});

	it("says that a link was moved, added or taken away", () => {
		const before = groupSettings({ links: [link(1), link(2)] });
		const after = groupSettings({ links: [link(2), link(1)] });
		expect(diffSettings(before, after)).toEqual([
			{
				path: "links",
				before: "Document 1, Document 2",
				after: "Document 2, Document 1",
			},
		]);
		const gone = diffSettings(before, groupSettings({ links: [link(1)] }));
		expect(gone).toContainEqual({
			path: "links.Document 2.active",
			before: "on",
			after: null,
		});
	});

	it("names everything where nothing stood before", () => {
		const all = diffSettings(null, groupSettings());
		expect(all.length).toBeGreaterThan(20);
		expect(all.every(({ before }) => before === null)).toBe(true);
	});
});
