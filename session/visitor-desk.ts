import type { VisitorSettings } from "../policy/settings.ts";
import { abilities } from "./abilities.ts";
import { IntroductionError, introduce, type PairedLink } from "./introduce.ts";
import { createSecret, groupDigits } from "./key.ts";
import { createKnownAgents } from "./known-agents.ts";
import type { Link } from "./link.ts";
import { openPeer } from "./peer-link.ts";
import {
	endRoute,
	type IntroducedAgent,
	introducedAgents,
	newTicket,
	renewRoute,
	SignalingError,
	type Started,
	startSession,
} from "./signaling-api.ts";
import type { VisitorWayBack } from "./way-back.ts";

/** Wrong digits burn a key after this many tries: an insider's chance stays below 3 in 10⁸ a key. */
const TRIES_A_KEY = 3;

/** So long an agent who is none any more has to leave by themselves. */
const LEAVING_MS = 2_000;

/**
 * An agent's end has proved itself. `settings` are cut down to what this agent's role may do, and `name` is the agent's
 * as the server knows it; undefined where the server does not say.
 */
export type OnAgent = (
	link: PairedLink,
	settings: VisitorSettings,
	name: string | undefined,
	peerId: string,
) => void;

export type DeskOptions = {
	/** The signaling server, as a URL ending in a slash. */
	server: string;
	group: string;
	site: "production" | "staging";
	on: {
		/** The group's settings, before anybody has come. */
		settings(settings: VisitorSettings): void;
		/** A key to show: at first, and whenever the one before has lapsed or was burnt. */
		key(digits: string): void;
		/** The key was replaced because somebody tried wrong digits. */
		burnt(): void;
		/** An agent's end knows the digits. The key is used up. */
		paired: OnAgent;
		/** Somebody who was in before has found us again over another link. */
		returned: OnAgent;
		/** Somebody who has paired is no agent any more: their right to share was taken back. */
		revoked(peerId: string): void;
		/** An agent's extension has another protocol: one of the two must be updated. The key stays good. */
		otherVersion(): void;
		/** A fresh key cannot be had: nobody is waited for. */
		lost(error: unknown): void;
	};
	/** The page was loaded anew in the middle of a session: nobody new is waited for, those who are known come again. */
	wayBack?: VisitorWayBack | undefined;
	signal: AbortSignal;
};

/** Where agents come to. */
export interface VisitorDesk {
	/** What the page must keep so that these people find it again after it was loaded anew. */
	wayBack(
		people: readonly { peerId: string; name: string }[],
	): VisitorWayBack | undefined;
	/** Waits for one more agent, by a fresh key. Does nothing while a key is waiting. */
	invite(): void;
	/** Takes the key back: nobody is waited for. Who has joined stays. */
	close(): void;
}

/**
 * Waits for an agent: asks the server for a route, shows the key, and pairs with whoever dials. Rejects with a
 * SignalingError when the server cannot be used. Aborting the signal takes the key back and leaves; an aborted desk
 * also ends the links of its session.
 */
