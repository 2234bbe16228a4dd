import type { Role } from "../policy/rules.ts";
import type { DataFrame, Link, LinkReceiver } from "./link.ts";
import { type Message, type MessageOf, PROTOCOL } from "./messages.ts";
import { createPairing } from "./pairing.ts";

/** Either end answers at once, so this is a network that is stuck or an end that is none of ours. */
const INTRODUCTION_LIMIT_MS = 10_000;

/** Why two ends did not come together. */
export type IntroductionFailure =
	/** The other end speaks another version: one of the two must be updated. The key stays good. */
	| "other-version"
	/** Wrong digits, or somebody between the two. */
	| "not-paired"
	/** The link broke, or the other end said nothing in time. */
	| "lost";

export class IntroductionError extends Error {
	override name = "IntroductionError";
	constructor(readonly failure: IntroductionFailure) {
		super(`The two ends did not come together: ${failure}`);
	}
}

/** A link whose other end has proved that it knows the digits. */
export type PairedLink = Link & {
	/** What the other end is able to do. */
	readonly theirs: MessageOf<"hello">;
	/** 32 bytes that only the two ends know. */
	readonly secret: Uint8Array<ArrayBuffer>;
};

export type IntroductionOptions = {
	role: Role;
	/** The eight digits. */
	secret: string;
	/** The route. */
	sessionId: string;
	/** What this end is able to do. */
	can: string[];
	/** The visitor's: which version of the settings their page goes by. */
	site?: MessageOf<"hello">["site"];
	/** For tests of older and newer ends. */
	protocol?: number;
};

/**
 * Greets the other end and pairs with it. Until that is done nothing else is accepted. Resolves with the link; what
 * arrives behind the last `confirm` waits in it. Rejects with an IntroductionError, the link closed.
 */
export function introduce(
	link: Link,
	options: IntroductionOptions,
): Promise<PairedLink> {
	const { role, secret, sessionId, can, site, protocol = PROTOCOL } = options;
	const ourHello: MessageOf<"hello"> = {
		type: "hello",
		protocol,
		role,
		can,
		...(site !== undefined && { site }),
	};
	return new Promise((resolve, reject) => {
		let receiver: LinkReceiver | undefined;
		let theirs: MessageOf<"hello"> | undefined;
		let pairing: ReturnType<typeof createPairing> | undefined;
		const waiting: ((to: LinkReceiver) => void)[] = [];
		let settled = false;
		/**
		 * Our `confirm` is out: who tries digits can tell by it whether they were right, and may leave without a word.
		 * From here on a broken link counts as wrong digits.
		 */
		let confirming = false;
		const timer = setTimeout(
			() => fail(confirming ? "not-paired" : "lost"),
			INTRODUCTION_LIMIT_MS,
		);

		function fail(failure: IntroductionFailure) {
			if (settled) return;
			settled = true;
			clearTimeout(timer);
			link.close();
			reject(new IntroductionError(failure));
		}

		function succeed(
			hello: MessageOf<"hello">,
			shared: Uint8Array<ArrayBuffer>,
		) {
			settled = true;
			clearTimeout(timer);
			const paired: PairedLink = {
				fingerprints: link.fingerprints,
				theirs: hello,
				secret: shared,
				send: (message) => link.send(message),
				sendData: (frame) => link.sendData(frame),
				path: () => link.path(),
				close: () => link.close(),
				receive(to) {
					receiver = to;
					for (const deliver of waiting.splice(0)) deliver(to);
				},
			};
			resolve(paired);
		}

		function greet(message: Message) {
			if (message.type !== "hello") return fail("not-paired");
			if (role === "visitor") link.send(ourHello);
			if (message.protocol !== protocol) return fail("other-version");
			if (message.role === role) return fail("not-paired");
			theirs = message;
			pairing = createPairing({
				role,
				secret,
				sessionId,
				ourHello,
				theirHello: message,
				fingerprints: link.fingerprints,
			});
			link.send(pairing.pair);
		}

		function pair(message: Message) {
			if (message.type !== "pair" && message.type !== "confirm")
				return fail("not-paired");
			const next = pairing?.receive(message);
			if (next?.step === "confirm") {
				confirming = true;
				return link.send(next.send);
			}
			if (next?.step === "paired" && theirs)
				return succeed(theirs, next.secret);
			fail("not-paired");
		}

		function deliver(to: (receiver: LinkReceiver) => void) {
			if (receiver) to(receiver);
			else waiting.push(to);
		}

		// The agent dials and speaks first, before anything is heard: what answers their hello must come behind ours. The
		// visitor answers: now and then Chromium loses what is sent over a channel before its other end has seen it open.
		if (role === "agent") link.send(ourHello);
		link.receive({
			message(message) {
				if (!settled) return pairing ? pair(message) : greet(message);
				deliver((to) => to.message(message));
			},
			data(frame: DataFrame) {
				if (!settled) return fail("not-paired");
				deliver((to) => to.data(frame));
			},
			faltering(isFaltering) {
				// Who is still being introduced has a time limit anyhow.
				receiver?.faltering?.(isFaltering);
			},
			ended(end) {
				const suspect = confirming || end === "violation";
				if (!settled) return fail(suspect ? "not-paired" : "lost");
				deliver((to) => to.ended(end));
			},
		});
	});
}
