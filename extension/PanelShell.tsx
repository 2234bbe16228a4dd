import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { Button } from "../look/Button.tsx";
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
			<header class="panel-head">
				<h1 id={id}>{words.panel.title}</h1>
				<Button
					tone="quiet"
					icon="minus"
					aria-label={words.panel.minimise}
					onClick={onHide}
				/>
			</header>
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
