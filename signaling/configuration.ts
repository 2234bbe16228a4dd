import { existsSync, statSync } from "node:fs";
import * as v from "valibot";
import {
	type OidcConfiguration,
	readOidcConfiguration,
} from "./account/oidc-configuration.ts";
import {
	type ConfiguredIceServer,
	hasTurn,
	type IcePolicy,
	iceServersSchema,
} from "./ice-servers.ts";
import { EXTENSION_ORIGIN } from "./server.ts";

/** What the operator decides, from the environment. */
export type Configuration = {
	port: number;
	host: string;
	publicUrl: string | undefined;
	settings: string | undefined;
	database: string | undefined;
	databaseToken: string | undefined;
	static: string | undefined;
	admin: string | undefined;
	extensionOrigins: string[];
	iceServers: ConfiguredIceServer[];
	icePolicy: IcePolicy;
	proxies: number;
	oidc: OidcConfiguration | undefined;
};

/** All that is wrong, one sentence a line. */
export class ConfigurationError extends Error {
	override name = "ConfigurationError";
	constructor(readonly sentences: readonly string[]) {
		super(sentences.join("\n"));
	}
}

/** Reads the configuration. Throws a ConfigurationError that names every mistake at once. */
export function readConfiguration(
	environment: Readonly<Record<string, string | undefined>>,
): Configuration {
	const wrong: string[] = [];
	/** An empty variable counts as one that is not set. */
	function read<T>(name: string, fallback: T, parse: (text: string) => T): T {
		const text = environment[name]?.trim() ?? "";
		if (text === "") return fallback;
		try {
			return parse(text);
		} catch (error) {
			const sentence = error instanceof Error ? error.message : String(error);
			wrong.push(`${name} ${sentence}`);
			return fallback;
		}
	}
	const configuration: Configuration = {
		port: read("DOCSIDE_PORT", 9000, (text) => whole(text, 65_535)),
		host: read("DOCSIDE_HOST", "127.0.0.1", host),
		publicUrl: read<string | undefined>(
			"DOCSIDE_PUBLIC_URL",
			undefined,
			publicUrl,
		),
		settings: read<string | undefined>("DOCSIDE_SETTINGS", undefined, (text) =>
			present(text, "file"),
		),
		database: read<string | undefined>(
			"DOCSIDE_DATABASE",
			undefined,
			databaseAddress,
		),
		databaseToken: read<string | undefined>(
			"DOCSIDE_DATABASE_TOKEN",
			undefined,
			(text) => text,
		),
		static: read<string | undefined>("DOCSIDE_STATIC", undefined, (text) =>
			present(text, "folder"),
		),
		admin: read<string | undefined>("DOCSIDE_ADMIN", undefined, (text) =>
			present(text, "folder"),
		),
		extensionOrigins: read(
			"DOCSIDE_EXTENSION_ORIGINS",
			[EXTENSION_ORIGIN],
			extensionOrigins,
		),
		iceServers: read("DOCSIDE_ICE_SERVERS", [], iceServers),
		icePolicy: read<IcePolicy>("DOCSIDE_ICE_POLICY", "all", icePolicy),
		proxies: read("DOCSIDE_TRUST_PROXY", 0, (text) => whole(text, 10)),
		oidc: readOidcConfiguration(environment, read, wrong),
	};
	const set = (name: string) => (environment[name]?.trim() ?? "") !== "";
	if (!set("DOCSIDE_SETTINGS") && !set("DOCSIDE_DATABASE"))
		wrong.unshift(
			"DOCSIDE_SETTINGS is missing: it must be the path of the JSON file with the settings. Or set DOCSIDE_DATABASE.",
		);
	if (configuration.icePolicy === "relay" && !hasTurn(configuration.iceServers))
		wrong.push(
			"DOCSIDE_ICE_POLICY is relay, but DOCSIDE_ICE_SERVERS names no turn: or turns: address: no two browsers would meet.",
		);
	if (wrong.length > 0) throw new ConfigurationError(wrong);
	return configuration;
}

/** Also for the command line, which needs nothing else of the configuration. */
export function databaseAddress(text: string): string {
	if (/^file:[^?#]+$/.test(text)) return text;
	if (/^(?:libsql|https?|wss?):\/\/[^/]/.test(text) && URL.canParse(text))
		return text;
	throw new Error(
		"must be file: and a path, such as file:/var/lib/docside/account.db, or the address of a libSQL server.",
	);
}

function whole(text: string, max: number): number {
	const number = /^[0-9]{1,6}$/.test(text) ? Number(text) : Number.NaN;
	if (number <= max) return number;
	throw new Error(
		`must be a whole number from 0 to ${max}, not ${shown(text)}.`,
	);
}

function host(text: string): string {
	if (/^[A-Za-z0-9.:-]{1,253}$/.test(text)) return text;
	throw new Error(`must be an address or a host name, not ${shown(text)}.`);
}

function publicUrl(text: string): string {
	const url = URL.canParse(text) ? new URL(text) : undefined;
	const web = url?.protocol === "https:" || url?.protocol === "http:";
	if (url === undefined || !web || `${url.origin}/` !== url.href)
		throw new Error(
			`must be an address such as https://share.example.org, without a path, not ${shown(text)}.`,
		);
	return url.origin;
}

function present(path: string, what: "file" | "folder"): string {
	if (!existsSync(path))
		throw new Error(`names a ${what} that does not exist.`);
	const found = statSync(path);
	if (what === "file" ? found.isFile() : found.isDirectory()) return path;
	throw new Error(`must name a ${what}.`);
}

function extensionOrigins(text: string): string[] {
	const origins = text.split(/[\s,]+/).filter((origin) => origin !== "");
	for (const origin of origins)
		if (!/^(?:chrome|moz)-extension:\/\/[a-z0-9-]{1,64}$/.test(origin))
			throw new Error(
				`must be a list of origins such as ${EXTENSION_ORIGIN}, with nothing behind; ${shown(origin)} is none.`,
			);
	return origins;
}

function iceServers(text: string): ConfiguredIceServer[] {
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		throw new Error("is not JSON.");
	}
	const result = v.safeParse(iceServersSchema, value);
	if (result.success) return result.output;
	// Not the value: it may hold a secret.
	throw new Error(
		`must be a list such as [{"urls":"stun:stun.example.org"}]; it is wrong at ${v.getDotPath(result.issues[0]) ?? "the top"}.`,
	);
}

function icePolicy(text: string): IcePolicy {
	if (text === "all" || text === "relay") return text;
	throw new Error(`must be all or relay, not ${shown(text)}.`);
}

function shown(text: string): string {
	return JSON.stringify(text.slice(0, 80));
}
