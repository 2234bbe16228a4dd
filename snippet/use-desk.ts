import { useEffect, useRef, useState } from "preact/hooks";
import type { VisitorSettings } from "../policy/settings.ts";
import {
	SignalingError,
	type SignalingFailure,
} from "../session/signaling-api.ts";
import {
	type OnAgent,
	openVisitorDesk,
	type VisitorDesk,
} from "../session/visitor-desk.ts";
import type { VisitorWayBack } from "../session/way-back.ts";
import type { FrameOpening } from "./frame-port.ts";

export type Desk =
	| { phase: "connecting" }
	/** `note`: something the visitor should know about this key. */
	| { phase: "key"; digits: string; note?: "burnt" | "other-version" }
	/** The page was loaded anew: whoever was in the session is waited for. */
	| { phase: "returning" }
	/** Nobody is waited for: an agent has come, or the key was taken back. */
	| { phase: "paired" }
	| {
			phase: "failed";
			failure:
				| SignalingFailure
				| "insecure-page"
				| "no-way-back"
				/** The server has forgotten it: it was started anew, or this page has slept. */
				| "unknown-session";
	  };

export interface DeskInPanel {
	desk: Desk;
	/** Waits for one more agent, by a fresh key. */
	invite(): void;
	/** Takes that key back. */
	close(): void;
	/** What the next page needs to find these people again. */
	wayBack(
		people: readonly { peerId: string; name: string }[],
	): VisitorWayBack | undefined;
}

/** Who was in the session finds us within a second or two; then this long has passed without a sign. */
const RETURN_LIMIT_MS = 30_000;

/** Waits for an agent; `attempt` counts the times the visitor has started. The desk is left when the panel goes. */
export function useDesk(options: {
	opening: FrameOpening;
	server: string;
	attempt: number;
	/** Of the page before, for the first attempt. */
	wayBack: VisitorWayBack | undefined;
	/** What the group has set, as soon as it is known. */
	onSettings(settings: VisitorSettings): void;
	onPaired: OnAgent;
	/** Somebody who was in before comes over another link. */
	onReturned: OnAgent;
	/** Somebody who is in is no agent any more. */
	onRevoked(peerId: string): void;
}): DeskInPanel {
	const { opening, server, attempt } = options;
	const { onSettings, onPaired, onReturned, onRevoked } = options;
	const [desk, setDesk] = useState<Desk>({ phase: "connecting" });
	const [returns, setReturns] = useState(0);
	const opened = useRef<VisitorDesk | undefined>(undefined);
	useEffect(() => {
		if (!opening.secure || !isSecureContext) {
			setDesk({ phase: "failed", failure: "insecure-page" });
			return;
		}
		const stop = new AbortController();
		const wayBack = attempt === 0 ? options.wayBack : undefined;
		let paired = wayBack !== undefined;
		const fail = (error: unknown) => {
			if (stop.signal.aborted) return;
			setDesk((now) => ({
				phase: "failed",
				failure: now.phase === "returning" ? "no-way-back" : failureOf(error),
			}));
		};
		setDesk({ phase: wayBack ? "returning" : "connecting" });
		const late = setTimeout(() => {
			setDesk((now) =>
				now.phase === "returning"
					? { phase: "failed", failure: "no-way-back" }
					: now,
			);
		}, RETURN_LIMIT_MS);
		openVisitorDesk({
			server,
			group: opening.group,
			site: opening.site,
			wayBack,
			signal: stop.signal,
			on: {
				settings: onSettings,
				key: (digits) =>
					setDesk((before) => ({
						phase: "key",
						digits,
						// A burnt key is followed by its successor: the news stays with it.
						...(before.phase === "key" &&
							before.note === "burnt" && { note: before.note }),
					})),
				burnt: () =>
					setDesk((now) =>
						now.phase === "key" ? { ...now, note: "burnt" } : now,
					),
				otherVersion: () =>
					setDesk((now) =>
						now.phase === "key" ? { ...now, note: "other-version" } : now,
					),
				paired(...agent) {
					paired = true;
					setDesk({ phase: "paired" });
					onPaired(...agent);
				},
				returned(...agent) {
					setDesk((now) =>
						now.phase === "returning" ? { phase: "paired" } : now,
					);
					onReturned(...agent);
				},
				revoked: onRevoked,
				lost: fail,
			},
		}).then((desk) => {
			if (!stop.signal.aborted) opened.current = desk;
		}, fail);
		// Nobody can join a page that was left; one that comes back from the back/forward cache gets another key.
		const leave = () => {
			if (paired) opened.current?.close();
			else stop.abort();
		};
		const comeBack = ({ persisted }: PageTransitionEvent) => {
			if (persisted && !paired) setReturns((before) => before + 1);
		};
		addEventListener("pagehide", leave);
		addEventListener("pageshow", comeBack);
		return () => {
			removeEventListener("pagehide", leave);
			removeEventListener("pageshow", comeBack);
			clearTimeout(late);
			stop.abort();
			opened.current = undefined;
		};
	}, [opening, server, attempt, returns]);
	return {
		desk,
		invite() {
			setDesk((now) => (now.phase === "key" ? now : { phase: "connecting" }));
			opened.current?.invite();
		},
		close() {
			opened.current?.close();
			setDesk({ phase: "paired" });
		},
		wayBack: (people) => opened.current?.wayBack(people),
	};
}

function failureOf(error: unknown): SignalingFailure | "unknown-session" {
	if (!(error instanceof SignalingError)) return "unexpected";
	return error.code === "unknown-session" ? error.code : error.failure;
}
