/** How a browser may reach another: as the signaling server says, and not for ever, for TURN credentials end. */

/** As the signaling server names it. */
export type IceServer = {
	urls: string | string[];
	username?: string | undefined;
	credential?: string | undefined;
};

export type Ice = {
	/** Ours, possibly none: PeerJS's own default names third parties. */
	iceServers: readonly IceServer[];
	/** `relay`: by TURN only. */
	icePolicy?: RTCIceTransportPolicy | undefined;
	/** The credentials in it are good for this long; undefined: they do not end. */
	iceExpiresInSeconds?: number | undefined;
};

export interface FreshIce {
	/** More than half of their time is over: a connection that is made now wants newer ones. */
	readonly isStale: boolean;
	/** Newer ones have come by themselves. */
	take(ice: Ice): void;
	/** Asks for newer ones where these are stale. Never rejects: without any, these are tried. */
	renew(): Promise<void>;
}

/** A network that is just coming back must not hold a connection up: it may be a direct one. Milliseconds. */
const RENEW_LIMIT_MS = 3_000;

export function createFreshIce(options: {
	first: Ice;
	/** Asks the server; undefined: there is nobody to ask. */
	ask: (() => Promise<Ice>) | undefined;
	/** From now on connections are made with these. */
	use(config: RTCConfiguration): void;
	/** Milliseconds of the wall clock: a sleeping laptop's other clocks may stand still. For tests. */
	now?: () => number;
}): FreshIce {
	const { ask, use, now = Date.now } = options;
	let staleAt = staleFrom(options.first);
	let renewing: Promise<void> | undefined;

	function staleFrom({ iceExpiresInSeconds }: Ice): number {
		if (iceExpiresInSeconds === undefined) return Number.POSITIVE_INFINITY;
		return now() + iceExpiresInSeconds * 500;
	}

	function take(ice: Ice): void {
		staleAt = staleFrom(ice);
		use(rtcConfiguration(ice));
	}

	const isStale = () => ask !== undefined && now() >= staleAt;

	return {
		get isStale() {
			return isStale();
		},
		take,
		renew() {
			if (!isStale() || ask === undefined) return Promise.resolve();
			renewing ??= Promise.race([ask().then(take, () => {}), limit()]).finally(
				() => {
					renewing = undefined;
				},
			);
			return renewing;
		},
	};
}

function limit(): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve, RENEW_LIMIT_MS));
}

export function rtcConfiguration({
	iceServers,
	icePolicy = "all",
}: Ice): RTCConfiguration {
	// The DOM's type wants an array that may be written to, and no undefined in it.
	const written = iceServers.map(({ urls, username, credential }) => ({
		urls,
		...(username !== undefined && { username }),
		...(credential !== undefined && { credential }),
	}));
	return { iceServers: written, iceTransportPolicy: icePolicy };
}
