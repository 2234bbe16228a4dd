import type { GroupSettings } from "./group-settings.ts";
import { MB } from "./settings.ts";

/** One thing that differs, for people: where, and what stood and stands there. null: nothing. */
export type Difference = {
	/** Dotted; links and roles by their names: `links.Price list.active`. */
	path: string;
	before: string | null;
	after: string | null;
};

/** What changes from one version to the next; with null before it, everything is new. */
export function diffSettings(
	before: GroupSettings | null,
	after: GroupSettings,
): Difference[] {
	const then = before === null ? new Map<string, Shown>() : show(before);
	const now = show(after);
	return [...new Set([...now.keys(), ...then.keys()])].flatMap((key) => {
		const [old, fresh] = [then.get(key), now.get(key)];
		if (old?.text === fresh?.text) return [];
		return {
			path: (fresh ?? old)?.path ?? key,
			before: old?.text ?? null,
			after: fresh?.text ?? null,
		};
	});
}

type Shown = { path: string; text: string };

/** Every value as a text under a key that stays the same while the thing it belongs to does. */
function show(settings: GroupSettings): Map<string, Shown> {
	const { sharing, limits, branding, roles, links } = settings;
	const shown = new Map<string, Shown>();
	const put = (path: string, text: string | null, key = path) => {
		if (text !== null) shown.set(key, { path, text });
	};
	put("company", settings.company);
	put("sites", settings.sites.join(", "));
	for (const [name, on] of Object.entries(sharing))
		put(`sharing.${name}`, onOff(on));
	for (const [name, bytes] of Object.entries(limits))
		put(`limits.${name}`, size(bytes));
	put("requestTimeoutSeconds", `${settings.requestTimeoutSeconds} s`);
	put("types", settings.types.join(", "));
	put("termsUrl", settings.termsUrl);
	put("branding.accent", branding.accent);
	put("branding.logoUrl", branding.logoUrl);
	put("roles", roles.map(({ name }) => name).join(", "));
	for (const role of roles)
		for (const [name, on] of Object.entries(role.sharing))
			put(`roles.${role.name}.${name}`, onOff(on));
	put("links", links.map(({ name }) => name).join(", "));
	for (const { id, ...link } of links) {
		const at = (field: string, text: string) =>
			// By its id: a link with another name is the same link.
			put(`links.${link.name}.${field}`, text, `links/${id}/${field}`);
		at("name", link.name);
		at("url", link.url);
		at("role", link.role ?? "All roles");
		at("active", onOff(link.active));
		at("download", onOff(link.download));
		at("kind", link.kind);
	}
	return shown;
}

function onOff(on: boolean): string {
	return on ? "on" : "off";
}

function size(bytes: number): string {
	return bytes % MB === 0 ? `${bytes / MB} MB` : `${bytes} bytes`;
}
