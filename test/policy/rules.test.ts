import { describe, expect, it } from "vitest";
import { DOCUMENT_KINDS, type DocumentKind } from "../../policy/kinds.ts";
import {
	type LinkRule,
	maySave,
	mayShareFiles,
	type Proposal,
	type Role,
	refusal,
	sizeLimit,
} from "../../policy/rules.ts";
import {
	MAX_DOCUMENT_BYTES,
	type SharingRules,
} from "../../policy/settings.ts";

const roles: Role[] = ["agent", "visitor"];
const both = [true, false];
/** Four different limits, so that none can stand in for another. */
const LIMITS = {
	agentPdfBytes: 1_001,
	agentSheetBytes: 1_002,
	visitorPdfBytes: 1_003,
	visitorSheetBytes: 1_004,
};
type Sharing = SharingRules["sharing"];

function rules(sharing: Partial<Sharing> = {}): SharingRules {
	return {
		sharing: {
			visitorDocumentShare: true,
			agentDocumentShare: true,
			agentDownloadDocumentShare: true,
			visitorDownloadDocumentShare: true,
			...sharing,
		},
		limits: LIMITS,
		requestTimeoutSeconds: 60,
	};
}

function proposal(change: Partial<Proposal> = {}): Proposal {
	return {
		sharedBy: "agent",
		from: "computer",
		kind: "pdf",
		size: 1,
		savable: false,
		...change,
	};
}

/** Every setting of the four switches. */
const SWITCHES: Sharing[] = both.flatMap((visitorDocumentShare) =>
	both.flatMap((agentDocumentShare) =>
		both.flatMap((agentDownloadDocumentShare) =>
			both.map((visitorDownloadDocumentShare) => ({
				visitorDocumentShare,
				agentDocumentShare,
				agentDownloadDocumentShare,
				visitorDownloadDocumentShare,
			})),
		),
	),
);

describe("the switches", () => {
	it("each decide one thing, in all 16 settings", () => {
		expect(SWITCHES).toHaveLength(16);
		for (const sharing of SWITCHES) {
			const set = rules(sharing);
			expect(mayShareFiles(set, "agent")).toBe(sharing.agentDocumentShare);
			expect(mayShareFiles(set, "visitor")).toBe(sharing.visitorDocumentShare);
			expect(maySave(set, "visitor")).toBe(sharing.agentDownloadDocumentShare);
			expect(maySave(set, "agent")).toBe(sharing.visitorDownloadDocumentShare);
		}
	});

	it("refuse a file and its saving for every person, kind and setting", () => {
		for (const sharing of SWITCHES)
			for (const sharedBy of roles)
				for (const kind of DOCUMENT_KINDS)
					for (const savable of both) {
						const [shares, saves] =
							sharedBy === "agent"
								? [
										sharing.agentDocumentShare,
										sharing.visitorDownloadDocumentShare,
									]
								: [
										sharing.visitorDocumentShare,
										sharing.agentDownloadDocumentShare,
									];
						const why = !shares
							? { reason: "sharing-off" }
							: savable && !saves
								? { reason: "saving-off" }
								: undefined;
						const asked = proposal({ sharedBy, kind, savable });
						expect(refusal(rules(sharing), [], asked)).toEqual(why);
					}
	});
});

