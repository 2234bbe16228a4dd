import { createHmac, randomBytes } from "node:crypto";
import * as v from "valibot";

const TURN_LIFETIME_SECONDS = 14_400;

const address = v.pipe(
	v.string(),
	v.maxLength(512),
	v.regex(
		/^(?:stuns?|turns?):[^\s]+$/,
		"must begin with stun:, stuns:, turn: or turns:",
	),
);

/** An entry of RTCConfiguration.iceServers, or one with `secret`: the static-auth-secret shared with a TURN server. */
const iceServerSchema = v.strictObject({
	urls: v.union([
		address,
		v.pipe(v.array(address), v.minLength(1), v.maxLength(8)),
	]),
	username: v.optional(v.pipe(v.string(), v.maxLength(512))),
	credential: v.optional(v.pipe(v.string(), v.maxLength(512))),
	secret: v.optional(v.pipe(v.string(), v.minLength(8), v.maxLength(512))),
});

export const iceServersSchema = v.pipe(
	v.array(iceServerSchema),
	v.maxLength(8),
);

export type ConfiguredIceServer = v.InferOutput<typeof iceServerSchema>;

/** What a browser is given. */
export type IceServer = {
	urls: string | string[];
	username?: string;
	credential?: string;
};

/** `relay`: browsers meet by TURN alone, so neither learns the other's network address. */
export type IcePolicy = "all" | "relay";

export type ConfiguredIce = {
	iceServers: readonly ConfiguredIceServer[];
	icePolicy: IcePolicy;
};

/** What a browser is told of how it may reach another. */
export type Ice = {
	iceServers: IceServer[];
	icePolicy: IcePolicy;
	/** Where credentials were made for it: for how long. A new connection after that needs new ones, by POST /tickets. */
	iceExpiresInSeconds?: number;
};

/** For one browser, now. */
export function iceFor({ iceServers, icePolicy }: ConfiguredIce): Ice {
	const expires = iceServers.some(({ secret }) => secret !== undefined);
	return {
		iceServers: iceServersFor(iceServers),
		icePolicy,
		...(expires && { iceExpiresInSeconds: TURN_LIFETIME_SECONDS }),
	};
}

/** Where a relay could be had at all. */
export function hasTurn(iceServers: readonly ConfiguredIceServer[]): boolean {
	return iceServers
		.flatMap(({ urls }) => urls)
		.some((url) => /^turns?:/.test(url));
}

/**
 * The entries for one session. Where a secret is shared with the TURN server, its credentials are made for this
 * session and end by themselves (draft-uberti-behave-turn-rest; coturn's `use-auth-secret`). What was allocated with
 * them goes on: coturn asks for a time that has not passed only where a session begins.
 */
export function iceServersFor(
	configured: readonly ConfiguredIceServer[],
	nowSeconds = Math.floor(Date.now() / 1_000),
): IceServer[] {
	return configured.map(({ urls, username, credential, secret }) => {
		if (secret === undefined)
			return {
				urls,
				...(username !== undefined && { username }),
				...(credential !== undefined && { credential }),
			};
		const temporary = `${nowSeconds + TURN_LIFETIME_SECONDS}:${randomBytes(8).toString("hex")}`;
		return {
			urls,
			username: temporary,
			credential: createHmac("sha1", secret).update(temporary).digest("base64"),
		};
	});
}
