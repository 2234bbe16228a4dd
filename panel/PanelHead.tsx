import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { Button } from "../look/Button.tsx";
import type { Words } from "../words/words.ts";

type PanelHeadProps = {
	/** Of the heading, for the panel's name. */
	id: string;
	words: Words;
	/** Undefined while there is nothing to come back to. */
	onMinimise: (() => void) | undefined;
	/** Before the heading. */
	children?: ComponentChildren;
};

/** The head of a panel that shows no document. */
export function PanelHead(props: PanelHeadProps) {
	const { id, words, onMinimise, children } = props;
	const heading = useRef<HTMLHeadingElement>(null);
	// When a document closes or a screen gives way to the next, the control that had the focus goes with it: the focus
	// goes on from here.
	useEffect(() => {
		const lost = document.activeElement === document.body;
		if (lost && document.hasFocus()) heading.current?.focus();
	});
	return (
		<div class="panel-head">
			{children}
			<h1 id={id} ref={heading} tabIndex={-1}>
				{words.panel.title}
			</h1>
			{onMinimise && (
				<Button
					tone="quiet"
					icon="minus"
					aria-label={words.panel.minimise}
					onClick={onMinimise}
				/>
			)}
		</div>
	);
}
