import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { PanelHead } from "../panel/PanelHead.tsx";
import type { Words } from "../words/words.ts";

type PanelShellProps = {
	words: Words;
	/** Fills its frame, for a document; as high as its content otherwise. */
	document?: boolean;
	onHide(): void;
	children: ComponentChildren;
};

/** The dialog every screen of the agent stands in. Hiding it ends nothing. */
export function PanelShell(props: PanelShellProps) {
	const { words, document = false, onHide, children } = props;
	const id = useId();
	return (
		<div
			class={document ? "panel document" : "panel menu"}
			role="dialog"
			aria-labelledby={id}
			onKeyDown={(event) => {
				if (event.key === "Escape" && !event.defaultPrevented) onHide();
			}}
		>
			{document ? (
				// The document's own head stands in its place on the screen.
				<h1 id={id} class="spoken">
					{words.panel.title}
				</h1>
			) : (
				<PanelHead id={id} words={words} onMinimise={onHide} />
			)}
			{children}
		</div>
	);
}

/** A screen with one thing to say. */
export function Message(props: { text: string; children?: ComponentChildren }) {
	return (
		<div class="panel-body">
			<p role="status">{props.text}</p>
			{props.children}
		</div>
	);
}
