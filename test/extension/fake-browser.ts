import { vi } from "vitest";

/** What the options are read from and written to. */
export const kept: { own?: unknown; managed?: unknown; packaged?: unknown } =
	{};

export const browser = {
	runtime: {
		id: "abc",
		getURL: (path: string) => `chrome-extension://abc/${path}`,
	},
	storage: {
		managed: {
			get: async () => {
				if (kept.managed === undefined) throw new Error("No managed storage");
				return kept.managed;
			},
		},
		local: {
			get: async () => ({ options: kept.own }),
			set: async ({ options }: { options: unknown }) => {
				kept.own = options;
			},
		},
	},
};

/** `defaults.json` of the package; other addresses by `answers`. */
export function stubFetch(
	answers: (url: string) => Response | Promise<Response> = () =>
		new Response(null, { status: 404 }),
): void {
	vi.stubGlobal("fetch", async (input: URL | string) => {
		const url = String(input);
		if (!url.endsWith("/defaults.json")) return answers(url);
		return kept.packaged === undefined
			? new Response("", { status: 404 })
			: Response.json(kept.packaged);
	});
}