export async function openVisitorDesk(
	options: DeskOptions,
): Promise<VisitorDesk> {
	const { server, site, on, signal } = options;
	const started = await (options.wayBack
		? goBack(server, options.wayBack)
		: startSession(server, { group: options.group, site }));
	const { manage, peerId, settings } = started;
	on.settings(settings);
	const known = createKnownAgents(
		{ can: abilities(), site },
		options.wayBack?.agents,
	);
	let route = started.route;
	let secret = createSecret();
	let tries = 0;
	/** Introductions under way: each may turn out to be a try, so all count while they last. */
	let meeting = 0;
	let isWaiting = options.wayBack === undefined;
	/** One for each agent who is waited for: an introduction that began in another one comes too late. */
	let wait = 1;
	let lapse: ReturnType<typeof setTimeout> | undefined;
	/** A route that is being given back. The next one is asked for behind it, or it would be given back itself. */
	let givingBack = Promise.resolve();

	function show(expiresInSeconds: number) {
		clearTimeout(lapse);
		lapse = setTimeout(() => void renew(), expiresInSeconds * 1_000);
		on.key(groupDigits({ route, secret }));
	}

	function stopWaiting() {
		isWaiting = false;
		wait += 1;
		// The digits are good for nothing more, whoever waits for whom next.
		secret = createSecret();
		clearTimeout(lapse);
		givingBack = endRoute(server, manage);
	}

	async function renew() {
		const isOver = () => signal.aborted || waited !== wait;
		const waited = wait;
		try {
			await givingBack;
			const fresh = await renewRoute(server, manage);
			if (isOver()) return;
			route = fresh.route;
			secret = createSecret();
			tries = 0;
			show(fresh.expiresInSeconds);
		} catch (error) {
			if (isOver()) return;
			stopWaiting();
			on.lost(error);
		}
	}

	async function meet(link: Link, from: string) {
		if (!isWaiting || tries + meeting >= TRIES_A_KEY) return link.close();
		const waited = wait;
		const tried = secret;
		meeting += 1;
		// Asked while the two pair. A server that cannot say leaves the rules of the whole group.
		const introduced = introducedAgents(server, manage).catch(() => []);
		try {
			const paired = await introduce(link, {
				role: "visitor",
				secret,
				sessionId: route,
				can: abilities(),
				site,
			});
			if (waited !== wait || signal.aborted) return paired.close();
			stopWaiting();
			known.add(from, route, paired);
			const agent = agentIn(await introduced, from);
			if (signal.aborted) return paired.close();
			on.paired(paired, settingsFor(settings, agent), agent?.name, from);
		} catch (error) {
			if (!(error instanceof IntroductionError)) throw error;
			if (waited !== wait) return;
			if (error.failure === "other-version") on.otherVersion();
			if (error.failure !== "not-paired" || tried !== secret) return;
			tries += 1;
			if (tries < TRIES_A_KEY) return;
			on.burnt();
			await renew();
		} finally {
			meeting -= 1;
		}
	}

	async function meetAgain(link: Link, from: string) {
		const introduced = introducedAgents(server, manage).catch(() => undefined);
		const paired = await known.meet(link, from);
		if (!paired) return;
		const agents = await introduced;
		const agent = agents && agentIn(agents, from);
		// Who is no agent any more does not come back.
		if (signal.aborted || (agents && !agent)) return paired.close();
		on.returned(paired, settingsFor(settings, agent), agent?.name, from);
	}

	/** An honest end leaves by itself when its right was taken back, and tells its own person why. */
	async function look(left: string) {
		if (!known.has(left)) return;
		await new Promise((resolve) => setTimeout(resolve, LEAVING_MS));
		const agents = await introducedAgents(server, manage).catch(
			() => undefined,
		);
		if (!agents || agentIn(agents, left) || signal.aborted) return;
		known.remove(left);
		on.revoked(left);
	}

	const peer = await openPeer({
		...started,
		serverUrl: server,
		readmit: () => newTicket(server, manage),
		onLeave: (left) => void look(left),
		signal,
	});
	signal.addEventListener("abort", () => {
		if (isWaiting) stopWaiting();
		peer.close();
	});
	peer.accept((link, from) => {
		void (known.has(from) ? meetAgain(link, from) : meet(link, from));
	});
	if (isWaiting) show(started.expiresInSeconds);

	return {
		invite() {
			if (isWaiting || signal.aborted) return;
			isWaiting = true;
			void renew();
		},
		close() {
			if (isWaiting) stopWaiting();
		},
		wayBack(people) {
			const agents = known.list(people);
			return agents.length === 0 ? undefined : { manage, peerId, agents };
		},
	};
}

/** The server still knows the session of the page before. Rejects with a SignalingError when it does not. */
async function goBack(
	server: string,
	{ manage, peerId }: VisitorWayBack,
): Promise<Started> {
	const { settings, ...again } = await newTicket(server, manage);
	if (!settings) throw new SignalingError("unexpected", "no visitor's ticket");
	return { ...again, settings, manage, peerId, route: "", expiresInSeconds: 0 };
}

function agentIn(
	agents: readonly IntroducedAgent[],
	from: string,
): IntroducedAgent | undefined {
	return agents.find(({ peerId }) => peerId === from);
}

function settingsFor(
	settings: VisitorSettings,
	agent: IntroducedAgent | undefined,
): VisitorSettings {
	if (agent === undefined) return settings;
	const links = settings.links.filter(({ id }) => agent.links.includes(id));
	return { ...settings, sharing: agent.sharing, links };
}
