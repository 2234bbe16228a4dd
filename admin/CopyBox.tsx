import { useState } from "preact/hooks";
import { Button } from "../look/Button.tsx";
import { useWords } from "./words-context.ts";
import "./copy-box.css";

type CopyBoxProps = {
	title: string;
	hint?: string;
	/** What is copied, exactly. */
	text: string;
	/** The button's name; by default it names the title. */
	button?: string;
};

/** A text to hand on, shown in full, with a button that copies it. */
export function CopyBox({ title, hint, text, button }: CopyBoxProps) {
	const words = useWords();
	const [said, setSaid] = useState("");

	async function copy() {
		try {
			await navigator.clipboard.writeText(text);
			setSaid(words.page.copied);
		} catch {
			setSaid(words.page.copyFailed);
		}
	}

	return (
		<fieldset class="copy-box">
			<legend>{title}</legend>
			{hint !== undefined && <p class="hint">{hint}</p>}
			<pre>
				<code>{text}</code>
			</pre>
			<div class="copy-line">
				<Button icon="copy" onClick={copy}>
					{button ?? words.install.copy(title)}
				</Button>
				<span role="status">{said}</span>
			</div>
		</fieldset>
	);
}
