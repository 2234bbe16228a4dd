import type { GroupRules } from "../policy/settings.ts";

/**
 * The Content-Security-Policy of the pages in the snippet's folder.
 *
 * Both run in sandboxed frames. Their origin is opaque, and browsers differ on what 'self' then means, so our own
 * origin is always written out.
 */

/** What of a group's settings the policy of its visitor's frame depends on. */
export type FramedGroup = Pick<GroupRules, "sites" | "branding">;

/**
 * For `frame.html`, the visitor's side: only pages of the group's sites may hold it, and of all the hosts of the world
 * it may ask that of the company's logo for pictures. Where there is no such group (undefined) any page may hold it:
 * the frame gets no key there and says in words that the site is not set up.
 */
export function framePolicy(
	origin: string,
	group: FramedGroup | undefined,
): string {
	const logo = group && logoOrigin(group);
	const socketOrigin = origin.replace(/^http/, "ws");
	return policy({
		"default-src": "'none'",
		"script-src": origin,
		"style-src": origin,
		"img-src": [origin, "blob:", "data:", logo].filter(Boolean).join(" "),
		"font-src": origin,
		"connect-src": `${origin} ${socketOrigin}`,
		// A frame of blob: is how a file is saved in Firefox (panel/download.ts).
		"frame-src": `${origin} blob:`,
		"worker-src": `${origin} blob:`,
		"form-action": "'none'",
		"base-uri": "'none'",
		"frame-ancestors": group ? ancestorsOf(group.sites) : "https: http:",
	});
}

/**
 * The Cross-Origin-Embedder-Policy of the frame. A page that sends one of its own can only hold a frame that sends one
 * too. `require-corp` is the one that every browser knows, and it would keep out the logo of a host that says nothing
 * about it. `credentialless` lets it in, asked for without cookies; a browser that does not know it takes it for none,
 * so that pages which are known to send one (`isolated`) stay with `require-corp`.
 */
export function frameEmbedderPolicy(
	group: FramedGroup | undefined,
	isolated: boolean,
): string {
	const foreign = group !== undefined && logoOrigin(group) !== undefined;
	return foreign && !isolated ? "credentialless" : "require-corp";
}

const ORIGIN = /^https?:\/\/[a-z0-9.[\]:-]+$/;

function logoOrigin({ branding }: FramedGroup): string | undefined {
	const address = branding?.logoUrl ?? "";
	const origin = URL.canParse(address) ? new URL(address).origin : "";
	// An address may have a semicolon in its host, which would end the directive.
	return ORIGIN.test(origin) ? origin : undefined;
}

function ancestorsOf(sites: readonly string[]): string {
	const secure = sites.map((site) => new URL(site).origin);
	// The same site without https may hold it too: only to read there, in words, why nothing can be shared.
	const plain = secure.map((site) => site.replace(/^https:/, "http:"));
	const ancestors = [...new Set([...secure, ...plain])];
	return ancestors.length === 0 ? "'none'" : ancestors.join(" ");
}

/**
 * For `viewer/*.html`, the sealed frame that opens documents: no network, whoever opens it.
 *
 * It has no frame-ancestors: the page around it is `frame.html` with its opaque origin, which no source expression
 * matches. Chromium 156 blocks the page even with `frame-ancestors *`, Firefox 153 with everything but `*`. It would
 * guard little: who frames this page gets one without network, storage and origin, that waits for a port.
 */
export function viewerPolicy(origin: string): string {
	return policy({
		"default-src": "'none'",
		"script-src": `${origin} 'wasm-unsafe-eval' blob:`,
		"worker-src": "blob:",
		"style-src": `${origin} 'unsafe-inline'`,
		"img-src": "blob: data:",
		"font-src": "data: blob:",
		"connect-src": "'none'",
		"form-action": "'none'",
		"base-uri": "'none'",
		sandbox: "allow-scripts",
	});
}

/** For pages of one sentence, and for html of the folder that is neither of the two. */
export const BARE_POLICY = policy({
	"default-src": "'none'",
	"form-action": "'none'",
	"base-uri": "'none'",
});

/**
 * For the administrator's page: nobody may frame it, and it runs and draws only what is its own. `Test link` fetches
 * approved documents where they are, from this browser, because the server must never do it: hence `https:` (and this
 * machine, where links may be http) in `connect-src`. A logo is shown from where it is.
 */
export const ADMIN_PAGE_POLICY = policy({
	"default-src": "'none'",
	"script-src": "'self'",
	"style-src": "'self'",
	"img-src": "'self' data: https: http://localhost:* http://127.0.0.1:*",
	"connect-src": "'self' https: http://localhost:* http://127.0.0.1:*",
	"frame-ancestors": "'none'",
	"form-action": "'self'",
	"base-uri": "'none'",
});

function policy(directives: Readonly<Record<string, string>>): string {
	return Object.entries(directives)
		.map(([name, value]) => `${name} ${value}`)
		.join("; ");
}
