import { vi } from "vitest";
import type { VisitorSettings } from "../../policy/settings.ts";
import { OPEN_RULES } from "../flows/rules.ts";

export const VISITOR_SETTINGS: VisitorSettings = {
	...OPEN_RULES,
	company: "Example Bank",
	termsUrl: null,
	links: [],
};

export const STARTED = {
	route: "4821",
	peerId: "visitor-peer",
	ticket: "ticket-1",
	manage: "manage-1",
	iceServers: [],
	settings: VISITOR_SETTINGS,
	expiresInSeconds: 600,
};

export type Asked = {
	method: string;
	path: string;
	bearer: string | null;
	body: unknown;
	init: RequestInit;
};

type Answer = { status?: number; body?: unknown } | "unreachable";

/** Answers what the page fetches: by method and path, with what `answers` says. Returns what was asked. */
export function stubServer(answers: Record<string, () => Answer>): Asked[] {
	const asked: Asked[] = [];
	vi.stubGlobal("fetch", async (url: URL, init: RequestInit) => {
		const method = init.method ?? "GET";
		const path = url.href.replace("https://help.example/docside/", "");
		asked.push({
			method,
			path,
			bearer: new Headers(init.headers).get("authorization"),
			body: init.body === undefined ? undefined : JSON.parse(String(init.body)),
			init,
		});
		const answer = answers[`${method} ${path}`]?.() ?? { status: 404 };
		if (answer === "unreachable") throw new TypeError("Failed to fetch");
		const { status = 200, body } = answer;
		const text = typeof body === "string" ? body : JSON.stringify(body);
		return new Response(status === 204 ? null : text, { status });
	});
	return asked;
}

export const SERVER = "https://help.example/docside/";
