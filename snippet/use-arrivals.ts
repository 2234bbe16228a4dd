import { useEffect, useState } from "preact/hooks";
import type { VisitorSettings } from "../policy/settings.ts";
import { MAX_AGENTS } from "../session/messages.ts";
import type { FrameOpening } from "./frame-port.ts";
import type { LoaderPort } from "./loader-port.ts";
import { type Desk, useDesk } from "./use-desk.ts";
import type { GatheringInPanel } from "./use-gathering.ts";
import { useKeptWayBack, useWayBack } from "./use-way-back.ts";

export interface ArrivalsInPanel {
	desk: Desk;
	/** The group's settings, before the roles of agents narrow them. Undefined before the server has said. */
	house: VisitorSettings | undefined;
	/** Counts the times the visitor has started. */
	attempt: number;
	/** A key for one more agent is on the screen. */
	inviting: boolean;
	mayInvite: boolean;
	/** Shows a key for one more agent, where there is room for them. */
	invite(): void;
	/** A fresh key in the place of one that could not be had. */
	renewKey(): void;
	/** Takes that key back. */
	stopInviting(): void;
	/** From the end of a session, or from a key that could not be had, to the next key. */
	startAgain(): void;
}

/** How agents come into the session: by its key, by one more key, or again after the page was loaded anew. */
export function useArrivals(options: {
	opening: FrameOpening;
	loader: LoaderPort;
	server: string;
	session: GatheringInPanel;
}): ArrivalsInPanel {
	const { opening, loader, server, session } = options;
	const { open, isOver, guests } = session.picture;
	const [attempt, setAttempt] = useState(0);
	const [house, setHouse] = useState<VisitorSettings>();
	const [inviting, setInviting] = useState(false);
	const wayBack = useWayBack(opening.wayBack);
	const door = useDesk({
		opening,
		server,
		attempt,
		wayBack,
		onSettings: setHouse,
		onPaired(link, given, agentName, peerId) {
			const { links } = given;
			setInviting(false);
			session.admit({ link, rules: given, links, agentName, peerId });
		},
		onRevoked: session.dismiss,
		onReturned(link, given, agentName, peerId) {
			const { links } = given;
			const before = wayBack?.agents.find((agent) => agent.peerId === peerId);
			session.readmit(
				{ link, rules: given, links, agentName, peerId },
				before ? (agentName ?? before.name) : "",
			);
		},
	});
	useKeptWayBack({
		loader,
		desk: door,
		left: opening.wayBack,
		wayBack,
		guests,
	});

	function stopInviting() {
		setInviting(false);
		door.close();
	}
	useEffect(() => {
		if (isOver) stopInviting();
	}, [isOver]);

	const { desk } = door;
	const mayInvite = open !== undefined && open.members.length < MAX_AGENTS;
	return {
		desk,
		house,
		attempt,
		inviting: inviting && open !== undefined && desk.phase !== "paired",
		mayInvite,
		invite() {
			if (!mayInvite) return;
			setInviting(true);
			door.invite();
		},
		renewKey: door.invite,
		stopInviting,
		startAgain() {
			session.forget();
			setAttempt(attempt + 1);
		},
	};
}
