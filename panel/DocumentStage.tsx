import type { ComponentChildren } from "preact";
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { Button } from "../look/Button.tsx";
import { Icon } from "../look/Icon.tsx";
import type { Role } from "../policy/rules.ts";
import type { DocumentSession } from "../session/session.ts";
import type { DocumentSource } from "../session/source.ts";
import type { SharedDocument } from "../session/state.ts";
import type { ViewFailure } from "../viewer/port.ts";
import type { Words } from "../words/words.ts";
import { DocumentFrame } from "./DocumentFrame.tsx";
import "./document-stage.css";
import { SaveControls } from "./SaveControls.tsx";
import { SavingBar } from "./SavingBar.tsx";
import type { ViewerEvent, ViewerFolders } from "./sealed-frame.ts";
import type { TextFormat } from "./text-format.ts";
import { useSaving } from "./use-saving.ts";

type DocumentStageProps = {
	source: DocumentSource;
	session: DocumentSession | undefined;
	/** Undefined while it is only previewed. */
	shared: SharedDocument | undefined;
	me: Role;
	/** Whose pointer it is that is shown. */
	other: string;
	/** Who shares it, where it is not this person. */
	sharer: string;
	words: Words;
	lang: string;
	folders: ViewerFolders;
	/** The viewer has it open, or has failed to. */
	onReady?(isOpen: boolean): void;
	/** Makes room for the page behind; the document stays open. Escape does it too. */
	onMinimise(): void;
	tell(sentence: string): void;
	/** A copy is on its way to this device, or not any more. */
	onSaving(isSaving: boolean): void;
	/** Under the document: Share and Cancel, or what the session needs. */
	children?: ComponentChildren;
};

/** One document on the screen: what it is, the document itself in its sealed frame, and what can be done with it. */
export function DocumentStage(props: DocumentStageProps) {
	const { source, session, shared, me, other, sharer, words } = props;
	const say = words.panel;
	const [failure, setFailure] = useState<ViewFailure>();
	const [attempt, setAttempt] = useState(0);
	const [format, setFormat] = useState<TextFormat>();
	const [ready, setReady] = useState(false);
	const heading = useRef<HTMLHeadingElement>(null);

	// A document that appears is where the eye is, so the focus goes there, and the news is read out. Somebody who is
	// busy on the page around us keeps the focus, and so does a dialog that is open.
	const [news, setNews] = useState("");
	const arrived = shared !== undefined && shared.sharedBy !== me;
	useEffect(() => {
		const inDialog = document.activeElement?.closest('[aria-modal="true"]');
		if (document.hasFocus() && !inDialog) heading.current?.focus();
		if (arrived) setNews(words.notice.opened(sharer, source.name));
	}, []);
	// The buttons under a preview go away when it is shared, a panel is hidden and shown again: the focus that went
	// with them goes on from here.
	useEffect(() => {
		const lost = document.activeElement === document.body;
		if (lost && document.hasFocus()) heading.current?.focus();
	});

	const latest = useRef(props);
	latest.current = props;
	const onEvent = useCallback((event: ViewerEvent) => {
		const { session, shared, onReady, onMinimise } = latest.current;
		switch (event.type) {
			case "opened":
				setReady(true);
				if (event.summary.kind === "csv") setFormat(event.summary);
				onReady?.(true);
				return;
			case "locked":
				setReady(true);
				return;
			case "failed":
				setFailure(event.failure);
				onReady?.(false);
				return;
			case "escape":
				onMinimise();
				return;
			case "follow":
				window.open(event.url, "_blank", "noopener,noreferrer");
				return;
			default:
		}
		if (!shared) return;
		switch (event.type) {
			case "place":
				session?.moved(event.place);
				return;
			case "find":
				session?.searched(event.find);
				return;
			case "found":
				session?.found(event.found);
				return;
			case "pointer":
				session?.pointed(event.at);
				return;
			case "rows":
				session?.mapped(event.map);
				return;
			default:
				event satisfies never;
		}
	}, []);

	const saving = useSaving({
		session,
		source,
		words,
		format,
		tell: props.tell,
	});
	const { picture } = saving;
	const isSaving = picture !== undefined;
	useEffect(() => {
		if (!isSaving) return;
		latest.current.onSaving(true);
		return () => latest.current.onSaving(false);
	}, [isSaving]);

	const title = shared
		? say.sharedDocument(source.name)
		: say.preview(source.name);
	const byLine = !shared
		? say.onlyYou
		: shared.sharedBy === me
			? say.sharedByYou
			: say.sharedBy(sharer);
	const watching = shared !== undefined && shared.sharedBy !== me;
	return (
		<section class="document-stage" aria-label={title}>
			<header class="document-head">
				<Icon name={source.kind === "pdf" ? "file" : "sheet"} size={22} />
				<div class="document-title">
					<h2 ref={heading} tabIndex={-1}>
						<bdi>{source.name}</bdi>
					</h2>
					<p class="quiet">
						{byLine} · {words.size(source.size)}
						{shared && !shared.savable && ` · ${say.viewOnly}`}
					</p>
				</div>
				<div class="document-tools">
					{session && watching && shared.savable && (
						<SaveControls
							source={source}
							words={words}
							format={format}
							busy={isSaving}
							onSave={saving.save}
						/>
					)}
					<Button
						tone="quiet"
						icon="minus"
						aria-label={say.minimise}
						onClick={props.onMinimise}
					/>
					{shared && (
						<Button
							tone="quiet"
							icon="close"
							aria-label={say.close}
							onClick={() => session?.closeDocument()}
						/>
					)}
				</div>
			</header>
			{picture && (
				<SavingBar
					saving={saving}
					picture={picture}
					size={source.size}
					words={words}
				/>
			)}
			<p class="spoken" role="status">
				{news}
			</p>
			<div class="document-body">
				{failure ? (
					<div class="document-failure" role="alert">
						<Icon name="warning" size={32} />
						<p>{words.failure[failure]}</p>
						{failure === "hung" && (
							<Button
								onClick={() => {
									setReady(false);
									setFailure(undefined);
									setAttempt(attempt + 1);
								}}
							>
								{say.tryAgain}
							</Button>
						)}
					</div>
				) : (
					<DocumentFrame
						key={attempt}
						source={source}
						me={me}
						other={other}
						shared={shared}
						folders={props.folders}
						lang={props.lang}
						onEvent={onEvent}
					/>
				)}
				{!ready && !failure && (
					<p class="document-opening" role="status">
						{say.loading}
					</p>
				)}
			</div>
			{props.children}
		</section>
	);
}
