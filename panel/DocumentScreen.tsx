import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { AlertDialog } from "../look/AlertDialog.tsx";
import { Button } from "../look/Button.tsx";
import type { Role } from "../policy/rules.ts";
import type { DocumentSession } from "../session/session.ts";
import type { SharedDocument } from "../session/state.ts";
import type { Words } from "../words/words.ts";
import { DocumentStage } from "./DocumentStage.tsx";
import { PreviewActions } from "./PreviewActions.tsx";
import type { ViewerFolders } from "./sealed-frame.ts";
import type { PreviewInPanel } from "./use-preview.ts";
import { useWakeLock } from "./use-wake-lock.ts";

type DocumentScreenProps = {
	session: DocumentSession;
	preview: PreviewInPanel;
	shared: SharedDocument | undefined;
	me: Role;
	/** Whose pointer it is that is shown. */
	other: string;
	/** Who shares what is shared, where it is not this person. */
	sharer: string;
	words: Words;
	folders: ViewerFolders;
	/** What is said beside Share. */
	notes: { savable: string; viewOnly: string };
	/** Asks before a document takes the place of this one; `by` undefined: it is this person's own. */
	replaces?: { by: string | undefined; name: string } | undefined;
	onMinimise(): void;
	tell(sentence: string): void;
	/** A copy is on its way to this device, or not any more. */
	onSaving(isSaving: boolean): void;
	/** More buttons for the preview, before Cancel. */
	children?: ComponentChildren;
};

/** The document on the screen of either person: the one they are about to share, or the one that both look at. */
export function DocumentScreen(props: DocumentScreenProps) {
	const { session, preview, shared, words, replaces } = props;
	const [replacing, setReplacing] = useState(false);
	const chosen = preview.preview;
	const source = chosen?.source ?? session.source;
	useWakeLock(shared !== undefined);
	if (!source) return null;
	const say = words.panel;

	const share = () => {
		setReplacing(false);
		preview.share(session, false);
	};
	return (
		<>
			<DocumentStage
				key={source}
				source={source}
				session={session}
				shared={chosen ? undefined : shared}
				me={props.me}
				other={props.other}
				sharer={props.sharer}
				words={words}
				lang="en"
				folders={props.folders}
				onReady={preview.ready}
				onMinimise={props.onMinimise}
				tell={props.tell}
				onSaving={props.onSaving}
			>
				{chosen && (
					<PreviewActions
						source={source}
						words={words}
						refusal={chosen.refusal}
						ready={chosen.ready}
						note={chosen.savable ? props.notes.savable : props.notes.viewOnly}
						onShare={replaces ? () => setReplacing(true) : share}
						onShareViewOnly={() => preview.share(session, true)}
						onCancel={preview.cancel}
					>
						{props.children}
					</PreviewActions>
				)}
			</DocumentStage>
			{replacing && chosen && replaces && (
				<AlertDialog
					title={
						replaces.by === undefined
							? say.replacingOwn(replaces.name)
							: say.replacing(replaces.by, replaces.name)
					}
					onEscape={() => setReplacing(false)}
					actions={
						<>
							<Button onClick={() => setReplacing(false)}>{say.cancel}</Button>
							<Button onClick={share}>{say.replace}</Button>
						</>
					}
				>
					<p>{say.replaceBody}</p>
				</AlertDialog>
			)}
		</>
	);
}
