import { readFileSync } from "node:fs";
import { DEMO_DOCUMENTS } from "./documents/documents.ts";
import type { Answers } from "./serve.ts";

/** The company's pages: path, file, title. */
const PAGES = [
	["/", "home", "Home"],
	["/accounts", "accounts", "Accounts"],
	["/statements", "statements", "Statements"],
	["/help", "help", "Help"],
] as const;

const read = (path: string) =>
	readFileSync(new URL(`../../demo/${path}`, import.meta.url));

/**
 * The pretend company's site. Its policy allows the server's origin for the tag and its frame, and otherwise nothing
 * but its own style sheet and pictures: what a strict site owner would write.
 */
export function sitePages(server: string, extensionOrigin: string): Answers {
	const policy = [
		"default-src 'none'",
		"style-src 'self'",
		"img-src 'self'",
		// For links marked data-docside="open", and only for them.
		"connect-src 'self'",
		`script-src ${server}`,
		`frame-src ${server}`,
		"base-uri 'none'",
		"form-action 'none'",
		"frame-ancestors 'none'",
	].join("; ");
	const html = {
		"content-type": "text/html; charset=utf-8",
		"content-security-policy": policy,
	};
	const answers: Answers = new Map();
	const layout = read("site/layout.html")
		.toString()
		.replace("https://docside.invalid", server);
	for (const [path, file, title] of PAGES) {
		const page = layout
			.replace("<title>", `<title>${title} · `)
			.replace(
				`<a href="${path}">${title}`,
				`<a href="${path}" aria-current="page">${title}`,
			)
			.replace("<!-- main -->", read(`site/${file}.html`).toString().trimEnd());
		answers.set(path, { headers: html, body: Buffer.from(page) });
		const staging = { headers: html, body: Buffer.from(onStaging(page)) };
		answers.set(`/staging${path}`, staging);
		if (path === "/") answers.set("/staging", staging);
	}
	answers.set("/site.css", {
		headers: { "content-type": "text/css; charset=utf-8" },
		body: read("site/site.css"),
	});
	answers.set("/mark.svg", {
		headers: { "content-type": "image/svg+xml" },
		body: read("site/mark.svg"),
	});
	for (const [name, { type, bytes }] of DEMO_DOCUMENTS)
		answers.set(`/documents/${name}`, {
			headers: {
				"content-type": type,
				// The agent's browser fetches approved documents itself, from the extension.
				"access-control-allow-origin": extensionOrigin,
				vary: "Origin",
			},
			body: bytes,
		});
	return answers;
}

/** The same page for the company's own people: with the draft's settings, and links to pages like it. */
function onStaging(page: string): string {
	const paths = PAGES.map(([path]) => path);
	return page
		.replace('data-site="production"', 'data-site="staging"')
		.replace("<title>", "<title>Staging: ")
		.replace(/<a ([^>]*)href="([^"]+)"/g, (link, before, href) =>
			paths.some((path) => path === href)
				? `<a ${before}href="/staging${href}"`
				: link,
		)
		.replace(
			"Alder &amp; Finch</a>",
			'Alder &amp; Finch <span class="staging">Staging</span></a>',
		);
}

/** The page an agent works in. Its own policy forbids every script and every frame: the extension works all the same. */
export function viewerPages(): Answers {
	return new Map([
		[
			"/",
			{
				headers: {
					"content-type": "text/html; charset=utf-8",
					"content-security-policy": "default-src 'none'; style-src 'self'",
				},
				body: read("viewer/index.html"),
			},
		],
		[
			"/viewer.css",
			{
				headers: { "content-type": "text/css; charset=utf-8" },
				body: read("viewer/viewer.css"),
			},
		],
	]);
}
