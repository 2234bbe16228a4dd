import {
	createServer,
	type IncomingMessage,
	type ServerResponse,
} from "node:http";
import type { Duplex } from "node:stream";
import type { Account } from "./account/account.ts";
import type { OidcConfiguration } from "./account/oidc-configuration.ts";
import { isAdminPage, replyAdminPage } from "./admin-page.ts";
import { createApi } from "./api.ts";
import { callerOf } from "./caller.ts";
import { type Clock, systemClock } from "./clock.ts";
import type { CompanySignIn } from "./company-sign-in.ts";
import { type Groups, openGroupFile } from "./groups.ts";
import type { ConfiguredIceServer, IcePolicy } from "./ice-servers.ts";
import { DEFAULT_LIMITS, type Limits } from "./limits.ts";
import { createMemoryRegistry } from "./memory-registry.ts";
import { leaveMessage } from "./peer-messages.ts";
import { createPeerSockets, endUpgrade } from "./peer-sockets.ts";
import { createRateLimit } from "./rate-limit.ts";
import { createMemoryRelay } from "./relay.ts";
import { CallError, replyError, setCommonHeaders, tooMany } from "./reply.ts";
import { replyStaticFile } from "./static-files.ts";
import { readStaticFolder, type StaticFile } from "./static-folder.ts";

export type ServerOptions = {
	/**
	 * Path of the JSON file with the group's settings. With a database it is where its first group comes from; without
	 * one it is needed.
	 */
	settings?: string | undefined;
	/** Address of the account's database: `file:` and a path, or a libSQL server. */
	database?: string | undefined;
	databaseToken?: string | undefined;
	/** 0, the default, takes a free port. */
	port?: number;
	/** Address to listen on; this machine alone by default. */
	host?: string;
	/** Origin under which browsers reach this server. By default what their Host header says. */
	publicUrl?: string | undefined;
	/** Folder with the built snippet; without it no files are served. */
	static?: string | undefined;
	/** Folder with the built administrator's page; served where there is a database. */
	admin?: string | undefined;
	/** Origins of the agents' extension. */
	extensionOrigins?: readonly string[];
	iceServers?: readonly ConfiguredIceServer[];
	/** `relay`: browsers meet by TURN alone. */
	icePolicy?: IcePolicy;
	/** Reverse proxies of the operator's own in front of this server. */
	proxies?: number;
	/** Agents sign in with their company's identity provider; needs a database. */
	oidc?: OidcConfiguration | undefined;
	/** Lets programs that send no Origin header open sockets. */
	allowMissingOrigin?: boolean;
	limits?: Partial<Limits>;
	clock?: Clock;
	/** One sentence an event. Silent by default. */
	log?: (sentence: string) => void;
};

export type RunningServer = {
	/** Where it answers, without a slash at the end. */
	url: string;
	port: number;
	/** Ends all sockets and calls; resolves when nothing is left open. */
	close(): Promise<void>;
};

/** Of the extension's fixed key in manifest.json. */
export const EXTENSION_ORIGIN =
	"chrome-extension://pakcnkeioolmfioncnobceoalpdhbcga";

const SWEEP_EVERY_MS = 1_000;
/** HTTP connections beside the sockets. */
const MAX_IDLE_CONNECTIONS = 5_000;

/**
 * Starts the one server process. Rejects with a sentence when the settings or the folder cannot be used, or the port
 * is taken.
 */
