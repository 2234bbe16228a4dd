import { useEffect, useRef, useState } from "preact/hooks";
import type { VisitorSettings } from "../policy/settings.ts";
import type { PairedLink } from "../session/introduce.ts";
import {
	SignalingError,
	type SignalingFailure,
} from "../session/signaling-api.ts";
import { openVisitorDesk, type VisitorDesk } from "../session/visitor-desk.ts";
import type { FrameOpening } from "./frame-port.ts";

export type Desk =
	| { phase: "connecting" }
	/** `note`: something the visitor should know about this key. */
	| { phase: "key"; digits: string; note?: "burnt" | "other-version" }
	/** Nobody is waited for: an agent has come, or the key was taken back. */
	| { phase: "paired" }
	| { phase: "failed"; failure: SignalingFailure | "insecure-page" };

export interface DeskInPanel {
	desk: Desk;
	/** Waits for one more agent, by a fresh key. */
	invite(): void;
	/** Takes that key back. */
	close(): void;
}

/** Waits for an agent; `attempt` counts the times the visitor has started. The desk is left when the panel goes. */
export function useDesk(options: {
	opening: FrameOpening;
	server: string;
	attempt: number;
	/** What the group has set, as soon as it is known. */
	onSettings(settings: VisitorSettings): void;
	onPaired(
		link: PairedLink,
		settings: VisitorSettings,
		name: string | undefined,
		peerId: string,
	): void;
}): DeskInPanel {
	const { opening, server, attempt, onSettings, onPaired } = options;
	const [desk, setDesk] = useState<Desk>({ phase: "connecting" });
	const [returns, setReturns] = useState(0);
	const opened = useRef<VisitorDesk | undefined>(undefined);
	useEffect(() => {
		if (!opening.secure || !isSecureContext) {
			setDesk({ phase: "failed", failure: "insecure-page" });
			return;
		}
		const stop = new AbortController();
		let paired = false;
		const fail = (error: unknown) => {
			if (stop.signal.aborted) return;
			const failure =
				error instanceof SignalingError ? error.failure : "unexpected";
			setDesk({ phase: "failed", failure });
		};
		setDesk({ phase: "connecting" });
		openVisitorDesk({
			server,
			group: opening.group,
			site: opening.site,
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
	};
}
