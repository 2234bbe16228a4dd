/**
 * The way to the other end, over one link after the other: it beats, notices when the other end is not heard any more,
 * finds it again where it can, and lets nothing in over a new link before both have said what they know.
 */
import { documentBytes } from "./data-frame.ts";
import type { PairedLink } from "./introduce.ts";
import type { DataFrame, Link } from "./link.ts";
import type { Message, MessageOf } from "./messages.ts";
import { createPresence } from "./presence.ts";
import { createRedial } from "./redial.ts";
import type { Presence } from "./state.ts";
import { createTravelLog, type Travel } from "./travel.ts";
import { turnAway } from "./turn-away.ts";

export interface Line extends Pick<Link, "send" | "sendData"> {
	/** What the other end is able to do, as its `hello` said. */
	readonly theirs: readonly string[];
	/** Begins to listen. Nothing is heard before. */
	open(): void;
	/** Goes on over another link to the same other end. */
	replace(link: PairedLink): void;
	/** Which way the bytes go, and how many have gone, over all links. */
	travel(): Promise<Travel>;
	close(): void;
}

export type LineOptions = {
	link: PairedLink;
	/** Finds the other end again. The agent's end dials. */
	redial?: ((signal: AbortSignal) => Promise<PairedLink>) | undefined;
	/** Our page was loaded anew, and `link` takes the place of one that it had. */
	fresh: boolean;
	on: {
		message(message: Message): void;
		data(frame: DataFrame): void;
		presence(presence: Presence): void;
		/** Nothing was heard for two minutes. */
		silent(): void;
		/** The other end broke the protocol. */
		violation(): void;
		/** Over a new link: what we know, to be said before anything else. Undefined: there is nothing to go on with. */
		meeting(fresh: boolean): Message | undefined;
		/** Our side of the new link has begun: what is unanswered can be asked for again. */
		relinked(): void;
		/** What the other end knows. `fresh`: our own page was loaded anew. */
		met(theirs: MessageOf<"resume">, fresh: boolean): void;
	};
};

export function createLine(options: LineOptions): Line {
	const { on } = options;
	let { link, fresh } = options;
	let isMeeting = false;
	let isClosed = false;
	const travelLog = createTravelLog(link);

	const presence = createPresence({
		beat: () => link.send({ type: "beat" }),
		changed(now) {
			on.presence(now);
			const isMissed = now !== "here" && on.meeting(fresh) !== undefined;
			if (isMissed && !isClosed) redial?.start();
			else redial?.stop();
		},
		silent: on.silent,
	});
	const redial =
		options.redial && createRedial({ dial: options.redial, onLink: replace });

	function replace(next: PairedLink) {
		const known = on.meeting(fresh);
		if (isClosed || !known) return turnAway(next);
		const before = link;
		link = next;
		travelLog.relink(next);
		before.close();
		meet(known);
	}

	function meet(known: Message) {
		isMeeting = true;
		link.send(known);
		on.relinked();
		presence.met();
		listen();
	}

	function receive(message: Message) {
		if (message.type === "resume") {
			if (!isMeeting) return;
			const own = fresh;
			isMeeting = false;
			fresh = false;
			on.met(message, own);
		} else if (!isMeeting || message.type === "bye") on.message(message);
	}

	function listen() {
		const current = link;
		/** A link whose place was taken has nothing to say any more. */
		const isOver = () => isClosed || link !== current;
		current.receive({
			message(message) {
				if (isOver()) return;
				presence.heard(message.type === "away");
				receive(message);
			},
			data(frame) {
				if (isOver()) return;
				presence.heard(false);
				travelLog.received(documentBytes(frame));
				on.data(frame);
			},
			faltering(isFaltering) {
				if (isOver()) return;
				if (isFaltering) presence.faltered();
				// The other end hears at once that it has healed, not with the next beat.
				else current.send({ type: "beat" });
			},
			ended(end) {
				if (isOver()) return;
				if (end === "violation") on.violation();
				else presence.lost();
			},
		});
	}

	return {
		get theirs() {
			return link.theirs.can;
		},
		open() {
			const known = fresh ? on.meeting(fresh) : undefined;
			if (known) meet(known);
			else listen();
		},
		send: (message) => link.send(message),
		sendData(frame) {
			travelLog.sent(documentBytes(frame));
			return link.sendData(frame);
		},
		replace,
		travel: travelLog.report,
		close() {
			if (isClosed) return;
			isClosed = true;
			presence.stop();
			redial?.stop();
			link.close();
		},
	};
}
