import { useEffect, useRef, useState } from "preact/hooks";
import type { Member } from "../session/gathering-state.ts";
import {
	parseVisitorWayBack,
	type VisitorWayBack,
} from "../session/way-back.ts";
import type { LoaderPort } from "./loader-port.ts";
import type { DeskInPanel } from "./use-desk.ts";

/** What the page before has left for this one, if anything. */
export function useWayBack(left: string | null): VisitorWayBack | undefined {
	const [wayBack] = useState(() => read(left));
	return wayBack;
}

/** What it was is not for the panel to believe: it stood where the page's scripts can write. */
function read(text: string | null): VisitorWayBack | undefined {
	try {
		return text === null ? undefined : parseVisitorWayBack(JSON.parse(text));
	} catch {
		return undefined;
	}
}

/** Keeps with the loader how the next page finds these people again. */
export function useKeptWayBack(options: {
	loader: LoaderPort;
	desk: DeskInPanel;
	/** Of the page before: it is kept until the first of them is back. */
	left: string | null;
	wayBack: VisitorWayBack | undefined;
	guests: readonly Member[];
}): void {
	const { loader, desk, left, wayBack: before, guests } = options;
	const back = useRef(new Set<string>());
	for (const { peerId } of guests) back.current.add(peerId);
	// The rest may still be on their way when the page is loaded once more.
	const awaited = guests.length === 0 ? [] : (before?.agents ?? []);
	const people = [
		...guests.map(({ peerId, agent }) => ({ peerId, name: agent ?? "" })),
		...awaited.filter(({ peerId }) => !back.current.has(peerId)),
	].map(({ peerId, name }) => ({ peerId, name }));
	const isReturning = desk.desk.phase === "returning";
	useEffect(() => {
		const kept = desk.wayBack(people);
		const wayBack = kept ? JSON.stringify(kept) : null;
		loader.send({ type: "way-back", wayBack: isReturning ? left : wayBack });
	}, [JSON.stringify(people), isReturning]);
}
