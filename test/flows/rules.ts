import type { LinkRule } from "../../policy/rules.ts";
import { MB, type SharingRules } from "../../policy/settings.ts";

/** Everything is allowed, with the limits a group begins with. */
export const OPEN_RULES: SharingRules = {
	sharing: {
		visitorDocumentShare: true,
		agentDocumentShare: true,
		agentDownloadDocumentShare: true,
		visitorDownloadDocumentShare: true,
	},
	limits: {
		agentPdfBytes: 10 * MB,
		agentSheetBytes: 5 * MB,
		visitorPdfBytes: 5 * MB,
		visitorSheetBytes: 5 * MB,
	},
	requestTimeoutSeconds: 60,
};

/** The same rules with some switches turned. */
export function withSharing(
	sharing: Partial<SharingRules["sharing"]>,
): SharingRules {
	return { ...OPEN_RULES, sharing: { ...OPEN_RULES.sharing, ...sharing } };
}

export const LINKS: LinkRule[] = [
	{ id: "savable-pdf", kind: "pdf", download: true },
	{ id: "view-only-pdf", kind: "pdf", download: false },
	{ id: "savable-csv", kind: "csv", download: true },
];
