import { OpenError } from "../reader/book.ts";
import type { Parts } from "./package.ts";
import { attribute, decodeUtf8, tagPattern } from "./xml.ts";

export const MAX_SHEETS = 10_000;

export type ListedSheet = {
	name: string;
	hidden: boolean;
	/** Name of its part, if there is one. */
	part: string | undefined;
};

/**
 * The sheets of an .xlsx in order. In the parts they are renamed `s0`, `s1`, … so that SheetJS, which keeps them by
 * name, is not confused by `__proto__`, `constructor` or the same name twice.
 */
export function listSheets(parts: Parts): ListedSheet[] {
	const workbook = findWorkbook(parts);
	const relations = relationsOf(parts, workbook);
	const text = decodeUtf8(parts.get(workbook) ?? new Uint8Array());
	const sheets: ListedSheet[] = [];
	const renamed = text.replace(tagPattern("sheet"), (tag, inside: string) => {
		const state = attribute(inside, "state") ?? "visible";
		const target = relations.get(relationId(inside) ?? "");
		sheets.push({
			name: attribute(inside, "name") ?? "",
			hidden: state !== "visible",
			part: target && parts.has(target) ? target : undefined,
		});
		return tag.replace(
			/(\sname\s*=\s*)(?:"[^"]*"|'[^']*')/,
			`$1"s${sheets.length - 1}"`,
		);
	});
	if (sheets.length > MAX_SHEETS)
		throw new OpenError("too-complex", `${sheets.length} sheets`);
	parts.set(workbook, new TextEncoder().encode(renamed));
	return sheets;
}

/** `r:id`, not `sheetId`. */
function relationId(inside: string): string | undefined {
	const match = /\s[\w.-]+:id\s*=\s*["']([^"']*)["']/.exec(inside);
	return match?.[1];
}

function findWorkbook(parts: Parts): string {
	const types = decodeUtf8(
		parts.get("[Content_Types].xml") ?? new Uint8Array(),
	);
	for (const [, inside = ""] of types.matchAll(tagPattern("Override"))) {
		const type = attribute(inside, "ContentType") ?? "";
		const part = attribute(inside, "PartName")?.replace(/^\//, "");
		if (
			/sheet\.main\+xml|template\.main\+xml/.test(type) &&
			part &&
			parts.has(part)
		)
			return part;
	}
	if (parts.has("xl/workbook.xml")) return "xl/workbook.xml";
	throw new OpenError("damaged", "a workbook without its list of sheets");
}

/** Ids and targets of what a part points at: names of parts, or addresses outside. */
export function relationsOf(parts: Parts, part: string): Map<string, string> {
	const folder = part.slice(0, part.lastIndexOf("/") + 1);
	const file = part.slice(folder.length);
	const bytes = parts.get(`${folder}_rels/${file}.rels`);
	const relations = new Map<string, string>();
	if (!bytes) return relations;
	const text = decodeUtf8(bytes);
	for (const [, inside = ""] of text.matchAll(tagPattern("Relationship"))) {
		const id = attribute(inside, "Id");
		const target = attribute(inside, "Target");
		if (id === undefined || target === undefined) continue;
		const outside = attribute(inside, "TargetMode") === "External";
		relations.set(id, outside ? target : resolve(folder, target));
	}
	return relations;
}

function resolve(folder: string, target: string): string {
	if (target.startsWith("/")) return target.slice(1);
	const names: string[] = [];
	for (const name of `${folder}${target}`.split("/")) {
		if (name === "..") names.pop();
		else if (name !== "." && name !== "") names.push(name);
	}
	return names.join("/");
}