export async function startServer(
	options: ServerOptions,
): Promise<RunningServer> {
	const clock = options.clock ?? systemClock;
	const log = options.log ?? (() => {});
	const limits = { ...DEFAULT_LIMITS, ...options.limits };
	const extensionOrigins = options.extensionOrigins ?? [EXTENSION_ORIGIN];
	const way = {
		publicOrigin: options.publicUrl && new URL(options.publicUrl).origin,
		proxies: options.proxies ?? 0,
	};
	const files: ReadonlyMap<string, StaticFile> =
		options.static === undefined ? new Map() : readStaticFolder(options.static);
	const registry = createMemoryRegistry(clock);
	const relay = createMemoryRelay(clock);
	const fileRequests = createRateLimit(limits.files, clock);
	const { groups, account } = await openGroups(options, clock, log);
	const company = await openCompany(options, account);
	const admin = account?.createAdmin({
		clock,
		limits,
		extensionOrigins,
		onAgentRevoked,
	});
	// Without an account there is nothing to administer.
	const adminPage: ReadonlyMap<string, StaticFile> | undefined =
		account === undefined || options.admin === undefined
			? undefined
			: readStaticFolder(options.admin);
	const api = createApi({
		groups,
		registry,
		clock,
		limits,
		extensionOrigins,
		ice: {
			iceServers: options.iceServers ?? [],
			icePolicy: options.icePolicy ?? "all",
		},
		company,
	});
	const sockets = createPeerSockets({
		registry,
		relay,
		clock,
		limits,
		extensionOrigins,
		allowMissingOrigin: options.allowMissingOrigin ?? false,
	});

	/** Who deals with the agent is told too: what is open between the two does not pass the server. */
	async function onAgentRevoked(group: string, agent: string): Promise<void> {
		for (const { peerId, contacts } of await registry.endAgent(group, agent)) {
			sockets.end(peerId);
			for (const contact of contacts)
				await relay.send(peerId, contact, leaveMessage(peerId, contact));
		}
	}

	async function answer(
		request: IncomingMessage,
		response: ServerResponse,
	): Promise<void> {
		const caller = callerOf(request, way);
		setCommonHeaders(response, caller.tls);
		const url = urlOf(request);
		if (url === undefined || caller.ownOrigin === undefined)
			throw new CallError(400, "bad-request", "This request is not readable.");
		if (api.has(url.pathname))
			return api.answer(url.pathname, request, response, caller);
		if (admin?.has(url.pathname))
			return admin.answer(url, request, response, caller);
		const wait = fileRequests.take(caller.address);
		if (wait > 0) throw tooMany(wait);
		if (adminPage !== undefined && isAdminPage(url.pathname))
			return replyAdminPage(adminPage, url.pathname, request, response);
		return replyStaticFile(files, groups, url, request, response, caller);
	}

	function fail(response: ServerResponse, error: unknown): void {
		if (response.headersSent) {
			response.destroy();
			return;
		}
		if (error instanceof CallError) {
			replyError(response, error);
			return;
		}
		// A caller that went away in the middle of its body is no event.
		if (response.destroyed) return;
		log(`A call failed: ${nameOf(error)}.`);
		replyError(
			response,
			new CallError(500, "internal", "Something went wrong here."),
		);
	}

	const server = createServer(
		{
			headersTimeout: 10_000,
			requestTimeout: 15_000,
			keepAliveTimeout: 10_000,
			connectionsCheckingInterval: 5_000,
			maxHeaderSize: 16_384,
		},
		(request, response) => {
			answer(request, response).catch((error) => fail(response, error));
		},
	);
	// Beyond it, connections are dropped before they cost anything.
	server.maxConnections = limits.openSockets + MAX_IDLE_CONNECTIONS;
	server.on("upgrade", (request: IncomingMessage, stream: Duplex, head) => {
		const caller = callerOf(request, way);
		if (urlOf(request)?.pathname !== "/peerjs") return endUpgrade(stream, 404);
		sockets.upgrade(request, stream, head, caller).catch(() => {
			stream.destroy();
		});
	});
	const stopSweeping = clock.every(SWEEP_EVERY_MS, () => {
		registry.sweep();
		relay.sweep();
	});

	const host = options.host ?? "127.0.0.1";
	async function close(): Promise<void> {
		stopSweeping();
		sockets.close();
		account?.close();
		await new Promise<void>((resolve) => {
			server.close(() => resolve());
			server.closeAllConnections();
		});
	}
	try {
		await listen(server, options.port ?? 0, host);
	} catch (error) {
		await close();
		throw error;
	}
	const bound = server.address();
	const port = typeof bound === "object" && bound !== null ? bound.port : 0;
	const url = `http://${reachable(host)}:${port}`;
	await account?.sayWhoIsMissing(options.publicUrl ?? url);
	return { url, port, close };
}

/** The database is loaded only where one is used: its client is a native program. */
async function openGroups(
	options: ServerOptions,
	clock: Clock,
	log: (sentence: string) => void,
): Promise<{ groups: Groups; account?: Account }> {
	if (options.database === undefined) {
		if (options.settings === undefined)
			throw new Error("There are neither settings nor a database.");
		return { groups: openGroupFile(options.settings, clock, log) };
	}
	const { openAccount } = await import("./account/account.ts");
	const account = await openAccount({ ...options, log });
	return { groups: account.groups, account };
}

async function openCompany(
	{ oidc }: ServerOptions,
	account: Account | undefined,
): Promise<CompanySignIn | undefined> {
	if (oidc === undefined) return undefined;
	try {
		return await account?.openCompanySignIn(oidc);
	} catch (error) {
		account?.close();
		throw error;
	}
}

function listen(
	server: ReturnType<typeof createServer>,
	port: number,
	host: string,
): Promise<void> {
	return new Promise((resolve, reject) => {
		server.once("error", reject);
		server.listen(port, host, () => {
			server.off("error", reject);
			resolve();
		});
	});
}

/** An address that can be dialled: a server that listens everywhere is reached on this machine. */
function reachable(host: string): string {
	if (host === "0.0.0.0" || host === "::" || host === "") return "127.0.0.1";
	return host.includes(":") ? `[${host}]` : host;
}

/** Only the path form of a request is served; proxies' absolute form and `*` are not. */
function urlOf({ url = "" }: IncomingMessage): URL | undefined {
	if (!url.startsWith("/") || url.startsWith("//")) return undefined;
	return URL.canParse(`http://localhost${url}`)
		? new URL(`http://localhost${url}`)
		: undefined;
}

function nameOf(error: unknown): string {
	return error instanceof Error ? error.name : "unknown";
}
