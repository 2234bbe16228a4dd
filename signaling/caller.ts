import type { IncomingMessage } from "node:http";
import { isIPv6 } from "node:net";
import { TLSSocket } from "node:tls";

/** Where a request comes from and under which name it reached us. */
export type Caller = {
	/** The Origin header: the page that asks. Undefined where the caller is no browser's page. */
	origin: string | undefined;
	/** Ours, as the caller sees it: `https://share.example.org`. Undefined when the Host header is none. */
	ownOrigin: string | undefined;
	/** Key of the address for rates: an IPv4 address, or the /64 of an IPv6 one. */
	address: string;
	/** Whether the caller reached us, or the proxy before us, by TLS. */
	tls: boolean;
};

/** What the operator has said about the way to us. */
export type Way = {
	/** Origin of the public address, when one is configured. */
	publicOrigin: string | undefined;
	/** Reverse proxies of the operator's own in front of us: as many X-Forwarded-For entries are believed. */
	proxies: number;
};

const HOST =
	/^(?:[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?|\[[0-9a-f:.]{2,45}\])(?::[0-9]{1,5})?$/i;

export function callerOf(request: IncomingMessage, way: Way): Caller {
	const { headers, socket } = request;
	const forwarded = headerList(headers["x-forwarded-proto"]);
	const forwardedTls =
		way.proxies > 0 &&
		(forwarded.at(-way.proxies) ?? forwarded[0])?.toLowerCase() === "https";
	const tls = socket instanceof TLSSocket || forwardedTls;
	const { host } = headers;
	const named =
		host !== undefined && HOST.test(host)
			? `${tls ? "https" : "http"}://${host}`
			: undefined;
	// Through the parser, so that the default port and capitals read as a browser writes them.
	const fromHost =
		named !== undefined && URL.canParse(named)
			? new URL(named).origin
			: undefined;
	return {
		origin: headers.origin,
		ownOrigin: way.publicOrigin ?? fromHost,
		address: addressKey(addressOf(request, way.proxies)),
		tls,
	};
}

/** The entry that the outermost of our own proxies wrote; what stands before it anybody may have made up. */
function addressOf(request: IncomingMessage, proxies: number): string {
	const direct = request.socket.remoteAddress ?? "";
	if (proxies === 0) return direct;
	const list = headerList(request.headers["x-forwarded-for"]);
	return list.at(-proxies) ?? list[0] ?? direct;
}

function headerList(header: string | string[] | undefined): string[] {
	return [header ?? []]
		.flat()
		.flatMap((line) => line.split(","))
		.map((entry) => entry.trim())
		.filter((entry) => entry !== "");
}

/** One household or phone has a whole /64 of IPv6 addresses: it counts as one. */
function addressKey(address: string): string {
	const plain = address.replace(/^::ffff:(?=[0-9.]+$)/i, "").slice(0, 64);
	if (!isIPv6(plain)) return plain;
	const [head = "", tail] = plain.split("%")[0]?.split("::") ?? [];
	const before = head === "" ? [] : head.split(":");
	const after = tail === undefined || tail === "" ? [] : tail.split(":");
	const zeros = Array<string>(Math.max(0, 8 - before.length - after.length));
	return [...before, ...zeros.fill("0"), ...after]
		.slice(0, 4)
		.map((group) => Number.parseInt(group, 16).toString(16))
		.join(":");
}

/** Pages that may call. The visitor's frame is sandboxed, so its origin reads `null` and proves nothing by itself. */
export type Audience = "visitor" | "agent" | "both";

/** Exact comparison only: an Origin header has one spelling. */
export function isAllowedOrigin(
	{ origin, ownOrigin }: Caller,
	audience: Audience,
	extensionOrigins: readonly string[],
): boolean {
	if (origin === undefined) return false;
	if (audience !== "agent" && (origin === "null" || origin === ownOrigin))
		return true;
	return audience !== "visitor" && extensionOrigins.includes(origin);
}
