import * as v from "valibot";
import {
	type AdminParts,
	type AdminRoute,
	isoTime,
	ok,
} from "./admin-route.ts";
import { type Change, readChanges } from "./changes.ts";
import type { Store } from "./store.ts";

const PAGE = 50;
/** Far more than a group writes in years; an answer must have an end. */
const MAX_EXPORTED = 100_000;

const beforeSchema = v.pipe(
	v.string(),
	v.regex(/^[0-9]{1,15}$/),
	v.transform(Number),
);

/** The record of changes, by pages or as a file. */
export function changeRoutes({ store }: AdminParts): AdminRoute[] {
	return [
		{
			method: "GET",
			path: "changes",
			needs: "administrator",
			async answer({ session: { group }, query }) {
				const before = v.safeParse(beforeSchema, query.get("before"));
				const changes = await readChanges(
					group,
					store,
					PAGE,
					before.success ? before.output : undefined,
				);
				const last = changes.length === PAGE ? changes.at(-1)?.id : undefined;
				return ok({ changes: changes.map(shown), next: last ?? null });
			},
		},
		{
			method: "GET",
			path: "changes.json",
			needs: "administrator",
			answer: ({ session: { group } }) =>
				file(group, store, "json", "application/json", (changes) =>
					JSON.stringify(changes.map(shown), null, "\t"),
				),
		},
		{
			method: "GET",
			path: "changes.csv",
			needs: "administrator",
			answer: ({ session: { group } }) =>
				file(group, store, "csv", "text/csv; charset=utf-8", changesAsCsv),
		},
	];
}

async function file(
	group: string,
	store: Store,
	ending: string,
	type: string,
	write: (changes: readonly Change[]) => string,
) {
	const changes = await readChanges(group, store, MAX_EXPORTED);
	const name = `docside-changes-${group}.${ending}`;
	return { status: 200, file: { name, type, text: write(changes) } };
}

function shown({ id, at, who, what, differences }: Change) {
	return { id, time: isoTime(at), who, what, differences };
}

/** A line for each difference, so that a spreadsheet can filter them; RFC 4180. */
export function changesAsCsv(changes: readonly Change[]): string {
	const lines = changes.flatMap(({ at, who, what, differences }) => {
		const start = [isoTime(at), who, what];
		if (differences.length === 0) return [[...start, "", "", ""]];
		return differences.map(({ path, before, after }) => [
			...start,
			path,
			before ?? "",
			after ?? "",
		]);
	});
	const all = [["time", "who", "what", "path", "before", "after"], ...lines];
	return `${all.map((line) => line.map(csvCell).join(",")).join("\r\n")}\r\n`;
}

/** What a spreadsheet would take for a formula gets an apostrophe in front: names and links come from people. */
function csvCell(text: string): string {
	const safe = /^(?:\s*[=+\-@＝＋－＠]|[\t\r\n])/u.test(text)
		? `'${text}`
		: text;
	return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
