import type { ComponentChildren } from "preact";
import { Button } from "../look/Button.tsx";
import type { Refusal } from "../policy/rules.ts";
import type { DocumentSource } from "../session/source.ts";
import type { Words } from "../words/words.ts";
import { refusalSentence } from "./refusal-words.ts";
import { isSlowConnection } from "./slow-connection.ts";

type PreviewActionsProps = {
	source: DocumentSource;
	words: Words;
	/** Why it cannot be shared as it is; undefined when it can. */
	refusal: Refusal | undefined;
	/** The viewer has it open. A document that cannot be shown cannot be shared. */
	ready: boolean;
	/** Said beside the buttons as soon as it can be shared: whether the other person may save it. */
	note: string;
	onShare(): void;
	onShareViewOnly(): void;
	onCancel(): void;
	/** More buttons, before Cancel. */
	children?: ComponentChildren;
};

/** Under a preview: share it, or not. Nothing has left the machine before Share is pressed. */
export function PreviewActions(props: PreviewActionsProps) {
	const { source, words, refusal, ready } = props;
	const say = words.panel;
	const viewOnly = refusal?.reason === "too-large" && refusal.viewOnlyHelps;
	return (
		<footer class="preview-actions">
			<div
				class={refusal || ready ? "preview-note" : "preview-note early"}
				role={refusal ? "alert" : undefined}
			>
				{refusal ? (
					<p class={viewOnly ? undefined : "refusal"}>
						{refusalSentence(refusal, source, words)}{" "}
						{viewOnly && words.refusal.viewOnlyInstead}
					</p>
				) : (
					<p class="quiet">
						{props.note}
						{isSlowConnection() && ` ${say.slowConnection(source.size)}`}
					</p>
				)}
			</div>
			<div class="preview-buttons">
				{props.children}
				<Button onClick={props.onCancel}>{say.cancel}</Button>
				{viewOnly ? (
					<Button
						tone="primary"
						disabled={!ready}
						onClick={props.onShareViewOnly}
					>
						{say.shareViewOnly}
					</Button>
				) : (
					<Button
						tone="primary"
						disabled={!ready || refusal !== undefined}
						onClick={props.onShare}
					>
						{say.share}
					</Button>
				)}
			</div>
		</footer>
	);
}