describe("approved links", () => {
	it.each([
		[true, true, true],
		[true, false, false],
		[false, true, false],
		[false, false, false],
	])(
		"with download %s under the setting %s can be saved: %s",
		(download, setting, saved) => {
			const link: LinkRule = { id: "fees-for-all", kind: "pdf", download };
			const set = rules({ visitorDownloadDocumentShare: setting });
			expect(maySave(set, "agent", link)).toBe(saved);
			const asked = proposal({ from: { link: link.id }, savable: true });
			expect(refusal(set, [link], asked)).toEqual(
				saved ? undefined : { reason: "saving-off" },
			);
			expect(refusal(set, [link], { ...asked, savable: false })).toBe(
				undefined,
			);
		},
	);

	it("can be shared when the agent's own files cannot", () => {
		const link: LinkRule = { id: "fees-for-all", kind: "csv", download: true };
		const set = rules({ agentDocumentShare: false });
		const asked = proposal({ from: { link: link.id }, kind: "csv" });
		expect(refusal(set, [link], asked)).toBeUndefined();
	});

	it.each<[string, Partial<Proposal>, string]>([
		[
			"that nobody approved",
			{ from: { link: "nobody-knows" } },
			"unknown-link",
		],
		["of a visitor", { sharedBy: "visitor" }, "unknown-link"],
		["of another kind", { kind: "excel" }, "wrong-type"],
		["without a byte", { size: 0 }, "empty"],
		["above the limit", { size: 1_002 }, "too-large"],
	])("are refused %s", (_, change, reason) => {
		const link: LinkRule = { id: "fees-for-all", kind: "pdf", download: true };
		const asked = proposal({ from: { link: link.id }, ...change });
		expect(refusal(rules(), [link], asked)).toMatchObject({ reason });
	});
});

describe("what another agent shares", () => {
	const from = { agent: "Ana" };

	it("comes from a visitor alone, view only, and only where visitors may share", () => {
		for (const sharing of SWITCHES)
			for (const sharedBy of roles)
				for (const savable of both) {
					const why =
						sharedBy === "agent" || !sharing.visitorDocumentShare
							? { reason: "sharing-off" }
							: savable
								? { reason: "saving-off" }
								: undefined;
					const asked = proposal({ sharedBy, savable, from });
					expect(refusal(rules(sharing), [], asked)).toEqual(why);
				}
	});

	it("may be of any size, and of the types that are allowed", () => {
		const asked = proposal({
			sharedBy: "visitor",
			from,
			kind: "excel",
			size: 2_147_483_647,
		});
		expect(refusal(rules(), [], asked)).toBeUndefined();
		const types = { ...rules(), types: ["pdf" as const] };
		const why = { reason: "type-not-allowed" };
		expect(refusal(types, [], asked)).toMatchObject(why);
	});
});

describe("the limits", () => {
	const table: [Role, DocumentKind, boolean, number][] = roles.flatMap((who) =>
		DOCUMENT_KINDS.flatMap((kind) =>
			both.map((savable): [Role, DocumentKind, boolean, number] => {
				const sheet = kind !== "pdf";
				if (who === "agent") return [who, kind, savable, sheet ? 1_002 : 1_001];
				if (!savable) return [who, kind, savable, MAX_DOCUMENT_BYTES];
				return [who, kind, savable, sheet ? 1_004 : 1_003];
			}),
		),
	);

	it.each(table)(
		"of the %s's %s, savable %s: %i bytes pass and one more does not",
		(sharedBy, kind, savable, limit) => {
			const asked = proposal({ sharedBy, kind, savable });
			expect(sizeLimit(rules(), asked)).toBe(limit);
			expect(refusal(rules(), [], { ...asked, size: limit })).toBeUndefined();
			expect(refusal(rules(), [], { ...asked, size: 1 })).toBeUndefined();
			expect(refusal(rules(), [], { ...asked, size: limit + 1 })).toEqual({
				reason: "too-large",
				limit,
				viewOnlyHelps: sharedBy === "visitor" && savable,
			});
		},
	);

	it("are not helped by view only where nothing can be so large", () => {
		const asked = proposal({ sharedBy: "visitor", savable: true });
		const size = MAX_DOCUMENT_BYTES;
		expect(refusal(rules(), [], { ...asked, size })).toMatchObject({
			viewOnlyHelps: true,
		});
		expect(refusal(rules(), [], { ...asked, size: size + 1 })).toMatchObject({
			viewOnlyHelps: false,
		});
	});

	it.each([0, -1])("take no document of %i bytes", (size) => {
		expect(refusal(rules(), [], proposal({ size }))).toEqual({
			reason: "empty",
		});
	});

	it("take no document whose size is no number", () => {
		const asked = proposal({ size: Number.NaN });
		expect(refusal(rules(), [], asked)).toMatchObject({ reason: "too-large" });
	});
});
