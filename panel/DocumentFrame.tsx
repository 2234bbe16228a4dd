import { useEffect, useRef, useState } from "preact/hooks";
import type { Role } from "../policy/rules.ts";
import type { DocumentSource } from "../session/source.ts";
import { otherRole, type SharedDocument } from "../session/state.ts";
import { readAhead } from "./read-ahead.ts";
import {
	openSealedFrame,
	type SealedFrame,
	type ViewerEvent,
	type ViewerFolders,
} from "./sealed-frame.ts";

/** What a workbook may unpack to and hold; past it a sentence is shown instead. */
const BUDGET = { inflatedBytes: 536_870_912, cells: 5_000_000 };

type DocumentFrameProps = {
	source: DocumentSource;
	me: Role;
	/** Name of the other person, for their pointer. */
	other: string;
	/** Undefined while it is only previewed. */
	shared: SharedDocument | undefined;
	folders: ViewerFolders;
	lang: string;
	onEvent(event: ViewerEvent): void;
};

/**
 * The viewer of one source, from the preview to the end of the share: sharing changes its mode and opens nothing
 * again. What the other person does arrives as the session's state and is handed on when the document is open.
 */
export function DocumentFrame(props: DocumentFrameProps) {
	const { source, me, other, shared, folders, lang } = props;
	const place = useRef<HTMLDivElement>(null);
	const [frame, setFrame] = useState<SealedFrame>();
	const [opened, setOpened] = useState(false);
	const mode =
		shared === undefined
			? "preview"
			: shared.sharedBy === me
				? "sharer"
				: "watcher";
	// The newest props, for a frame that outlives many renders.
	const latest = useRef(props);
	latest.current = props;

	useEffect(() => {
		const opening = openSealedFrame({
			source: readAhead(source),
			folders,
			open: { mode, lang, other, budget: BUDGET },
			on(event) {
				if (event.type === "opened") setOpened(true);
				latest.current.onEvent(event);
			},
		});
		place.current?.append(opening.element);
		setFrame(opening);
		setOpened(false);
		return () => opening.close();
	}, [source]);

	useEffect(() => {
		if (mode !== "preview") frame?.send({ type: "mode", mode, other });
	}, [frame, mode, other]);

	const them = otherRole(me);
	const { position, find, pointer } = shared ?? {};
	const theirPlace = position?.by === them ? position.place : null;
	useEffect(() => {
		if (opened && theirPlace) frame?.send({ type: "place", place: theirPlace });
	}, [frame, opened, theirPlace]);

	const theirFind = find?.by === them ? find.find : null;
	useEffect(() => {
		if (opened && theirFind) frame?.send({ type: "find", find: theirFind });
	}, [frame, opened, theirFind]);

	const found = mode === "watcher" ? find?.found : null;
	useEffect(() => {
		if (opened && found) frame?.send({ type: "found", found });
	}, [frame, opened, found]);

	useEffect(() => {
		if (opened && pointer !== undefined)
			frame?.send({ type: "pointer", at: pointer });
	}, [frame, opened, pointer]);

	const rows = mode === "watcher" ? shared?.rows : null;
	useEffect(() => {
		if (rows) frame?.send({ type: "rows", map: rows });
	}, [frame, rows]);

	return <div class="document-frame" ref={place} />;
}
