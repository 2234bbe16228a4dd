import { vi } from "vitest";

/** What the options are read from and written to. */
export const kept: {
	own?: unknown;
	/** A promise: the browser is still reading its policies. */
	managed?: unknown;
	/** What the policy has said before. */
	company?: unknown;
	packaged?: unknown;
} = {};

/** The window in which a company's sign-in page opens: resolves with the address that ends it. */
export const signInWindow: { open(url: string): Promise<string> } = {
	open: () => Promise.reject(new Error("The user did not approve access.")),
};

export const browser = {
	identity: {
		getRedirectURL: (path: string) => `https://abc.chromiumapp.org/${path}`,
		launchWebAuthFlow: ({ url }: { url: string }) => signInWindow.open(url),
	},
	runtime: {
		id: "abc",
		getURL: (path: string) => `chrome-extension://abc/${path}`,
	},
	permissions: { contains: async () => false },
	storage: {
		managed: {
			get: async () => {
				if (kept.managed === undefined) throw new Error("No managed storage");
				return kept.managed;
			},
		},
		local: {
			get: async (key: string) => ({
				[key]: key === "company" ? kept.company : kept.own,
			}),
			set: async (values: { options?: unknown; company?: unknown }) => {
				if ("options" in values) kept.own = values.options;
				if ("company" in values) kept.company = values.company;
			},
		},
	},
};

/** `defaults.json` of the package; other addresses by `answers`. */
export function stubFetch(
	answers: (
		url: string,
		init: RequestInit | undefined,
	) => Response | Promise<Response> = () => new Response(null, { status: 404 }),
): void {
	vi.stubGlobal("fetch", async (input: URL | string, init?: RequestInit) => {
		const url = String(input);
		if (!url.endsWith("/defaults.json")) return answers(url, init);
		return kept.packaged === undefined
			? new Response("", { status: 404 })
			: Response.json(kept.packaged);
	});
}
