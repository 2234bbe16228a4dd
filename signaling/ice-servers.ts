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

/**
 * The entries for one session. Where a secret is shared with the TURN server, its credentials are made for this
 * session and end by themselves (draft-uberti-behave-turn-rest; coturn's `use-auth-secret`).
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
