import type { AdminWords } from "../words/admin-en.ts";

/** A path of `diffSettings`, such as `links.Price list.active`, in the words of the screen. */
export function labelOf(path: string, words: AdminWords): string {
	const say = words.difference;
	const [head = "", ...rest] = path.split(".");
	const last = rest.at(-1) ?? "";
	// Names may have dots in them.
	const name = rest.slice(0, -1).join(".");
	switch (head) {
		case "sharing":
			return switchOf(last, words) ?? path;
		case "limits":
			return limitOf(last, words) ?? path;
		case "roles":
			if (rest.length === 0) return say.roles;
			return say.ofRole(name, switchOf(last, words) ?? words.roles.name);
		case "links":
			if (rest.length === 0) return say.links;
			return say.ofLink(name, fieldOfLink(last, words) ?? last);
		case "agents":
			return say.ofAgent(name);
		default:
			return own(say, path) ?? path;
	}
}

/** What stands at a path of `diffSettings`, in the words of the screen. null or empty: nothing. */
export function shownValue(
	path: string,
	text: string | null,
	words: AdminWords,
): string {
	if (text === null || text === "") return words.difference.nothing;
	const kinds = path === "types" || /^links\..*\.kind$/.test(path);
	if (!kinds) return text;
	return text
		.split(", ")
		.map((kind) => own(words.kinds, kind) ?? kind)
		.join(", ");
}

function switchOf(name: string, { switches }: AdminWords): string | undefined {
	return own(switches, name);
}

function limitOf(name: string, { sharing }: AdminWords): string | undefined {
	return name.endsWith("Bytes") ? own(sharing, name) : undefined;
}

function fieldOfLink(name: string, { links }: AdminWords): string | undefined {
	return own(links, name);
}

/** Paths come from settings, so a name in them may be any word: `constructor` too. */
function own(words: object, name: string): string | undefined {
	const found = new Map<string, unknown>(Object.entries(words)).get(name);
	return typeof found === "string" ? found : undefined;
}
