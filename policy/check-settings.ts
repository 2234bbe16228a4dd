import * as v from "valibot";
import { contrast, LEAST_CONTRAST } from "./contrast.ts";
import { type GroupSettings, groupSettingsSchema } from "./group-settings.ts";

/** Something wrong, or worth knowing, at a dotted path such as `links.2.url`. */
export type Remark = { path: string; message: string };

export type Checked =
	| { settings: GroupSettings; errors?: undefined }
	| { errors: Remark[]; settings?: undefined };

/** Reads what an administrator has set: the settings, or every mistake with its path. Never throws. */
export function checkSettings(value: unknown): Checked {
	const result = v.safeParse(groupSettingsSchema, value, {
		abortPipeEarly: true,
	});
	if (!result.success)
		return { errors: result.issues.map((issue) => remarkOf(issue)) };
	const errors = contradictions(result.output);
	return errors.length > 0 ? { errors } : { settings: result.output };
}

export function remarkOf(issue: v.BaseIssue<unknown>): Remark {
	return { path: v.getDotPath(issue) ?? "", message: sentenceOf(issue) };
}

/** What is wrong, to be read behind the path. The schema's own sentences go first. */
function sentenceOf(issue: v.BaseIssue<unknown>): string {
	const { type, expected, received, requirement, message } = issue;
	if (received === "undefined" && issue.kind === "schema") return "is missing";
	switch (type) {
		case "strict_object":
			return expected === "never"
				? "is not a setting"
				: "must be an object with settings";
		case "string":
			return "must be text";
		case "number":
		case "integer":
			return "must be a whole number";
		case "boolean":
			return "must be true or false";
		case "array":
			return "must be a list";
		case "picklist":
			return `must be one of ${(expected ?? "").replace(/[()]/g, "").replaceAll(" | ", ", ")}`;
		case "min_length":
			return requirement === 1 ? "must not be empty" : message;
		case "max_length":
			return Array.isArray(issue.input)
				? `can have ${String(requirement)} entries at most`
				: `can have ${String(requirement)} characters at most`;
		case "min_value":
			return `must be at least ${String(requirement)}`;
		case "max_value":
			return `must be at most ${String(requirement)}`;
		case "regex":
			return message.startsWith("Invalid")
				? "has characters that are not allowed here"
				: message;
		default:
			return message;
	}
}

/** What each part allows and the whole does not. */
function contradictions({ links, roles }: GroupSettings): Remark[] {
	const names = roles.map(({ name }) => name);
	return [
		...repeated(names).map((index) => ({
			path: `roles.${index}.name`,
			message: "is the name of another role too",
		})),
		...repeated(links.map(({ id }) => id)).map((index) => ({
			path: `links.${index}.id`,
			message: "is the id of another link too",
		})),
		...links.flatMap(({ role }, index) =>
			role === null || names.includes(role)
				? []
				: { path: `links.${index}.role`, message: "is not one of the roles" },
		),
	];
}

/** Where a value stands that has been there before. */
function repeated(values: readonly string[]): number[] {
	return values.flatMap((value, index) =>
		values.indexOf(value) < index ? index : [],
	);
}

/** What is allowed and probably not meant. */
export function warningsOf(settings: GroupSettings): Remark[] {
	const { links, branding, types, sites } = settings;
	const warnings: Remark[] = repeated(
		links.map(({ name }) => name.toLowerCase()),
	).map((index) => ({
		path: `links.${index}.name`,
		message: "is the name of another link too: agents cannot tell them apart",
	}));
	links.forEach(({ kind }, index) => {
		if (!types.includes(kind))
			warnings.push({
				path: `links.${index}.kind`,
				message: "is not one of the allowed types: agents are not shown it",
			});
	});
	if (sites.length === 0)
		warnings.push({
			path: "sites",
			message: "is empty: no page may carry the tag",
		});
	if (branding.accent !== null) {
		const ratio = contrast(branding.accent, WORDS_ON_ACCENT);
		if (ratio < LEAST_CONTRAST)
			warnings.push({
				path: "branding.accent",
				// Rounded down: 4.49 must not read as 4.5.
				message: `gives white words a contrast of ${(Math.floor(ratio * 10) / 10).toFixed(1)}:1, less than ${LEAST_CONTRAST}:1: words on it are written dark`,
			});
	}
	return warnings;
}

/** The words on buttons in the light theme. */
const WORDS_ON_ACCENT = "#ffffff";
