/** The kinds of document that can be shared. TSV is a CSV with tabs; .xls and .xlsx are both Excel. */
export const DOCUMENT_KINDS = ["pdf", "excel", "csv"] as const;

export type DocumentKind = (typeof DOCUMENT_KINDS)[number];

/** File name endings, lower case, with their kind. The order is the order on the screen. */
export const KIND_OF_EXTENSION: Readonly<Record<string, DocumentKind>> = {
	".pdf": "pdf",
	".xls": "excel",
	".xlsx": "excel",
	".csv": "csv",
	".tsv": "csv",
};

/** The kinds that may be shared, in the order on the screen. Where the administrator has said nothing, all. */
export function allowedKinds(
	types: readonly DocumentKind[] | undefined,
): readonly DocumentKind[] {
	return types === undefined
		? DOCUMENT_KINDS
		: DOCUMENT_KINDS.filter((kind) => types.includes(kind));
}

/** For `<input type=file accept>`: `.pdf,.xls,.xlsx,.csv,.tsv` where all kinds are allowed. */
export function acceptedExtensions(kinds: readonly DocumentKind[]): string {
	return Object.entries(KIND_OF_EXTENSION)
		.filter(([, kind]) => kinds.includes(kind))
		.map(([extension]) => extension)
		.join(",");
}

/** The ending of a file of this kind that has no name of its own. */
export const ENDING_OF_KIND: Readonly<Record<DocumentKind, string>> = {
	pdf: ".pdf",
	excel: ".xlsx",
	csv: ".csv",
};

/** The kind a file name claims, or undefined when its ending is not one of ours. */
export function kindOfName(name: string): DocumentKind | undefined {
	const ending = /\.[^.]+$/.exec(name.toLowerCase())?.[0];
	return ending !== undefined && Object.hasOwn(KIND_OF_EXTENSION, ending)
		? KIND_OF_EXTENSION[ending]
		: undefined;
}
