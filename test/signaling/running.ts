import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import * as v from "valibot";
import { onTestFinished } from "vitest";
import { WebSocket } from "ws";
import type { Settings } from "../../policy/settings.ts";
import {
	EXTENSION_ORIGIN,
	type RunningServer,
	type ServerOptions,
	startServer,
} from "../../signaling/server.ts";
import { createFakeClock, type FakeClock } from "./fake-clock.ts";

export const AGENT_TOKEN = "sign-in-token-of-ada";
export const OTHER_AGENT_TOKEN = "sign-in-token-of-bob";

export const SETTINGS: Settings = {
	group: "acme",
	company: "Acme",
	sites: ["https://www.acme.example"],
	sharing: {
		visitorDocumentShare: true,
		agentDocumentShare: true,
		agentDownloadDocumentShare: true,
		visitorDownloadDocumentShare: true,
	},
	limits: {
		agentPdfBytes: 10_485_760,
		agentSheetBytes: 5_242_880,
		visitorPdfBytes: 5_242_880,
		visitorSheetBytes: 5_242_880,
	},
	requestTimeoutSeconds: 60,
	termsUrl: null,
	links: [
		{
			id: "link-0001",
			name: "Price list",
			url: "https://files.acme.example/prices.pdf",
			role: "Sales",
			active: true,
			download: true,
			kind: "pdf",
		},
		{
			id: "link-0002",
			name: "Old list",
			url: "https://files.acme.example/old.pdf",
			role: null,
			active: false,
			download: true,
			kind: "pdf",
		},
	],
	agents: [
		{ name: "Ada", role: "Sales", tokenSha256: sha256(AGENT_TOKEN) },
		{ name: "Bob", role: "Support", tokenSha256: sha256(OTHER_AGENT_TOKEN) },
	],
};

export function sha256(text: string): string {
	return createHash("sha256").update(text).digest("hex");
}

/** A folder that is gone when the test is. `files` are relative paths with their content. */
export function temporaryFolder(files: Record<string, string> = {}): string {
	const folder = mkdtempSync(join(tmpdir(), "docside-signaling-"));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	for (const [path, content] of Object.entries(files)) {
		mkdirSync(dirname(join(folder, path)), { recursive: true });
		writeFileSync(join(folder, path), content);
	}
	return folder;
}

export type TestServer = RunningServer & {
	clock: FakeClock;
	settingsPath: string;
	said: string[];
};

/** A real server on a free port with a clock of its own, stopped with the test. */
export async function startTestServer(
	options: Partial<ServerOptions> = {},
): Promise<TestServer> {
	const settingsPath = join(
		temporaryFolder({ "settings.json": JSON.stringify(SETTINGS) }),
		"settings.json",
	);
	const clock = createFakeClock();
	const said: string[] = [];
	const server = await startServer({
		settings: settingsPath,
		clock,
		log: (sentence) => said.push(sentence),
		...options,
	});
	onTestFinished(() => server.close());
	return { ...server, clock, settingsPath, said };
}

export type Call = {
	method?: string;
	origin?: string;
	bearer?: string;
	body?: unknown;
	headers?: Record<string, string>;
};

export function call(
	server: RunningServer,
	path: string,
	{ method = "GET", origin, bearer, body, headers = {} }: Call = {},
): Promise<Response> {
	return fetch(server.url + path, {
		method,
		headers: {
			...(origin !== undefined && { Origin: origin }),
			...(bearer !== undefined && { Authorization: `Bearer ${bearer}` }),
			...(body !== undefined && { "Content-Type": "application/json" }),
			...headers,
		},
		...(body !== undefined && {
			body: typeof body === "string" ? body : JSON.stringify(body),
		}),
	});
}

const ice = {
	iceServers: v.array(v.unknown()),
	icePolicy: v.string(),
	iceExpiresInSeconds: v.optional(v.number()),
};
const credentials = {
	peerId: v.string(),
	ticket: v.string(),
	manage: v.string(),
	...ice,
};
const sessionSchema = v.strictObject({
	...credentials,
	route: v.string(),
	settings: v.looseObject({ company: v.string() }),
	expiresInSeconds: v.number(),
});
const joinedSchema = v.strictObject({
	...credentials,
	visitorPeerId: v.string(),
});
const ticketSchema = v.strictObject({
	ticket: v.string(),
	...ice,
	settings: v.optional(v.looseObject({ company: v.string() })),
});
const routeSchema = v.strictObject({
	route: v.string(),
	expiresInSeconds: v.number(),
});

