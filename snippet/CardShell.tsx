import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { PanelHead } from "../panel/PanelHead.tsx";
import type { VisitorSettings } from "../policy/settings.ts";
import type { Words } from "../words/words.ts";
import { Logo } from "./Logo.tsx";

type CardShellProps = {
	words: Words;
	/** Undefined before the server has said. */
	settings: VisitorSettings | undefined;
	/** Undefined while there is nothing to come back to. */
	onMinimise: (() => void) | undefined;
	children: ComponentChildren;
};

/** The card in the corner of the site's page, or at the foot of a phone. */
export function CardShell(props: CardShellProps) {
	const { words, settings, onMinimise, children } = props;
	const logo = settings?.branding?.logoUrl;
	const id = useId();
	return (
		<main class="panel card" aria-labelledby={id}>
			<PanelHead id={id} words={words} onMinimise={onMinimise}>
				{logo && <Logo key={logo} url={logo} name={settings.company} />}
			</PanelHead>
			{children}
		</main>
	);
}
