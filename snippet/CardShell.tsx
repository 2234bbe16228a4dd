import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { PanelHead } from "../panel/PanelHead.tsx";
import type { Words } from "../words/words.ts";

type CardShellProps = {
	words: Words;
	/** Undefined while there is nothing to come back to. */
	onMinimise: (() => void) | undefined;
	children: ComponentChildren;
};

/** The card in the corner of the site's page, or at the foot of a phone. */
export function CardShell({ words, onMinimise, children }: CardShellProps) {
	const id = useId();
	return (
		<main class="panel card" aria-labelledby={id}>
			<PanelHead id={id} words={words} onMinimise={onMinimise} />
			{children}
		</main>
	);
}