export async function startSession(server: RunningServer) {
	const response = await call(server, "/sessions", {
		method: "POST",
		origin: "null",
		body: { group: "acme", site: "production" },
	});
	return v.parse(sessionSchema, await response.json());
}

export async function joinRoute(
	server: RunningServer,
	route: string,
	bearer = AGENT_TOKEN,
) {
	const response = await call(server, "/joins", {
		method: "POST",
		origin: EXTENSION_ORIGIN,
		bearer,
		body: { route },
	});
	return v.parse(joinedSchema, await response.json());
}

export async function freshTicket(
	server: RunningServer,
	bearer: string,
): Promise<string> {
	const response = await call(server, "/tickets", { method: "POST", bearer });
	return v.parse(ticketSchema, await response.json()).ticket;
}

export async function renewRoute(server: RunningServer, bearer: string) {
	const response = await call(server, "/sessions/route", {
		method: "POST",
		bearer,
	});
	return v.parse(routeSchema, await response.json()).route;
}

export const errorSchema = v.strictObject({
	error: v.string(),
	message: v.string(),
});

/** What comes in over one socket, to be awaited message by message. */
export type TestSocket = {
	socket: WebSocket;
	/** The next message, parsed. */
	next(): Promise<unknown>;
	/** How many have come and were not read. */
	waiting(): number;
	/** The close code. */
	closed: Promise<number>;
	send(message: unknown): void;
};

export type SocketQuery = {
	peerId: string;
	ticket: string;
	origin?: string | null;
	key?: string;
};

/** Opens a socket as PeerJS does. Rejects with the HTTP status where it is refused. */
export function openSocket(
	server: RunningServer,
	{ peerId, ticket, origin = "null", key = "peerjs" }: SocketQuery,
): Promise<TestSocket> {
	const query = new URLSearchParams({
		key,
		id: peerId,
		token: ticket,
		version: "1.5.5",
	});
	const socket = new WebSocket(
		`${server.url.replace("http", "ws")}/peerjs?${query}`,
		origin === null ? {} : { origin },
	);
	onTestFinished(() => socket.terminate());
	const arrived: unknown[] = [];
	const waiting: ((message: unknown) => void)[] = [];
	socket.on("message", (raw) => {
		const message: unknown = JSON.parse(String(raw));
		const first = waiting.shift();
		if (first === undefined) arrived.push(message);
		else first(message);
	});
	const closed = new Promise<number>((resolve) =>
		socket.on("close", (code) => resolve(code)),
	);
	return new Promise((resolve, reject) => {
		socket.on("error", reject);
		socket.on("unexpected-response", (_request, response) => {
			response.resume();
			reject(new Error(`refused with ${response.statusCode}`));
		});
		socket.on("open", () =>
			resolve({
				socket,
				closed,
				next: () =>
					arrived.length > 0
						? Promise.resolve(arrived.shift())
						: new Promise((seen) => waiting.push(seen)),
				waiting: () => arrived.length,
				send: (message) =>
					socket.send(
						typeof message === "string" ? message : JSON.stringify(message),
					),
			}),
		);
	});
}

export function offer(dst: string, extra: Record<string, unknown> = {}) {
	return {
		type: "OFFER",
		dst,
		payload: {
			sdp: { type: "offer", sdp: "v=0" },
			type: "data",
			connectionId: "dc_1",
			label: "dc_1",
			reliable: true,
			serialization: "raw",
		},
		...extra,
	};
}

/** A visitor and an agent who joined, both with an open socket that has said OPEN. */
export async function introducedPair(server: RunningServer) {
	const session = await startSession(server);
	const joined = await joinRoute(server, session.route);
	const visitor = await openSocket(server, session);
	const agent = await openSocket(server, {
		...joined,
		origin: EXTENSION_ORIGIN,
	});
	await visitor.next();
	await agent.next();
	return { session, joined, visitor, agent };
}
