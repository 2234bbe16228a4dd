import type { GroupSettings } from "../../policy/group-settings.ts";
import { MB, type Sharing } from "../../policy/settings.ts";

export const ALL_ON: Sharing = {
	visitorDocumentShare: true,
	agentDocumentShare: true,
	agentDownloadDocumentShare: true,
	visitorDownloadDocumentShare: true,
};

export function link(
	number: number,
	other: Partial<GroupSettings["links"][number]> = {},
): GroupSettings["links"][number] {
	return {
		id: `link-${String(number).padStart(4, "0")}`,
		name: `Document ${number}`,
		url: `https://files.example/${number}.pdf`,
		role: null,
		active: true,
		download: true,
		kind: "pdf",
		...other,
	};
}

/** Settings of a group with two roles and one link, and what a test changes about them. */
export function groupSettings(
	other: Partial<GroupSettings> = {},
): GroupSettings {
	return {
		company: "Acme",
		sites: ["https://www.acme.example"],
		sharing: ALL_ON,
		limits: {
			agentPdfBytes: 10 * MB,
			agentSheetBytes: 5 * MB,
			visitorPdfBytes: 5 * MB,
			visitorSheetBytes: 5 * MB,
		},
		requestTimeoutSeconds: 60,
		types: ["pdf", "excel", "csv"],
		termsUrl: null,
		branding: { accent: null, logoUrl: null },
		roles: [
			{ name: "Sales", sharing: ALL_ON },
			{ name: "Support", sharing: { ...ALL_ON, agentDocumentShare: false } },
		],
		links: [link(1)],
		...other,
	};
}
