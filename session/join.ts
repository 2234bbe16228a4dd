import { abilities } from "./abilities.ts";
import { IntroductionError, introduce, type PairedLink } from "./introduce.ts";
import { parseSessionKey } from "./key.ts";
import { type OpenPeer, openPeer, PeerLinkError } from "./peer-link.ts";
import { createRedial } from "./redial.ts";
import {
	agentSettings,
	joinRoute,
	newTicket,
	type Readmitted,
	SignalingError,
} from "./signaling-api.ts";
import { type AgentWayBack, resumeSecret } from "./way-back.ts";

/**
 * Every key that does not work is answered after the same time, with the same words, whether it is wrong, lapsed or
 * nobody's. Long enough for dialling and pairing with a visitor far away; a path that takes still
 * longer is not cut off.
 */
const KEY_ANSWER_MS = 6_000;

export type JoinFailure =
	| "malformed"
	/** Wrong, lapsed, used or unknown: which one is not told. */
	| "key"
	| "other-version"
	| "sign-in"
	| "rate-limited"
	| "offline"
	/** The server knows nothing any more of the session that this page was in: it was started anew. */
	| "no-way-back"
	| "cancelled";

export class JoinError extends Error {
	override name = "JoinError";
	constructor(readonly failure: JoinFailure) {
		super(`Not joined: ${failure}`);
	}
}

export type AgentOptions = {
	/** The signaling server, as a URL ending in a slash. */
	server: string;
	/** The agent's sign-in token. */
	signIn: string;
	/** The server does not know the agent any more: their right to share was taken back. */
	onRevoked(): void;
	/** Ends the attempt, and later the link. */
	signal: AbortSignal;
};

export type JoinOptions = AgentOptions & {
	/** As typed. */
	key: string;
};

/** The visitor, found. */
export type JoinedVisitor = {
	link: PairedLink;
	/** Finds the same visitor again when the link is lost. Rejects when nobody answers who is the same. */
	redial(signal: AbortSignal): Promise<PairedLink>;
	/** For a page that is loaded anew. */
	wayBack: AgentWayBack;
};

/** Dials the visitor whose key this is and pairs with them. Rejects with a JoinError. */
export async function joinVisitor(
	options: JoinOptions,
): Promise<JoinedVisitor> {
	const { server, signIn, signal } = options;
	const key = parseSessionKey(options.key);
	if (key === undefined) throw new JoinError("malformed");
	const answerAt = new Promise<void>((resolve) =>
		setTimeout(resolve, KEY_ANSWER_MS),
	);
	const attempt = new AbortController();
	try {
		const joined = await joinRoute(server, signIn, { route: key.route });
		const peer = await openPeer({
			...joined,
			serverUrl: server,
			readmit: () => readmitted(options, joined.manage),
			signal: AbortSignal.any([signal, attempt.signal]),
		});
		const link = await peer.dial(joined.visitorPeerId, signal);
		const paired = await introduce(link, {
			role: "agent",
			secret: key.secret,
			sessionId: key.route,
			can: abilities(),
		});
		const { manage, peerId, visitorPeerId } = joined;
		const secret = resumeSecret(paired.secret);
		const { route } = key;
		const wayBack = { manage, peerId, visitorPeerId, route, secret };
		return { link: paired, wayBack, redial: redialBy(peer, wayBack) };
	} catch (error) {
		attempt.abort();
		if (signal.aborted) throw new JoinError("cancelled");
		const failure = failureOf(error);
		if (failure === "key") await answerAt;
		throw new JoinError(failure);
	}
}

/**
 * Finds the visitor of a session again whose page here was loaded anew. Tries until it succeeds; rejects with a
 * JoinError when the server knows nothing of it, or when aborted.
 */
export async function rejoinVisitor(
	options: AgentOptions,
	wayBack: AgentWayBack,
): Promise<JoinedVisitor> {
	const { server, signal } = options;
	try {
		const { manage, peerId } = wayBack;
		const peer = await openPeer({
			...(await readmitted(options, manage)),
			serverUrl: server,
			peerId,
			readmit: () => readmitted(options, manage),
			signal,
		});
		const redial = redialBy(peer, wayBack);
		const link = await new Promise<PairedLink>((resolve, reject) => {
			const trying = createRedial({ dial: redial, onLink: resolve });
			signal.addEventListener("abort", () => {
				trying.stop();
				reject(signal.reason);
			});
			trying.start();
		});
		return { link, redial, wayBack };
	} catch (error) {
		if (signal.aborted) throw new JoinError("cancelled");
		const isForgotten =
			error instanceof SignalingError && error.code === "unknown-session";
		throw new JoinError(isForgotten ? "no-way-back" : failureOf(error));
	}
}

function redialBy(
	peer: OpenPeer,
	{ visitorPeerId, route, secret }: AgentWayBack,
): JoinedVisitor["redial"] {
	return async (signal) =>
		introduce(await peer.dial(visitorPeerId, signal), {
			role: "agent",
			secret,
			sessionId: route,
			can: abilities(),
		});
}

/**
 * The server ends the socket of an agent whose sign-in was taken back, so asking for a new ticket tells. A server that
 * only forgot this session (a restart) still knows the agent.
 */
async function readmitted(
	{ server, signIn, onRevoked }: AgentOptions,
	manage: string,
): Promise<Readmitted> {
	try {
		return await newTicket(server, manage);
	} catch (refused) {
		const stillAgent = await agentSettings(server, signIn).then(
			() => true,
			(error: unknown) =>
				!(error instanceof SignalingError && error.failure === "sign-in"),
		);
		if (!stillAgent) onRevoked();
		throw refused;
	}
}

function failureOf(error: unknown): JoinFailure {
	if (error instanceof IntroductionError)
		return error.failure === "other-version" ? "other-version" : "key";
	if (error instanceof SignalingError) {
		switch (error.failure) {
			case "sign-in":
			case "rate-limited":
			case "offline":
				return error.failure;
			case "unknown":
			case "unexpected":
				return "offline";
			default:
				return error.failure satisfies never;
		}
	}
	if (error instanceof PeerLinkError && error.failure === "server")
		return "offline";
	return "key";
}
