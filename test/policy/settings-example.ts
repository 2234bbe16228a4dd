import { MB, type Settings } from "../../policy/settings.ts";

/** A group with a bit of everything. */
export function exampleSettings(): Settings {
	return {
		group: "example-bank",
		company: "Example Bank",
		sites: ["https://www.bank.example"],
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
		termsUrl: "https://www.bank.example/terms",
		links: [
			{
				id: "fees-for-all",
				name: "Fees 2026",
				url: "https://files.bank.example/fees.pdf",
				role: null,
				active: true,
				download: true,
				kind: "pdf",
			},
			{
				id: "mortgage-only",
				name: "Mortgage rates",
				url: "https://files.bank.example/rates.xlsx",
				role: "Mortgage desk",
				active: true,
				download: false,
				kind: "excel",
			},
			{
				id: "old-and-inactive",
				name: "Fees 2019",
				url: "https://files.bank.example/old.pdf",
				role: null,
				active: false,
				download: true,
				kind: "pdf",
			},
		],
		agents: [
			{ name: "Ana", role: "Mortgage desk", tokenSha256: "0f".repeat(32) },
		],
	};
}
